// Compiles the import's scanner (electron/engine/ingest/assembly, AssemblyScript) to out/ingest/scanner.wasm, unless
// that is newer than its source. Part of `npm run build`, and of every test run.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = resolve(import.meta.dirname, '..')
const source = 'electron/engine/ingest/assembly'
const target = 'out/ingest/scanner.wasm'

const modified = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0

/** @returns {Promise<boolean>} whether it had to be compiled */
export async function buildScanner() {
  const inputs = [
    ...readdirSync(join(root, source)).map((name) => `${source}/${name}`),
    'scripts/build-scanner.mjs',
  ]
  if (inputs.every((input) => modified(input) < modified(target))) return false
  const { default: asc } = await import('assemblyscript/asc')
  const draft = `out/ingest/scanner.${process.pid}.wasm`
  mkdirSync(join(root, 'out/ingest'), { recursive: true })
  const { error, stderr } = await asc.main([
    `${source}/index.ts`,
    ...['--baseDir', root, '--outFile', draft],
    // `minimal`: an allocator and nothing collected. `abort` would be imported for messages that nobody reads: trap instead.
    ...['--optimizeLevel', '3', '--runtime', 'minimal', '--enable', 'simd', '--noAssert', '--use', 'abort='],
  ])
  if (error) {
    rmSync(join(root, draft), { force: true })
    throw new Error(`The scanner does not compile.\n${stderr.toString()}`, { cause: error })
  }
  renameSync(join(root, draft), join(root, target))
  return true
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write((await buildScanner()) ? `${target} compiled\n` : `${target} is up to date\n`)
}
