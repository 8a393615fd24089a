import { describe, expect, it } from 'vitest'
import { formatSql } from './format-sql'
import { sqlTokens } from './sql-tokens'

const words = (text: string) =>
  sqlTokens(text)
    .filter(({ kind }) => kind !== 'blank')
    .map(({ kind, from, to }) =>
      kind === 'word' ? text.slice(from, to).toLowerCase() : text.slice(from, to).trimEnd(),
    )

const queries = [
  "select eventname, count(*) as n from cloudtrail_logs where eventtime between '2026-01-01' and '2026-02-01' and readonly='false' group by eventname having count(*)>3 order by n desc limit 10",
  "with a as (select * from t where x in (select y from u)) select a.useridentity.arn, date_add('day', -7, now()) from a cross join unnest(resources) with ordinality as r(x, n) left join b on a.i = b.i or a.j=b.j",
  "select cast(x as array(row(a varchar))), m['k'], x -> x > 1, interval '7' day -- tail\nfrom t; select 2",
  '/* head */ select "a b", x::bigint, -1, a - 1 from t',
]

describe('formatting', () => {
  it.each(queries)('changes blanks and the case of keywords only: %s', (query) => {
    const formatted = formatSql(query)
    expect(words(formatted)).toEqual(words(query))
    expect(formatSql(formatted)).toBe(formatted)
  })

  it('puts a clause on a line and indents conditions and inner queries', () => {
    expect(formatSql(queries[0] ?? '')).toBe(
      [
        'SELECT eventname, count(*) AS n',
        'FROM cloudtrail_logs',
        "WHERE eventtime BETWEEN '2026-01-01' AND '2026-02-01'",
        "  AND readonly = 'false'",
        'GROUP BY eventname',
        'HAVING count(*) > 3',
        'ORDER BY n DESC',
        'LIMIT 10',
      ].join('\n'),
    )
    expect(formatSql('select a from (select b from t) x')).toBe('SELECT a\nFROM (\n  SELECT b\n  FROM t\n) x')
  })
})
