import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asker, askerOf } from './testing/ask'
import { corpusIsThere, corpusRecords, type RawRecord } from './testing/corpus-table'
import { byCount } from './testing/idiom-tools'
import { members, partitions, times } from './testing/idioms'
import { lake, nested, shapes } from './testing/idioms-nested'
import { trail } from './testing/trail'

const groups = { members, times, partitions, nested, shapes, lake }
const publicRecords = () => corpusRecords('invictus-aws_dataset', 'stratus-red-team', 'boogy-log-parser')

if (!corpusIsThere) console.log('Skipped: the public records (../shared/corpus) are not beside the project.')

describe.each([
  ['records of our own', () => trail, true],
  ['public records', publicRecords, corpusIsThere],
] as const)('over %s', (_, records, there) => {
  let asker: Asker
  let all: RawRecord[]
  beforeAll(async () => {
    all = there ? records().filter((one) => typeof one.eventTime === 'string') : []
    asker = await askerOf(all)
  })
  afterAll(() => asker.close())

  describe.each(Object.entries(groups))('%s', (_group, idioms) => {
    it.skipIf(!there).each(idioms.map((idiom) => ({ name: idiom[0], idiom })))(
      '$name',
      async ({ name, idiom }) => {
        const [, query, expected, dialect = 'athena'] = idiom
        const { rows } = await asker.ask(query, dialect)
        const comparable = name.startsWith('order') || rows[0]?.length !== 2 || name === 'first and last'
        expect(comparable ? rows : byCount(rows)).toEqual(expected(all))
      },
    )
  })
})

describe('what was substituted', () => {
  let asker: Asker
  beforeAll(async () => {
    asker = await askerOf(trail)
  })
  afterAll(() => asker.close())

  it('is said of table names and partitions', async () => {
    const { notes } = await asker.ask(`SELECT count(*) FROM db.trail WHERE region = 'x' AND year = '2026'`)
    expect([...notes].sort()).toEqual([
      `"db.trail" is read as this case's trail.`,
      `Partition column "region" is read from awsregion.`,
      `Partition column "year" is read from the event's own time.`,
    ])
  })

  it('is nothing for the official table', async () => {
    expect((await asker.ask('SELECT eventname FROM cloudtrail_logs')).notes).toEqual([])
  })

  it('is said of a quote that Athena would not read', async () => {
    const { rows, notes } = await asker.ask(`SELECT 'it\\'s' AS x`)
    expect(rows).toEqual([["it's"]])
    expect(notes[0]).toMatch(/read as a quote/)
  })
})

describe('the shape of results', () => {
  let asker: Asker
  beforeAll(async () => {
    asker = await askerOf(trail)
  })
  afterAll(() => asker.close())

  it('has the official columns for a star', async () => {
    const { columns } = await asker.ask('SELECT * FROM t LIMIT 1')
    expect(columns.slice(0, 4)).toEqual(['eventversion', 'useridentity', 'eventtime', 'eventsource'])
    expect(columns).toHaveLength(30)
    const aliased = await asker.ask(
      'WITH a AS (SELECT * FROM t) SELECT a.*, r.arn FROM a CROSS JOIN UNNEST(resources) AS u(r) LIMIT 1',
    )
    expect(aliased.columns).toEqual([...columns, 'arn'])
  })

  it('names columns as Athena does', async () => {
    const { columns } = await asker.ask(
      'SELECT useridentity.sessioncontext.sessionissuer.username, count(*), eventname AS e FROM t GROUP BY 1, 3',
    )
    expect(columns).toEqual(['username', '_col1', 'e'])
  })

  it('answers SHOW and DESCRIBE', async () => {
    expect((await asker.ask('SHOW TABLES')).rows[0]).toEqual(['cloudtrail_logs'])
    expect((await asker.ask('DESCRIBE cloudtrail_logs')).rows[0]).toEqual(['eventversion', 'varchar'])
  })

  it('binds parameters, also where one is written twice', async () => {
    const { rows } = await asker.ask('SELECT any_match(ARRAY[?, 2], x -> x = ?), ?', 'athena', [1, 1, 'a'])
    expect(rows).toEqual([[true, 'a']])
  })
})
