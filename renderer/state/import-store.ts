import { create } from 'zustand'
import type { ImportProgress, ImportResult } from '../../electron/contract/case'
import type { EngineError } from '../../electron/contract/errors'

export type ImportJob = {
  job: string
  casePath: string
  caseId: string
  startedAt: number
  progress: ImportProgress | null
  result: ImportResult | null
  error: EngineError | null
}

type ImportState = {
  /** The import this window started or found running; stays after its end, as its report. */
  job: ImportJob | null
  start: (job: Pick<ImportJob, 'job' | 'casePath' | 'caseId'>) => void
  report: (job: string, change: Partial<Pick<ImportJob, 'progress' | 'result' | 'error'>>) => void
  dismiss: () => void
}

export const useImport = create<ImportState>((set) => ({
  job: null,
  start: (job) => set({ job: { ...job, startedAt: Date.now(), progress: null, result: null, error: null } }),
  report: (job, change) =>
    set((state) => (state.job?.job === job ? { job: { ...state.job, ...change } } : state)),
  dismiss: () => set({ job: null }),
}))

/** Still at work: neither a result nor an error yet. */
export const isRunning = (job: ImportJob | null): job is ImportJob =>
  job !== null && job.result === null && job.error === null
