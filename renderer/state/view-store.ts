import { create } from 'zustand'
import { emptyView, type TimeRange, type View } from '../../electron/contract/view'
import { toInstant } from '../lib/time'

const historyLimit = 200

export type ViewState = {
  view: View
  past: View[]
  future: View[]
  /** Changes what the person asked to see; the step can be undone. */
  edit: (change: (view: View) => View) => void
  /** Puts a view in place without a step to undo: another case, an address that was opened. */
  load: (view: View) => void
  undo: () => void
  redo: () => void
}

const same = (a: View, b: View) => a === b || JSON.stringify(a) === JSON.stringify(b)

/** Intent: what the person asked to see, with every step before it. */
export const useView = create<ViewState>((set) => ({
  view: emptyView,
  past: [],
  future: [],
  edit: (change) =>
    set((state) => {
      const view = change(state.view)
      if (same(view, state.view)) return state
      return { view, past: [...state.past, state.view].slice(-historyLimit), future: [] }
    }),
  load: (view) => set({ view, past: [], future: [] }),
  undo: () =>
    set((state) => {
      const view = state.past.at(-1)
      if (!view) return state
      return { view, past: state.past.slice(0, -1), future: [state.view, ...state.future] }
    }),
  redo: () =>
    set((state) => {
      const [view, ...future] = state.future
      if (!view) return state
      return { view, past: [...state.past, state.view], future }
    }),
}))

const contains = (outer: TimeRange | null, inner: TimeRange) =>
  outer === null ||
  (outer.from <= inner.from && outer.to >= inner.to && (outer.from < inner.from || outer.to > inner.to))

/**
 * One step out: the last range of the history that holds the present one, else twice as wide around the same middle,
 * and no range at all once that covers the case.
 */
export function zoomedOut(
  range: TimeRange,
  past: readonly View[],
  span: { from: string; to: string } | null,
): TimeRange | null {
  const before = past.findLast((view) => contains(view.range, range))
  if (before) return before.range
  const from = Date.parse(range.from)
  const to = Date.parse(range.to)
  const half = Math.max(to - from, 1) / 2
  const wider = { from: toInstant(from - half), to: toInstant(to + half) }
  if (
    !span ||
    (Date.parse(wider.from) <= Date.parse(span.from) && Date.parse(wider.to) > Date.parse(span.to))
  )
    return null
  return wider
}
