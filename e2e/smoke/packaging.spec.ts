import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '../support/app'
import { writeRuntime } from '../support/electron-runtime'

const run = promisify(execFile)
const root = dirname(dirname(import.meta.dirname))
const target = `${process.platform}-${process.arch}`
const binding = `node_modules/@duckdb/node-bindings-${target}`

type Asar = {
  listPackage(archive: string, options: object): string[]
  extractFile(archive: string, path: string): Buffer
}
type Fuses = { getCurrentFuseWire(program: string): Promise<Record<string, unknown>> }

/** Tools that electron-builder brings along. */
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'))
const asar = createRequire(fromBuilder.resolve('app-builder-lib/package.json'))('@electron/asar') as Asar
const fuses = createRequire(fromBuilder.resolve('app-builder-lib/package.json'))('@electron/fuses') as Fuses

test.describe('the package', () => {
  test.skip(process.platform !== 'linux', 'the stand-in runtime folder is one for Linux')

  test('holds exactly what it should, with the fuses set, and comes out the same twice', async ({
    folder,
  }) => {
    test.setTimeout(240_000)
    const project = await builtProject(join(folder, 'project'))
    const { version } = JSON.parse(await readFile(join(root, 'node_modules/electron/package.json'), 'utf8'))
    const runtime = await writeRuntime(join(folder, 'runtime'), version)
    const [first, second] = [await pack(project, runtime, 'a'), await pack(project, runtime, 'b')]

    await test.step('no package without its own DuckDB', async () => {
      const other = process.arch === 'x64' ? 'arm64' : 'x64'
      await expect(pack(project, runtime, 'other', other)).rejects.toThrow(
        `node-bindings-linux-${other} is not installed`,
      )
    })

    await test.step('nothing in the archive but the built program and its data', async () => {
      const inside = asar
        .listPackage(join(first, 'resources/app.asar'), { isPack: false })
        .map((path) => path.replace(/^[\\/]/, '').replaceAll('\\', '/'))
      const unexpected = inside.filter((path) => !expectedInside.some((pattern) => pattern.test(path)))
      expect(unexpected).toEqual([])
      for (const path of neededInside) expect(inside).toContain(path)
      expect(inside.filter((path) => /\.(ts|tsx|map)$|\.test\.|\/test\//.test(path))).toEqual([])
      const manifest = JSON.parse(
        asar.extractFile(join(first, 'resources/app.asar'), 'package.json').toString(),
      )
      expect(manifest).toMatchObject({ name: 'backtrail', main: 'out/main/index.js' })
    })

    await test.step('beside the archive only DuckDB for this platform', async () => {
      const unpacked = await filesBelow(join(first, 'resources/app.asar.unpacked'))
      expect(unpacked.filter((path) => !path.startsWith(binding))).toEqual([])
      expect(unpacked).toContain(`${binding}/duckdb.node`)
      const everything = (await filesBelow(first)).join('\n')
      expect(everything).not.toContain('node-bindings-darwin')
      expect(everything).toContain('THIRD-PARTY-LICENCES.txt')
      expect(everything).toContain('LICENSE.electron.txt')
      expect(everything).toContain('LICENSES.chromium.html')
    })

    await test.step('the licences name what is bundled and what is beside it', async () => {
      const text = await readFile(join(first, 'THIRD-PARTY-LICENCES.txt'), 'utf8')
      for (const name of [
        'zod',
        'ws',
        'react-dom',
        'uplot',
        '@duckdb/node-api',
        `@duckdb/node-bindings-${target}`,
      ]) {
        expect(text).toMatch(new RegExp(`^${name.replaceAll('/', '\\/')} \\d`, 'm'))
      }
    })

    await test.step('the fuses', async () => {
      const wire = await fuses.getCurrentFuseWire(join(first, 'backtrail'))
      const [off, on] = ['0'.charCodeAt(0), '1'.charCodeAt(0)]
      // By number, as @electron/fuses numbers them.
      expect(wire).toMatchObject({
        0: off, // RunAsNode
        1: on, // EnableCookieEncryption
        2: off, // EnableNodeOptionsEnvironmentVariable
        3: off, // EnableNodeCliInspectArguments
        4: on, // EnableEmbeddedAsarIntegrityValidation
        5: on, // OnlyLoadAppFromAsar
        6: off, // LoadBrowserProcessSpecificV8Snapshot
        7: off, // GrantFileProtocolExtraPrivileges
      })
    })

    await test.step('the same twice', async () => {
      expect(await hashes(second)).toEqual(await hashes(first))
    })

    const [archive, native] = await Promise.all([
      sizeOf(join(first, 'resources/app.asar')),
      sizeOf(join(first, 'resources/app.asar.unpacked')),
    ])
    console.log(
      `package: app.asar ${megabytes(archive)}, DuckDB ${megabytes(native)}, without Electron's runtime`,
    )
  })
})

const expectedInside = [
  /^package\.json$/,
  /^out(\/(cli|host|main|chunks|ingest|query|preload|renderer|renderer\/assets))?$/,
  /^out\/(cli|main)\/index\.js$/,
  /^out\/host\/(child|utility)\.js$/,
  /^out\/chunks\/[\w.-]+\.js$/,
  /^out\/ingest\/(worker\.js|[\w-]+\.wasm)$/,
  /^out\/query\/(helper\.js|counting\.wasm)$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/(index\.html|icon\.svg|icon\.png|assets\/[\w.-]+\.(js|css|woff2|svg|wasm))$/,
  /^resources(\/|$)(?!.*\.(ts|js|mjs|cjs)$)/,
  /^node_modules(\/@duckdb)?$/,
  /^node_modules\/@duckdb\/node-(api|bindings)(\/|$)/,
  new RegExp(`^${binding}(\\/|$)`),
]

const neededInside = [
  'out/main/index.js',
  'out/preload/index.cjs',
  'out/host/utility.js',
  'out/ingest/worker.js',
  'out/ingest/scanner.wasm',
  'out/query/helper.js',
  'out/query/counting.wasm',
  'out/renderer/index.html',
  'node_modules/@duckdb/node-api/package.json',
  'node_modules/@duckdb/node-bindings/duckdb.js',
  `${binding}/duckdb.node`,
]

/** A copy of the project, freshly built, whose modules hold what a release machine would have, and some bait. */
async function builtProject(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(root)) {
    if (/^(node_modules|out|dist|\.git|\.cache|test-results|playwright-report|e2e)$/.test(name)) continue
    await cp(join(root, name), join(folder, name), { recursive: true })
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await run('npm', ['run', 'build', '--', '--logLevel', 'warn'], { cwd: folder })
  await run(process.execPath, ['scripts/write-licences.mjs'], { cwd: folder })
  // electron-builder does not follow a link to the modules.
  await rm(join(folder, 'node_modules'))
  for (const name of ['node-api', 'node-bindings', `node-bindings-${target}`]) {
    const from = join(root, 'node_modules/@duckdb', name)
    await cp(from, join(folder, 'node_modules/@duckdb', name), { recursive: true, dereference: true })
  }
  const foreign = join(folder, 'node_modules/@duckdb/node-bindings-darwin-arm64')
  await mkdir(foreign, { recursive: true })
  await writeFile(
    join(foreign, 'package.json'),
    '{"name":"@duckdb/node-bindings-darwin-arm64","version":"1.0.0"}',
  )
  await writeFile(join(foreign, 'duckdb.node'), 'for another platform')
  await writeFile(join(folder, 'electron/main/left.test.ts'), 'a test')
  await writeFile(join(folder, 'out/main/index.js.map'), '{}')
  return folder
}

/** Runs electron-builder with the stand-in runtime. Answers the folder it made. */
async function pack(
  project: string,
  runtime: string,
  name: string,
  arch: string = process.arch,
): Promise<string> {
  const output = join(dirname(project), name)
  await run(
    process.execPath,
    [
      join(root, 'node_modules/electron-builder/cli.js'),
      ...['--config', 'build/electron-builder.yml', '--dir', '--linux', `--${arch}`, '--publish', 'never'],
      ...[`-c.electronDist=${runtime}`, `-c.directories.output=${output}`],
    ],
    { cwd: project, env: { ...process.env, SOURCE_DATE_EPOCH: '0' } },
  ).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`electron-builder failed:\n${error.stdout}${error.stderr}`)
  })
  const [made] = (await readdir(output)).filter((entry) => entry.endsWith('unpacked'))
  return join(output, made ?? '')
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

async function hashes(folder: string): Promise<Record<string, string>> {
  const files = await filesBelow(folder)
  const pairs = files.map(async (path) => {
    const hash = createHash('sha256').update(await readFile(join(folder, path)))
    return [path, hash.digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(pairs))
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path)
  if (found.isFile()) return found.size
  const sizes = (await filesBelow(path)).map(async (file) => (await stat(join(path, file))).size)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
