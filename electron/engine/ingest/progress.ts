import type { ImportProgress } from '../../contract/case'
import type { Addition } from '../case/commit'
import type { Manifest } from '../case/manifest'
import type { Totals } from './plan'
import type { ProgressDelta } from './pool'

/** Reports are at least this far apart, in milliseconds. */
const reportEvery = 100

/** Adds up what an import has done, and reports it a few times a second. */
export class ProgressMeter {
  readonly #onProgress: (report: ImportProgress) => void
  readonly #started = performance.now()
  #reported = 0
  #state: Omit<ImportProgress, 'elapsedMs' | 'remainingMs'> = {
    phase: 'discovering',
    files: { done: 0, total: null, skipped: 0 },
    records: { read: 0, stored: 0, duplicates: 0, rejected: 0 },
    bytes: { read: 0, total: null, inflated: 0 },
    revision: 0,
    current: null,
  }

  constructor(onProgress: (report: ImportProgress) => void) {
    this.#onProgress = onProgress
  }

  get elapsedMs(): number {
    return performance.now() - this.#started
  }

  discovered(files: number): void {
    this.#state.files.done = files
    this.#report()
  }

  planned({ files, bytes }: Totals, revision: number): void {
    this.#state.phase = 'reading'
    this.#state.files = { done: 0, total: files, skipped: 0 }
    this.#state.bytes.total = bytes
    this.#state.revision = revision
    this.#report(true)
  }

  /** More is to be read: what archives hold, which is not always known beforehand. */
  met(more: Totals | null): void {
    const { files, bytes } = this.#state
    files.total = more && files.total !== null ? files.total + more.files : null
    bytes.total = more && bytes.total !== null ? bytes.total + more.bytes : null
  }

  read(delta: ProgressDelta): void {
    const { files, bytes } = this.#state
    files.done += delta.files
    bytes.read += delta.bytes
    bytes.inflated += delta.inflated
    this.#state.current = delta.current
    this.#report()
  }

  committed({ revision }: Manifest, { records, files }: Addition): void {
    const total = this.#state.records
    total.read += records.read
    total.stored += records.stored
    total.duplicates += records.duplicates
    total.rejected += records.rejected
    this.#state.files.skipped += files.skipped
    this.#state.revision = revision
    this.#report(true)
  }

  end(phase: 'done' | 'cancelled' | 'failed'): void {
    this.#state.phase = phase
    this.#state.current = null
    this.#report(true)
  }

  #report(always = false): void {
    const now = performance.now()
    if (!always && now - this.#reported < reportEvery) return
    this.#reported = now
    this.#onProgress({
      ...structuredClone(this.#state),
      elapsedMs: now - this.#started,
      remainingMs: this.#remaining(now - this.#started),
    })
  }

  /** Nothing is said before three per cent are read. */
  #remaining(elapsed: number): number | null {
    const { read, total } = this.#state.bytes
    if (total === null || total === 0 || read < total * 0.03 || read > total) return null
    return (elapsed / read) * (total - read)
  }
}
