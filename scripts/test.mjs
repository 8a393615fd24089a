#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './build-if-stale.mjs'
import { findChromium, installPackage } from './find-chromium.mjs'

/**
 * npm test: format and lint, import rules, types, build, unit and engine tests, end-to-end tests. Every step runs even
 * when one before it failed, but for those that need the build. The last line is the sum of all of them.
 */

const folder = mkdtempSync(join(tmpdir(), 'backtrail-test-'))
const sum = { passed: 0, failed: 0, skipped: 0 }
const failedSteps = []

/** Runs a program with its output shown. True when it ended well. */
function run(program, args, env = {}) {
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  })
  return status === 0
}

/** One step. `count` reads how many tests it ran from its report; a step without one counts as one test. */
async function step(name, action, count) {
  const started = performance.now()
  console.log(`\n=== ${name}`)
  const isWell = await action()
  const counted = count?.() ?? { passed: Number(isWell), failed: Number(!isWell), skipped: 0 }
  // A runner that ends badly without a failed test has failed as a whole.
  if (!isWell && counted.failed === 0) counted.failed = 1
  for (const key of Object.keys(sum)) sum[key] += counted[key]
  if (!isWell) failedSteps.push(name)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`=== ${name}: ${isWell ? 'passed' : 'FAILED'} in ${seconds} s`)
  return isWell
}

function readReport(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

await step('format and lint', () => run('npm', ['run', '--silent', 'check:format']))
await step('import rules', () => run('npm', ['run', '--silent', 'check:imports']))
await step('types', () => run('npm', ['run', '--silent', 'check:types']))
const isBuilt = await step('build', () =>
  run('npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn']),
)

if (isBuilt) {
  const unitReport = join(folder, 'unit.json')
  await step(
    'unit and engine tests',
    () =>
      run('npx', ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${unitReport}`]),
    () =>
      readReport(unitReport, (report) => ({
        passed: report.numPassedTests,
        failed: report.numFailedTests,
        skipped: report.numPendingTests + report.numTodoTests,
      })),
  )
  const endToEndReport = join(folder, 'e2e.json')
  await step(
    'end-to-end tests',
    () => endToEnd(endToEndReport),
    () =>
      readReport(endToEndReport, ({ stats }) => {
        if (stats.flaky > 0) console.log(`${stats.flaky} passed only when tried again: see above`)
        return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
      }),
  )
}
rmSync(folder, { recursive: true, force: true })
for (const name of failedSteps) console.log(`failed: ${name}`)
if (sum.skipped > 0) console.log(`${sum.skipped} skipped; why is said beside each`)
console.log(`${sum.passed} passed, ${sum.failed} failed`)
process.exitCode = sum.failed === 0 ? 0 : 1

async function endToEnd(report) {
  const path = await findChromium()
  if (path === null) {
    console.error('No Chromium could be found or fetched. Install one, or name it in BACKTRAIL_CHROMIUM.')
    return false
  }
  // The proof that nothing leaves the machine watches system calls; without strace that one test says it was skipped.
  if (process.platform === 'linux' && !run('sh', ['-c', 'command -v strace >/dev/null']))
    installPackage('strace')
  return run('npx', ['playwright', 'test'], { BACKTRAIL_CHROMIUM: path, PLAYWRIGHT_JSON_OUTPUT_NAME: report })
}
