import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Stands in Electron's binaries before the bytes that say which fuses are on. From @electron/fuses' constants. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** Version 1 of the fuses, eight of them, all as Electron ships them: on, on, on, on, off, off, off, on. */
const wire = Buffer.from([1, 8, ...Buffer.from('10110001', 'latin1')])

/**
 * A folder that looks like Electron's unpacked runtime for Linux: the files that electron-builder moves, renames and
 * patches, with nothing in them that runs.
 */
export async function writeRuntime(folder: string, version: string): Promise<string> {
  await mkdir(join(folder, 'locales'), { recursive: true })
  await mkdir(join(folder, 'resources'))
  const program = Buffer.concat([
    Buffer.from('\x7fELF stand-in '),
    Buffer.from(sentinel),
    wire,
    Buffer.alloc(64),
  ])
  await writeFile(join(folder, 'electron'), program)
  await chmod(join(folder, 'electron'), 0o755)
  for (const [name, text] of [
    ['LICENSE', 'licence of Electron'],
    ['LICENSES.chromium.html', 'licences of Chromium'],
    ['version', version],
    ['chrome-sandbox', ''],
    ['icudtl.dat', ''],
    ['resources.pak', ''],
    ['locales/en-US.pak', ''],
  ] as const) {
    await writeFile(join(folder, name), text)
  }
  return folder
}
