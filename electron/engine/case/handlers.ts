import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { EngineHandlers } from '../../contract/engine-api'
import type { EngineState } from '../engine'
import { appVersion, resourcePath } from '../paths'
import { describeCase } from './info'
import { isLocked } from './lock'
import { readManifest } from './manifest'

type CaseCalls =
  | 'case.open'
  | 'case.info'
  | 'case.close'
  | 'case.recent'
  | 'case.forget'
  | 'case.sample'
  | 'case.suggest'

/** Opening, describing and remembering cases. */
export function caseHandlers(engine: EngineState): Pick<EngineHandlers, CaseCalls> {
  const open = async (path: string, signal: AbortSignal) => {
    const info = await describeCase(await engine.cases.open(path), signal)
    await engine.recents
      .remember({ path: info.path, name: info.name, events: info.events })
      .catch(() => undefined)
    return info
  }
  return {
    'case.open': ({ path }, { signal }) => open(path, signal),
    'case.info': (params, { signal }) => describeCase(engine.cases.get(params.case), signal),
    'case.close': async (params) => {
      await engine.cases.close(params.case)
      return {}
    },
    'case.recent': async () => ({ cases: await engine.recents.list() }),
    'case.forget': async ({ path }) => {
      await engine.recents.forget(path)
      return {}
    },
    'case.sample': async (_, { signal }) => {
      const path = join(engine.options.stateFolder, `sample-${appVersion()}`, 'Sample.backtrail')
      if (await holdsWholeSample(path)) return { case: await open(path, signal), job: null }
      const { job } = await engine.startImport([resourcePath('sample')], path, false)
      return { case: await open(path, signal), job }
    },
    'case.suggest': async ({ paths }) => ({
      path: await freePath(
        engine.options.casesFolder,
        basename(paths[0] ?? '').replace(/(\.(zip|tar|gz|tgz|json|csv))+$/i, ''),
      ),
      made: await engine.recents.madeOf(paths),
    }),
  }
}

/** Whether every file of the sample is accounted for in the case, or is just being imported into it. */
async function holdsWholeSample(path: string): Promise<boolean> {
  const manifest = await readManifest(path).catch(() => null)
  if (!manifest) return false
  if (await isLocked(path)) return true
  const entries = await readdir(resourcePath('sample'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).length
  return manifest.files.loaded + manifest.files.skipped >= files
}

/** `NAME.backtrail` in the folder, or `NAME 2.backtrail` and so on when that is taken. */
async function freePath(folder: string, name: string): Promise<string> {
  const taken = new Set(await readdir(folder).catch(() => [] as string[]))
  const stem = name.replace(/[^\p{L}\p{N} ._-]/gu, '_').slice(0, 80) || 'Archive'
  for (let number = 1; ; number += 1) {
    const candidate = `${stem}${number === 1 ? '' : ` ${number}`}.backtrail`
    if (!taken.has(candidate)) return join(folder, candidate)
  }
}
