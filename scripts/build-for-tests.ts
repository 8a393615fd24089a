import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from 'vite'
import { buildWasm } from './build-wasm.mjs'

const root = resolve(import.meta.dirname, '..')
const worker = join(root, 'out/ingest/worker.js')
/** The thread that helps to count. */
const helper = join(root, 'out/query/helper.js')
/** A program that does nothing but import, for tests that kill it. */
const child = join(root, 'out/ingest/import-child.js')

/**
 * Vitest's global set-up: imports and passes over the index run in worker threads, which load built files. These are made
 * here when their sources are newer, so that a test run from a fresh clone needs no build before it.
 */
export async function setup(): Promise<void> {
  await buildWasm()
  const newest = Math.max(...['electron/engine', 'electron/contract'].flatMap(modificationTimes))
  if ([worker, helper, child].every((file) => existsSync(file) && statSync(file).mtimeMs > newest)) return
  // Built beside and moved, because several test runs may be doing the same.
  for (const [source, target] of [
    ['ingest/worker', worker],
    ['query/index/helper-thread', helper],
    ['ingest/import-child.test-support', child],
  ] as const) {
    const draft = join(root, `out/draft-${process.pid}`)
    await build({
      configFile: false,
      root,
      logLevel: 'warn',
      build: {
        ssr: join(root, `electron/engine/${source}.ts`),
        outDir: draft,
        emptyOutDir: true,
        rolldownOptions: { output: { format: 'es', entryFileNames: 'built.js', codeSplitting: false } },
      },
      ssr: { noExternal: true, external: ['@duckdb/node-api'] },
    })
    mkdirSync(dirname(target), { recursive: true })
    renameSync(join(draft, 'built.js'), target)
    rmSync(draft, { recursive: true })
  }
}

function modificationTimes(folder: string): number[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs)
}
