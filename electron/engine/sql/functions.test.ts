import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asker, askerOf } from './testing/ask'
import { functionCases } from './testing/function-cases'

let asker: Asker
beforeAll(async () => {
  asker = await askerOf([{ eventID: 'e-1', eventTime: '2026-03-04T10:07:31Z', eventName: 'DeleteBucket' }])
})
afterAll(() => asker.close())

/** Expected answers are what Athena's documentation and Trino's state, written down by hand. */
describe.each(Object.entries(functionCases))('%s', (_, cases) => {
  it.each(cases)('%s is %j', async (expression, expected) => {
    expect(await asker.value(`SELECT ${expression}`)).toEqual(expected)
  })
})
