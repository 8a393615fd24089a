import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportProgress, ImportResult } from '../../contract/case'
import type { EngineHandlers } from '../../contract/engine-api'
import { EngineError } from '../../contract/errors'
import { caseIdOf } from '../case/case'
import { describeCase } from '../case/info'
import { manifestName } from '../case/manifest'
import type { EngineState } from '../engine'
import { importArchive } from './import'
import { pageHandlers } from './pages'

type StartOptions = { paths: string[]; casePath: string; copy: boolean }

/** One import of this process. It goes on when nobody watches it. */
type Job = {
  readonly id: string
  readonly casePath: string
  readonly result: Promise<ImportResult>
  readonly cancel: () => void
  latest: ImportProgress | null
  readonly watchers: Set<(report: ImportProgress) => void>
  ended: boolean
}

/** The imports of one engine. */
export type Imports = {
  /** Resolves once the case folder with a manifest is there; what fails before that fails this call. */
  start(options: StartOptions): Promise<{ job: string }>
  job(id: string): Job
  running(): Job[]
  /** Cancels what runs and waits for its end. */
  close(): Promise<void>
}

/** Ended jobs are remembered, so that a window that asks late still gets the result. */
const remembered = 20

export function createImports(): Imports {
  const jobs = new Map<string, Job>()
  const running = () => [...jobs.values()].filter((job) => !job.ended)
  return {
    async start(options) {
      const id = randomUUID()
      const abort = new AbortController()
      const watchers: Job['watchers'] = new Set()
      let markReady: () => void = () => undefined
      let failReady: (cause: unknown) => void = () => undefined
      const ready = new Promise<void>((resolve, reject) => {
        markReady = resolve
        failReady = reject
      })
      const result = importArchive({
        ...options,
        signal: abort.signal,
        onReady: markReady,
        onProgress(report) {
          job.latest = report
          for (const watch of watchers) watch(report)
        },
      }).finally(() => {
        job.ended = true
      })
      const job: Job = {
        id,
        casePath: options.casePath,
        result,
        cancel: () => abort.abort(),
        latest: null,
        watchers,
        ended: false,
      }
      result.catch(failReady)
      jobs.set(id, job)
      await ready
      for (const old of [...jobs.values()].filter(({ ended }) => ended).slice(0, -remembered))
        jobs.delete(old.id)
      return { job: id }
    },
    job(id) {
      const found = jobs.get(id)
      if (found) return found
      throw new EngineError('request/invalid', 'This import is not known here.', {
        hint: 'It may have run in an engine that has been restarted since. Start the import again: it resumes.',
      })
    },
    running,
    async close() {
      const open = running()
      for (const job of open) job.cancel()
      await Promise.allSettled(open.map(({ result }) => result))
    },
  }
}

type ImportCalls =
  | 'import.start'
  | 'import.watch'
  | 'import.cancel'
  | 'import.running'
  | 'sources.page'
  | 'rejected.page'

export function importHandlers(engine: EngineState, imports: Imports): Pick<EngineHandlers, ImportCalls> {
  return {
    'import.start': async (params, { signal }) => {
      const isNew = !existsSync(join(params.case, manifestName))
      const { job } = await imports.start({ paths: params.paths, casePath: params.case, copy: params.copy })
      const info = await describeCase(await engine.cases.open(params.case), signal)
      const { path, name, events } = info
      await engine.recents
        .remember({ path, name, events, ...(isNew ? { archives: params.paths } : {}) })
        .catch(() => undefined)
      return { job, case: info }
    },
    'import.watch': async ({ job: id }, { signal, progress }) => {
      const job = imports.job(id)
      if (job.latest) progress(job.latest)
      job.watchers.add(progress)
      try {
        return await Promise.race([job.result, whenAborted(signal)])
      } finally {
        job.watchers.delete(progress)
      }
    },
    'import.cancel': async ({ job }) => {
      imports.job(job).cancel()
      return {}
    },
    'import.running': async () => {
      const jobs = imports.running().map(async ({ id, casePath }) => ({
        job: id,
        case: caseIdOf(await realpath(casePath)),
      }))
      return { jobs: await Promise.all(jobs) }
    },
    ...pageHandlers(engine),
  }
}

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = () => reject(new EngineError('cancelled', 'Cancelled.'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
