import { describe, expect, it } from 'vitest'
import { readArgs, wholeNumber } from './args'
import { defineCommand } from './command'
import { commandHelp, programHelp } from './help'
import { openerFor } from './open-in-browser'
import { commands } from './registry'

const command = defineCommand({
  summary: 'Try arguments',
  usage: 'EVENT_ID --case DIR [--raw]',
  positionals: { min: 1, max: 1 },
  options: {
    case: { type: 'string', value: 'DIR', help: 'The case', required: true },
    raw: { type: 'boolean', help: 'As it is' },
    many: { type: 'string', value: 'X', help: 'Several', multiple: true },
  },
  run: async () => 0,
})

describe('arguments', () => {
  it('are read in any order, with what was left out filled in', () => {
    expect(readArgs('record', command, ['--raw', 'id', '--case=c'])).toEqual({
      values: { case: 'c', raw: true, many: [] },
      positionals: ['id'],
    })
  })

  it.each([
    [['--case', 'c'], 'record needs EVENT_ID.'],
    [['id'], 'record needs --case DIR.'],
    [['id', 'more', '--case', 'c'], 'record does not take "more".'],
    [['id', '--case', 'c', '--nope'], "Unknown option '--nope'"],
    [['id', '--case'], "Option '--case <value>' argument missing"],
  ])('%j are a usage error that names what is wrong', (args, sentence) => {
    expect(() => readArgs('record', command, args)).toThrow(sentence)
    try {
      readArgs('record', command, args)
    } catch (error) {
      expect(error).toMatchObject({ code: 'usage', exitStatus: 2, hint: 'See backtrail record --help.' })
    }
  })

  it('ask for help even when the rest is wrong', () => {
    expect(readArgs('record', command, ['--help'])).toBe('help')
  })

  it.each(['', '-1', '1.5', '1e3', ' 7', '65536', '9'.repeat(30)])('%j is no port', (text) => {
    expect(() => wholeNumber('serve', 'port', text, 0, 65_535)).toThrow('--port takes a whole number')
  })
})

describe('the help text', () => {
  it('lists every command, and fits a terminal of 140 columns', async () => {
    const text = await programHelp('1.2.3')
    for (const name of Object.keys(commands)) expect(text).toMatch(new RegExp(`^  ${name} `, 'm'))
    for (const [name, load] of Object.entries(commands)) {
      const help = commandHelp(name, (await load()).command)
      expect(help).toContain(`Usage: backtrail ${name}`)
      expect(Math.max(...help.split('\n').map((line) => line.length)), name).toBeLessThanOrEqual(140)
    }
  })
})

describe('a browser', () => {
  it('is opened by what the system has for it, and not where there is no screen', () => {
    expect(openerFor('linux', {})).toBeNull()
    expect(openerFor('linux', { DISPLAY: ':0' })).toEqual(['xdg-open'])
    expect(openerFor('darwin', {})).toEqual(['open'])
  })
})
