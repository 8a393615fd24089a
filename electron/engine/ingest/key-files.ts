import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Segment } from '../case/manifest'

/** Words a row: key and signature, the lower half first. */
export const keyWords = 4

const magic = Buffer.from('BTKEY1\0\0')
const headBytes = magic.length + 32

/** The name of the part of a commit that a segment holds; events in it may have been flagged since. */
export const partOf = ({ file }: Pick<Segment, 'file'>): string =>
  file.replace(/^events\/|(-c[-\d]+)*\.parquet$/g, '')

/**
 * Keys and signatures of the rows of each segment, in files beside it (`keys/PART.keys`): an archive that is added later
 * is compared with them without reading the segments. They are a cache: what is missing, torn or not of this case costs
 * time, nothing else. Sixteen bytes a row, behind a head of magic and SHA-256.
 */
export class KeyFiles {
  readonly #folder: string

  constructor(casePath: string) {
    this.#folder = join(casePath, 'keys')
  }

  #pathOf(part: string): string {
    return join(this.#folder, `${part}.keys`)
  }

  /** Makes the folder, and removes what belongs to no segment. */
  async prepare(segments: readonly Segment[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const named = new Set(
      segments.filter(({ kind }) => kind === 'events').map((segment) => `${partOf(segment)}.keys`),
    )
    for (const name of await readdir(this.#folder)) {
      if (!named.has(name)) await rm(join(this.#folder, name), { force: true })
    }
  }

  async write(part: string, words: Uint32Array): Promise<void> {
    const bytes = Buffer.from(words.buffer, words.byteOffset, words.byteLength)
    const digest = createHash('sha256').update(bytes).digest()
    await writeFile(this.#pathOf(part), Buffer.concat([magic, digest, bytes]), { mode: 0o600 })
  }

  /** Null when there is no such file, or it is not whole. */
  async read(part: string): Promise<Uint32Array | null> {
    const file = await readFile(this.#pathOf(part)).catch(() => null)
    if (!file || file.length < headBytes || !file.subarray(0, magic.length).equals(magic)) return null
    const bytes = file.subarray(headBytes)
    const digest = createHash('sha256').update(bytes).digest()
    if (bytes.length % (keyWords * 4) !== 0 || !digest.equals(file.subarray(magic.length, headBytes)))
      return null
    return new Uint32Array(Uint8Array.from(bytes).buffer)
  }
}
