import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { View, type ViewInput } from '../../contract/view'
import { type Asker, askerOf } from './testing/ask'
import { trail } from './testing/trail'
import { viewAsSql } from './view-text'

describe('a View as SQL', () => {
  let asker: Asker
  beforeAll(async () => {
    asker = await askerOf(trail)
  })
  afterAll(() => asker.close())

  const idsOf = async (view: ViewInput) => {
    const { rows, columns } = await asker.ask(viewAsSql(View.parse(view)), 'duckdb')
    const at = columns.indexOf('event_id')
    return rows.map((row) => row[at]).sort()
  }
  const ids = (keep: (record: (typeof trail)[number]) => boolean) =>
    trail
      .filter(keep)
      .map(({ eventID }) => eventID)
      .sort()

  it('finds what the View shows', async () => {
    expect(await idsOf({})).toEqual(ids(() => true))
    expect(
      await idsOf({
        range: { from: '2026-03-01T00:00:00Z', to: '2026-03-03T00:00:00Z' },
        filters: [
          { id: 'f1', kind: 'values', field: 'eventName', values: ["it's", 'DeleteBucket', 'Decrypt'] },
          { id: 'f2', kind: 'values', field: 'awsRegion', values: ['us-east-1'], exclude: true },
          { id: 'f3', kind: 'text', text: 'nobody?', disabled: true },
        ],
      }),
    ).toEqual(
      ids(
        ({ eventTime, eventName, awsRegion }) =>
          String(eventTime) >= '2026-03-01' &&
          String(eventTime) < '2026-03-03' &&
          ['DeleteBucket', 'Decrypt'].includes(String(eventName)) &&
          awsRegion !== 'us-east-1',
      ),
    )
    expect(await idsOf({ filters: [{ id: 'f1', kind: 'text', text: 'B2"' }] })).toEqual(
      ids(({ requestParameters }) => JSON.stringify(requestParameters ?? '').includes('b2"')),
    )
    expect(
      await idsOf({ filters: [{ id: 'f1', kind: 'cidr', field: 'sourceIPAddress', block: '10.0.1.0/24' }] }),
    ).toEqual(ids(({ sourceIPAddress }) => String(sourceIPAddress).startsWith('10.0.1.')))
  })

  it('has the columns of the View', async () => {
    const view = View.parse({ columns: ['eventName', 'requestParameters.bucketName'] })
    expect((await asker.ask(viewAsSql(view), 'duckdb')).columns).toEqual([
      'event_name',
      'requestParameters.bucketName',
      'event_id',
    ])
  })
})
