// Compiles what is written in AssemblyScript to WebAssembly, each unless it is newer than its source. Part of
// `npm run build`, and of every test run.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = resolve(import.meta.dirname, '..')

const programs = [
  {
    // The import's scanner. `minimal`: an allocator and nothing collected.
    source: 'electron/engine/ingest/assembly',
    entry: 'index.ts',
    target: 'out/ingest/scanner.wasm',
    flags: ['--runtime', 'minimal', '--enable', 'simd'],
  },
  {
    // What counts over the codes of a column, in the memory that holds them.
    source: 'electron/engine/query/index/assembly',
    entry: 'counting.ts',
    target: 'out/query/counting.wasm',
    flags: [
      ...['--runtime', 'stub', '--enable', 'simd', '--enable', 'threads'],
      ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
    ],
  },
]

const modified = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0

/** @returns {Promise<string[]>} what had to be compiled */
export async function buildWasm() {
  const built = []
  for (const program of programs) if (await buildOne(program)) built.push(program.target)
  return built
}

async function buildOne({ source, entry, target, flags }) {
  const inputs = [
    ...readdirSync(join(root, source)).map((name) => `${source}/${name}`),
    'scripts/build-wasm.mjs',
  ]
  if (inputs.every((input) => modified(input) < modified(target))) return false
  const { default: asc } = await import('assemblyscript/asc')
  const draft = target.replace('.wasm', `.${process.pid}.wasm`)
  mkdirSync(join(root, dirname(target)), { recursive: true })
  const { error, stderr } = await asc.main([
    `${source}/${entry}`,
    ...['--baseDir', root, '--outFile', draft, '--optimizeLevel', '3', '--noAssert'],
    // `abort` would be imported for messages that nobody reads: trap instead.
    ...['--use', 'abort=', ...flags],
  ])
  if (error) {
    rmSync(join(root, draft), { force: true })
    throw new Error(`${source} does not compile.\n${stderr.toString()}`, { cause: error })
  }
  renameSync(join(root, draft), join(root, target))
  return true
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const built = await buildWasm()
  process.stdout.write(built.length > 0 ? `${built.join(', ')} compiled\n` : 'up to date\n')
}
