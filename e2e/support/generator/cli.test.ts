import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'backtrail-generator-cli-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(...args: string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'cli.ts'), ...args], {
    encoding: 'utf8',
  })
}

describe('the command', () => {
  it('explains itself', () => {
    const { status, stdout } = run('--help')
    expect(status).toBe(0)
    for (const option of ['--events', '--records-per-file', '--seed', '--out'])
      expect(stdout).toContain(option)
  })

  it('refuses what it does not understand in one line, with status 2', () => {
    for (const args of [['--out', folder, '--events', 'many'], ['--nonsense']]) {
      const { status, stderr } = run(...args)
      expect(status).toBe(2)
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
    expect(run().status).toBe(2)
  })

  it('makes an archive and writes its truth beside it', () => {
    const out = join(folder, 'archive')
    const { status, stderr } = run(
      '--out',
      out,
      '--events',
      '2e3',
      '--days',
      '10',
      '--no-digests',
      '--seed',
      'cli',
    )
    expect(stderr).toContain('2,000 events')
    expect(status).toBe(0)
    expect(JSON.parse(readFileSync(`${out}.truth.json`, 'utf8')).totals.events).toBe(2000)
  })
})
