import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdtemp, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { EngineError } from '../../contract/errors'

export type Written = { bytes: number; sha256: string }

/**
 * A file in the making: in a folder of its own beside the target, so that nothing half-written ever bears the target's
 * name and what writes it can be confined to that folder. `commit` moves it and its sidecar into place.
 */
export type Target = {
  /** Where to write. */
  readonly draft: string
  readonly folder: string
  commit(sidecar: (written: Written) => unknown, written: Written): Promise<{ path: string; sidecar: string }>
  discard(): Promise<void>
}

/** Errors: export/target when the place cannot take the file. */
export async function prepareTarget(path: string, overwrite: boolean, casePath: string): Promise<Target> {
  const target = resolve(path)
  if (target === casePath || target.startsWith(casePath + sep)) {
    throw new EngineError('export/target', 'An export does not go into the case, beside the evidence.', {
      hint: 'Choose a folder outside of it.',
    })
  }
  const sidecarPath = `${target}.about.json`
  for (const taken of [target, sidecarPath]) {
    const found = await stat(taken).catch(() => null)
    if (found?.isDirectory()) throw new EngineError('export/target', `${taken} is a folder.`)
    if (found && !overwrite) {
      throw new EngineError('export/target', `${taken} is there already.`, {
        hint: 'Choose another name, or say that it may be replaced.',
      })
    }
  }
  const folder = await mkdtemp(join(dirname(target), '.backtrail-export-')).catch((cause) => {
    throw diskError(cause, dirname(target))
  })
  const draft = join(folder, basename(target))
  return {
    draft,
    folder,
    async commit(sidecar, written) {
      try {
        const about = join(folder, 'about.json')
        await writeFile(about, `${JSON.stringify(sidecar(written), null, 2)}\n`, { mode: 0o600 })
        await rename(about, sidecarPath)
        await rename(draft, target)
        await rm(folder, { recursive: true, force: true })
        return { path: target, sidecar: sidecarPath }
      } catch (cause) {
        throw diskError(cause, target)
      }
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  }
}

export function diskError(cause: unknown, path: string): unknown {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EngineError('disk/full', 'The disk is full.', {
      hint: 'Free some space and export again.',
      cause,
    })
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new EngineError('export/target', `There is no folder ${path}.`, {
      hint: 'Choose another place.',
      cause,
    })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new EngineError('export/target', `${path} cannot be written to.`, {
      hint: 'Choose another place, or change its permissions.',
      cause,
    })
  }
  return cause
}

const bufferSize = 1 << 20

/** Writes text or bytes in large pieces and keeps the hash of all of it. */
export class HashedFile {
  readonly #file: FileHandle
  readonly #hash: Hash = createHash('sha256')
  readonly #path: string
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  bytes = 0

  private constructor(path: string, file: FileHandle) {
    this.#path = path
    this.#file = file
  }

  static async create(path: string): Promise<HashedFile> {
    try {
      return new HashedFile(path, await open(path, 'wx', 0o600))
    } catch (cause) {
      throw diskError(cause, path)
    }
  }

  async write(data: string | Uint8Array): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    this.bytes += bytes.length
    if (this.#pendingBytes >= bufferSize) await this.#flush()
  }

  async #flush(): Promise<void> {
    const all = Buffer.concat(this.#pending)
    this.#pending = []
    this.#pendingBytes = 0
    this.#hash.update(all)
    try {
      await this.#file.writeFile(all)
    } catch (cause) {
      throw diskError(cause, this.#path)
    }
  }

  /** Flushes to the disk. */
  async finish(): Promise<Written> {
    await this.#flush()
    await this.#file.sync()
    await this.#file.close()
    return { bytes: this.bytes, sha256: this.#hash.digest('hex') }
  }

  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined)
  }
}

/** Size and hash of a file that something else has written. */
export async function hashFile(path: string): Promise<Written> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(path, { highWaterMark: bufferSize })) {
    hash.update(piece as Buffer)
    bytes += (piece as Buffer).length
  }
  return { bytes, sha256: hash.digest('hex') }
}
