import { create } from 'zustand'
import { noRows, type RowSelection } from '../../ui/data-table/row-selection'

const mostCompared = 5

type OpenRecord = {
  /** `seq` of the record in the pane, and the row it was opened from. */
  seq: number | null
  row: number | null
  /** Rows chosen in the table; positions of the present View. */
  selection: RowSelection
  /** Records laid side by side, by `seq`. */
  compared: number[]
  open: (seq: number | null, row: number | null) => void
  select: (selection: RowSelection) => void
  toggleCompared: (seq: number) => void
  clearCompared: () => void
  reset: () => void
}

/** What is in hand in the Events view. Another View resets the selection, another case all of it. */
export const useOpenRecord = create<OpenRecord>((set) => ({
  seq: null,
  row: null,
  selection: noRows,
  compared: [],
  open: (seq, row) => set({ seq, row }),
  select: (selection) => set({ selection }),
  toggleCompared: (seq) =>
    set((state) => ({
      compared: state.compared.includes(seq)
        ? state.compared.filter((other) => other !== seq)
        : [...state.compared, seq].slice(-mostCompared),
    })),
  clearCompared: () => set({ compared: [] }),
  reset: () => set({ seq: null, row: null, selection: noRows, compared: [] }),
}))
