import type { BigIntStats } from 'node:fs'
import { lstat, opendir, realpath, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { EngineError } from '../../contract/errors'

/** A file that was seen, before anything of it was read. */
export type FoundPath = { path: string; size: number; stamp: string; problem: string | null }

/** Whatever lies there, or a sentence for the person. A link that the person names is followed. */
export async function checkInputs(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      try {
        await stat(path)
        return await realpath(path)
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException
        if (code === 'EACCES' || code === 'EPERM') {
          throw new EngineError('input/denied', `${path} may not be read.`, {
            hint: 'Ask for the permission, or copy it to where you may read it.',
            cause,
          })
        }
        throw new EngineError('input/not-found', `There is nothing at ${path}.`, {
          hint: 'Check the path, and whether the disk it is on is there.',
          cause,
        })
      }
    }),
  )
  // What lies inside of another that was named is found there.
  return [...new Set(found)].filter((path) => !found.some((other) => path.startsWith(other + sep)))
}

/**
 * Every file below the paths, each once. Links inside of what was named are not followed: evidence must not decide
 * which other files of this machine end up in a case. Pipes, sockets and devices are never opened. The case itself,
 * where it lies inside, is left out.
 */
export async function* discover(paths: readonly string[], casePath: string): AsyncGenerator<FoundPath> {
  const exclude = await realpath(casePath).catch(() => resolve(casePath))
  for (const path of paths) {
    const found = await lstat(path, { bigint: true })
    if (found.isDirectory()) yield* walk(path, exclude)
    else yield asFound(path, found)
  }
}

/** Files whose facts are asked for at a time. */
const asked = 64

async function* walk(folder: string, exclude: string): AsyncGenerator<FoundPath> {
  let entries: Awaited<ReturnType<typeof opendir>>
  try {
    entries = await opendir(folder, { bufferSize: 1024 })
  } catch (error) {
    yield { path: folder, size: 0, stamp: '', problem: unreadableFolder(error) }
    return
  }
  const folders: string[] = []
  let group: Promise<FoundPath>[] = []
  try {
    for await (const entry of entries) {
      const path = join(folder, entry.name)
      if (path === exclude) continue
      if (entry.isDirectory()) {
        if (!entry.name.endsWith('.backtrail')) folders.push(path)
        continue
      }
      group.push(factsOf(path))
      if (group.length < asked) continue
      yield* await Promise.all(group)
      group = []
    }
  } catch (error) {
    group.push(Promise.resolve({ path: folder, size: 0, stamp: '', problem: unreadableFolder(error) }))
  }
  yield* await Promise.all(group)
  for (const inside of folders) yield* walk(inside, exclude)
}

async function factsOf(path: string): Promise<FoundPath> {
  const found = await lstat(path, { bigint: true }).catch(() => null)
  if (found) return asFound(path, found)
  return { path, size: 0, stamp: '', problem: 'was gone before it could be read' }
}

const unreadableFolder = (error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException
  return code === 'EACCES' || code === 'EPERM'
    ? 'folder that may not be read (permission denied)'
    : `folder that could not be read (${code ?? 'unknown error'})`
}

function asFound(path: string, found: BigIntStats): FoundPath {
  const problem = found.isFile()
    ? null
    : found.isSymbolicLink()
      ? 'symbolic link: name its target to import that'
      : found.isFIFO()
        ? 'named pipe'
        : found.isSocket()
          ? 'socket'
          : 'device'
  return { path, size: problem ? 0 : Number(found.size), stamp: `${found.mtimeNs}`, problem }
}
