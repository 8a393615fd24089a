import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asker, askerOf } from './testing/ask'
import pasted from './testing/pasted.sql?raw'
import { trail } from './testing/trail'

const queries = pasted.split(/\n;;\n/).map((text) => text.trim())

/** Queries in the manner of guides and incident reports: what matters here is that none needs a change. */
describe('queries as people paste them', () => {
  let asker: Asker
  beforeAll(async () => {
    asker = await askerOf(trail)
  })
  afterAll(() => asker.close())

  it.each(queries.map((text) => ({ text })))('$text', async ({ text }) => {
    const { columns } = await asker.ask(text)
    expect(columns.length).toBeGreaterThan(0)
    expect(columns.every((name) => !name.startsWith('bt_'))).toBe(true)
  })

  it.each([
    'SELECT eventID, eventName, eventSource, eventTime, userIdentity.arn AS user FROM $EDS_ID ORDER BY eventTime DESC LIMIT 5',
    `SELECT sourceIPAddress, eventName, userIdentity.principalId FROM a1b2c3d4-0000-1111-2222-333344445555
      WHERE eventTime > '2026-02-01 00:00:00' AND eventTime < '2026-04-01 00:00:00' AND userIdentity.principalId LIKE '%1%'`,
    `SELECT eventTime, userIdentity.arn, awsRegion FROM $EDS_ID WHERE eventName = 'ConsoleLogin'
      AND element_at(additionalEventData, 'MFAUsed') = 'No' AND element_at(responseElements, 'ConsoleLogin') = 'Success'`,
    `SELECT element_at(requestParameters, 'bucketName') AS bucket, COUNT(*) AS n FROM $EDS_ID WHERE readOnly = false
      AND eventTime >= date_add('day', -3650, now()) GROUP BY element_at(requestParameters, 'bucketName') HAVING COUNT(*) > 1 ORDER BY n DESC`,
    'SELECT r.ARN, r.type, count(*) FROM $EDS_ID CROSS JOIN UNNEST(resources) AS t(r) GROUP BY 1, 2',
    `SELECT k, v FROM $EDS_ID CROSS JOIN UNNEST(requestParameters) AS t(k, v) WHERE k LIKE 'bucket%'`,
    'SELECT cardinality(requestParameters), map_keys(requestParameters) FROM $EDS_ID LIMIT 1',
    'SELECT DISTINCT eventData.userIdentity.type, eventData.eventCategory FROM $EDS_ID',
    'SELECT eventCategory, errorCode, tlsDetails.tlsVersion FROM $EDS_ID WHERE errorCode IS NOT NULL',
  ])('%s, in Lake', async (text) => {
    expect((await asker.ask(text, 'lake')).columns.length).toBeGreaterThan(0)
  })
})
