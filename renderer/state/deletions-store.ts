import { create } from 'zustand'
import type { DeletionFilter } from '../../electron/contract/deletions-api'
import { noFilter } from './deletion-edit'

type DeletionsState = {
  /** What the list of destructive actions is narrowed to. Its range is the View's, so that both views look at one time. */
  filter: DeletionFilter
  descending: boolean
  edit: (change: (filter: DeletionFilter) => DeletionFilter) => void
  setDescending: (descending: boolean) => void
  reset: () => void
}

/** Intent of the Deletions list. Which deletion is open stands in the screen's path. */
export const useDeletions = create<DeletionsState>((set) => ({
  filter: noFilter,
  descending: true,
  edit: (change) => set((state) => ({ filter: change(state.filter) })),
  setDescending: (descending) => set({ descending }),
  reset: () => set({ filter: noFilter, descending: true }),
}))
