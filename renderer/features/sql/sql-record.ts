import { create } from 'zustand'

type SqlRecordState = { seq: number | null; open: (seq: number | null) => void }

/** The record that stands open beside a result. */
export const useSqlRecord = create<SqlRecordState>((set) => ({ seq: null, open: (seq) => set({ seq }) }))
