import type { z } from 'zod'
import { create } from 'zustand'
import type { SearchProgress } from '../../../electron/contract/events'

type Match = { index: number; nth: number }

type FindState = {
  /** What is marked in the table; empty where nothing is. */
  text: string
  /** Where the last step led. */
  at: Match | null
  /** Rows of the View that match; null until the engine has said. */
  matches: number | null
  /** The engine looks for it, long enough to be worth a word. */
  slow: boolean
  progress: z.infer<typeof SearchProgress> | null
  set: (change: Partial<Omit<FindState, 'set'>>) => void
}

/** What is looked for in the table. No part of the View: it narrows nothing. */
export const useFind = create<FindState>((set) => ({
  text: '',
  at: null,
  matches: null,
  slow: false,
  progress: null,
  set: (change) => set(change),
}))
