import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appRoot } from '../paths'
import { functionNames } from './catalogue'
import { type Asker, askerOf } from './testing/ask'
import { functionCases } from './testing/function-cases'
import { functionDoc } from './testing/function-doc'

let asker: Asker
beforeAll(async () => {
  asker = await askerOf([{ eventID: 'e-1', eventTime: '2026-03-04T10:07:31Z', eventName: 'DeleteBucket' }])
})
afterAll(() => asker.close())

/** Expected answers are what Athena's documentation and Trino's state, written down by hand. */
describe.each(Object.entries(functionCases))('%s', (_, cases) => {
  it.each(cases.map(([expression, value]) => ({ expression, value })))(
    '$expression is $value',
    async ({ expression, value }) => {
      expect(await asker.value(`SELECT ${expression}`)).toEqual(value)
    },
  )
})

describe('the table of functions', () => {
  it('names none that is not tried', () => {
    const tried = Object.values(functionCases)
      .flat()
      .map(([expression]) => expression.toLowerCase())
      .join('\n')
    expect(functionNames().filter((name) => !new RegExp(`\\b${name}\\s*\\(`).test(tried))).toEqual([])
  })

  it('in docs/sql-functions.md is the one made from the tests', () => {
    const file = join(appRoot(), 'docs', 'sql-functions.md')
    if (process.env.UPDATE_DOCS) writeFileSync(file, functionDoc())
    expect(readFileSync(file, 'utf8')).toBe(functionDoc())
  })
})
