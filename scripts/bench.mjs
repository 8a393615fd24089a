#!/usr/bin/env node
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { buildIfStale, root } from './build-if-stale.mjs'

/** npm run bench -- NAME [ARGUMENTS]: runs `bench(arguments)` of e2e/bench/NAME.ts against the built program. */

const folder = join(root, 'e2e', 'bench')
const [name, ...args] = process.argv.slice(2)
const names = readdirSync(folder)
  .filter(
    (file) =>
      file.endsWith('.ts') &&
      /^export (async )?function bench\b/m.test(readFileSync(join(folder, file), 'utf8')),
  )
  .map((file) => file.slice(0, -3))

if (!name || !names.includes(name)) {
  console.error(`Usage: npm run bench -- NAME [ARGUMENTS]\nBenchmarks: ${names.join(', ')}`)
  process.exit(2)
}
buildIfStale()
const { module } = await runnerImport(join(folder, `${name}.ts`), {
  root,
  configFile: false,
  logLevel: 'warn',
})
await module.bench(args)
