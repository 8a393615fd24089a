import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { buildScanner } from './build-scanner.mjs'

const root = resolve(import.meta.dirname, '..')
const worker = join(root, 'out/ingest/worker.js')
/** A program that does nothing but import, for tests that kill it. */
const child = join(root, 'out/ingest/import-child.js')

/**
 * Vitest's global set-up: an import runs its scanner in worker threads, which load built files. Both are made here when
 * their sources are newer, so that a test run from a fresh clone needs no build before it.
 */
export async function setup(): Promise<void> {
  await buildScanner()
  const newest = Math.max(...['electron/engine', 'electron/contract'].flatMap(modificationTimes))
  if ([worker, child].every((file) => existsSync(file) && statSync(file).mtimeMs > newest)) return
  // Built beside and moved, because several test runs may be doing the same.
  for (const [source, target] of [
    ['worker', worker],
    ['import-child.test-support', child],
  ] as const) {
    const draft = join(root, `out/ingest-${process.pid}`)
    await build({
      configFile: false,
      root,
      logLevel: 'warn',
      build: {
        ssr: join(root, `electron/engine/ingest/${source}.ts`),
        outDir: draft,
        emptyOutDir: true,
        rolldownOptions: { output: { format: 'es', entryFileNames: 'built.js', codeSplitting: false } },
      },
      ssr: { noExternal: true, external: ['@duckdb/node-api'] },
    })
    renameSync(join(draft, 'built.js'), target)
    rmSync(draft, { recursive: true })
  }
}

function modificationTimes(folder: string): number[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs)
}
