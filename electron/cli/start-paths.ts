import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { EngineError } from '../contract/errors'

export type StartPaths = { paths: string[]; case: string | null }

/**
 * What `open` and `serve` were told to start with, as absolute paths. A folder with a manifest.json of ours among the
 * paths is a case. Throws `input/not-found` for a path that does not exist and `usage` for two cases.
 */
export async function startPaths(
  given: string[],
  caseFolder: string | undefined,
): Promise<StartPaths | null> {
  const paths: string[] = []
  const cases = caseFolder === undefined ? [] : [resolve(caseFolder)]
  for (const path of given.map((entry) => resolve(entry))) {
    const found = await stat(path).catch(() => null)
    if (!found) {
      throw new EngineError('input/not-found', `There is nothing at ${path}.`, {
        hint: 'Name a folder of CloudTrail files, an archive, or a case. backtrail --help lists the commands.',
      })
    }
    if (found.isDirectory() && (await isCase(path))) cases.push(path)
    else paths.push(path)
  }
  if (cases.length > 1) {
    throw new EngineError('usage', 'Only one case can be opened at a time.', {
      hint: 'Name one of them; others open in windows of their own.',
    })
  }
  const only = cases[0] ?? null
  if (only !== null && paths.length === 0 && !(await isCase(only))) {
    throw new EngineError('case/not-found', `There is no case at ${only}.`, {
      hint: 'Name archives too, and they are imported into a new case there.',
    })
  }
  return only === null && paths.length === 0 ? null : { paths, case: only }
}

const isCase = (path: string) =>
  stat(join(path, 'manifest.json')).then(
    (found) => found.isFile(),
    () => false,
  )
