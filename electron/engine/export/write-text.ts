import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { EngineError } from '../../contract/errors'
import { diskError } from './target'

/**
 * Writes a text to a file that the person chose, in place of one that is there already: whole or not at all.
 * Errors: export/target when the place cannot take it or lies inside the case, disk/full.
 */
export async function writeText(path: string, text: string, casePath: string): Promise<string> {
  const target = resolve(path)
  if (target === casePath || target.startsWith(casePath + sep)) {
    throw new EngineError('export/target', 'What is saved does not go into the case, beside the evidence.', {
      hint: 'Choose a folder outside of it.',
    })
  }
  const folder = await mkdtemp(join(dirname(target), '.backtrail-report-')).catch((cause) => {
    throw diskError(cause, dirname(target))
  })
  try {
    const draft = join(folder, basename(target))
    await writeFile(draft, text, { mode: 0o600 })
    await rename(draft, target)
    return target
  } catch (cause) {
    throw diskError(cause, target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
