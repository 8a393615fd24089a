import { create } from 'zustand'
import type { CaseInfo } from '../../electron/contract/case'

export type Hello = { version: string; duckdb: string; carrier: 'desktop' | 'browser' | 'process' }

type CaseState = {
  /** The case this window looks at; refreshed whenever its revision rises. */
  current: CaseInfo | null
  hello: Hello | null
  setCurrent: (current: CaseInfo | null) => void
  setHello: (hello: Hello) => void
}

export const useCase = create<CaseState>((set) => ({
  current: null,
  hello: null,
  setCurrent: (current) => set({ current }),
  setHello: (hello) => set({ hello }),
}))
