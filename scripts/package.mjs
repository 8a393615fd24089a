#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './build-if-stale.mjs'

/** npm run package -- [electron-builder's arguments]: a clean build, the licences of what is in it, and the packages. */

const steps = [
  ['npm', 'run', 'build', '--', '--logLevel', 'warn'],
  ['node', 'scripts/write-licences.mjs'],
  [
    'npx',
    'electron-builder',
    '--config',
    'build/electron-builder.yml',
    '--publish',
    'never',
    ...process.argv.slice(2),
  ],
]
rmSync(join(root, 'out'), { recursive: true, force: true })
for (const [program, ...args] of steps) {
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
}
