import { rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportProgress, ImportResult } from '../../contract/case'
import { EngineError, isCancelled } from '../../contract/errors'
import { openCase } from '../case/case'
import { markUnfinished, prepareFolder, readOrCreate, removeOrphans, toDiskError } from '../case/commit'
import { toEngineError } from '../case/duckdb-errors'
import { describeCase } from '../case/info'
import { lockCase } from '../case/lock'
import { type Manifest, manifestName, readManifest } from '../case/manifest'
import { declaredKinds } from '../case/schema'
import { checkInputs, discover } from './discover'
import { clearStaging, removeStrayCopies, runImport } from './import-run'
import { defaultPace, type Pace } from './plan'
import { ProgressMeter } from './progress'

export type ImportOptions = {
  paths: string[]
  casePath: string
  /** Keep a copy of every file inside the case. */
  copy: boolean
  signal: AbortSignal
  onProgress: (report: ImportProgress) => void
  /** Called once the case folder and its manifest are there. */
  onReady?: () => void
  /** How many records are committed together, where that is to be other than usual. */
  pace?: Pace
}

/**
 * Imports archives into a case, made when it is not there yet; goes on where an earlier run was stopped, and adds what
 * is new. What is wrong with single files is in the account, not an error. Errors: input/*, case/*, disk/*. When it is
 * cancelled, what is committed stays and the outcome says so.
 */
export async function importArchive(options: ImportOptions): Promise<ImportResult> {
  const { casePath, signal } = options
  const meter = new ProgressMeter(options.onProgress)
  const inputs = await checkInputs(options.paths)
  await requireFiles(inputs, casePath)
  await prepareFolder(casePath)
  const lock = await lockCase(casePath)
  const { manifest, created } = await readOrCreate(casePath).catch(async (cause) => {
    await lock.release()
    throw cause
  })
  let after = manifest
  try {
    await removeOrphans(casePath, manifest, declaredKinds().keys())
    await removeStrayCopies(casePath, manifest.nextSourceId)
    await clearStaging(casePath)
    options.onReady?.()
    const { copy, pace = defaultPace } = options
    const begun = await markUnfinished(casePath, manifest, inputs, true)
    after = await runImport({ inputs, casePath, copy, signal, meter, pace }, begun)
    after = await markUnfinished(casePath, after, inputs, false)
    if (created && after.records.stored === 0 && after.files.loaded === 0) throw await nothingFound(casePath)
    meter.end('done')
  } catch (cause) {
    after = await readManifest(casePath).catch(() => manifest)
    if (!signal.aborted || !isStop(cause, signal)) {
      meter.end('failed')
      throw await failed(cause, casePath, created, after)
    }
    meter.end('cancelled')
  } finally {
    await rm(join(casePath, 'staging'), { recursive: true, force: true }).catch(() => undefined)
    await lock.release()
  }
  return {
    ...(await resultOf(casePath)),
    outcome: signal.aborted ? 'cancelled' : 'done',
    elapsedMs: meter.elapsedMs,
  }
}

/** Whatever fails once the import was told to stop fails because of that. */
const isStop = (cause: unknown, signal: AbortSignal): boolean =>
  isCancelled(cause) || isCancelled(toEngineError(cause)) || cause === signal.reason

/** The end of an import that failed: what is not committed is taken away, and a case that holds nothing with it. */
async function failed(cause: unknown, casePath: string, created: boolean, after: Manifest): Promise<unknown> {
  await removeOrphans(casePath, after, declaredKinds().keys()).catch(() => undefined)
  if (created && after.records.stored === 0) await removeCase(casePath)
  return toEngineError(toDiskError(cause, casePath))
}

/** Removes what an import makes, and the folder when nothing else is in it. */
async function removeCase(casePath: string): Promise<void> {
  for (const name of [
    ...declaredKinds().keys(),
    'keys',
    'staging',
    'originals',
    manifestName,
    'import.lock',
  ]) {
    await rm(join(casePath, name), { recursive: true, force: true })
  }
  await rmdir(casePath).catch(() => undefined)
}

async function requireFiles(inputs: readonly string[], casePath: string): Promise<void> {
  for await (const { problem, path } of discover(inputs, casePath)) {
    if (problem === null) return
    if (inputs.includes(path)) {
      throw new EngineError('input/denied', `${path} cannot be read: ${problem}.`, {
        hint: 'Name a folder, a log file or an archive that you may read.',
      })
    }
  }
  throw new EngineError('input/empty', `There are no files in ${inputs.join(', ')}.`, {
    hint: 'Name the folder that holds the downloaded logs.',
  })
}

async function nothingFound(casePath: string): Promise<EngineError> {
  const { skipped } = await resultOf(casePath)
  const reasons = skipped.slice(0, 3).map(({ reason, count }) => `${count} × ${reason}`)
  return new EngineError('input/no-cloudtrail', 'There are no CloudTrail records in what was given.', {
    hint: 'Name the folder that holds the AWSLogs tree, or files out of it.',
    detail: reasons.join('; '),
  })
}

async function resultOf(casePath: string): Promise<Omit<ImportResult, 'outcome' | 'elapsedMs'>> {
  const opened = await openCase(casePath, { memoryLimit: 256 * 2 ** 20 })
  try {
    const { files, records, skipped, reconciles } = await describeCase(opened, new AbortController().signal)
    return { files, records, skipped, reconciles }
  } finally {
    await opened.close()
  }
}
