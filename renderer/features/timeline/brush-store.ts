import { create } from 'zustand'
import type { Facet } from '../../../electron/contract/events'
import type { TimeRange } from '../../../electron/contract/view'

type Frame = { visible: number; facets: Facet[] }

type BrushState = {
  /** The range under the hand, before it is let go. */
  range: TimeRange | null
  /** Count and facets of it, as soon as the engine has them. */
  frame: Frame | null
  set: (change: Partial<Omit<BrushState, 'set'>>) => void
}

/** What the brush shows while it moves. Nothing here outlives the gesture. */
export const useBrush = create<BrushState>((set) => ({
  range: null,
  frame: null,
  set: (change) => set(change),
}))
