import type { Dialect } from '../../../contract/sql'
import type { JsonValue } from '../values'
import type { RawRecord } from './corpus-table'

/** A query and its rows, worked out in JavaScript over the records themselves. */
export type Idiom = readonly [
  name: string,
  query: string,
  expected: (records: RawRecord[]) => JsonValue[][],
  dialect?: Dialect,
]

const get = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], value)
const text = (value: unknown): string | null => (value === undefined || value === null ? null : String(value))
const at = (path: string) => (one: RawRecord) => text(get(one, path))
const time = (one: RawRecord): string => at('eventTime')(one) ?? ''
const parameter = (one: RawRecord, key: string) => text(get(one, `requestParameters.${key}`))
const resourcesOf = (one: RawRecord) => (one.resources ?? []) as { ARN?: string; type?: string }[]
const arns = (one: RawRecord) => resourcesOf(one).map(({ ARN }) => text(ARN))
const tagsOf = (one: RawRecord) => {
  const tags = get(one, 'requestParameters.tags')
  return Array.isArray(tags) ? tags.map((tag: { Value?: string }) => text(tag.Value)) : []
}
/** Fields of a row are found whatever the case of the JSON's keys. */
const tagRowsOf = (one: RawRecord) => {
  const tags = get(one, 'requestParameters.tags')
  if (!Array.isArray(tags)) return []
  return tags.map((tag: RawRecord) =>
    text(Object.entries(tag).find(([key]) => key.toLowerCase() === 'value')?.[1]),
  )
}
const federated = (one: RawRecord) =>
  (get(one, 'userIdentity.sessionContext.webIdFederationData.attributes') ?? {}) as Record<string, string>
const issuer = at('userIdentity.sessionContext.sessionIssuer.userName')
const type = at('userIdentity.type')

type Row = JsonValue[]
/** Largest count first, so that rows of `[value, count]` can be compared whatever order they came in. */
export const byCount = (rows: Row[]): Row[] =>
  [...rows].sort(([a, m], [b, n]) => Number(n) - Number(m) || (String(a) < String(b) ? -1 : 1))

const counted = (values: (string | null)[]): Row[] =>
  byCount([
    ...values.reduce(
      (counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1),
      new Map<string | null, number>(),
    ),
  ])

type Keep = (one: RawRecord) => boolean
const count = (keep: Keep) => (records: RawRecord[]) => [[records.filter(keep).length]]
const by =
  (value: (one: RawRecord) => string | null, keep: Keep = () => true) =>
  (records: RawRecord[]) =>
    counted(records.filter(keep).map(value))
const each = (values: (one: RawRecord) => (string | null)[]) => (records: RawRecord[]) =>
  counted(records.flatMap(values))
const from = (day: string) => (one: RawRecord) => time(one) >= day
const weekAgo = (one: RawRecord) => Date.parse(time(one)) > Date.now() - 7 * 86_400_000

export const members: Idiom[] = [
  [
    'deep members',
    'SELECT useridentity.sessioncontext.sessionissuer.username, count(*) FROM cloudtrail_logs GROUP BY 1',
    by(issuer),
  ],
  [
    'members through an alias and a catalogue',
    `SELECT t.useridentity.type, count(*) FROM "AwsDataCatalog"."default".my_trail AS t WHERE t.useridentity.arn LIKE 'arn:aws:%' GROUP BY t.useridentity.type`,
    by(type, (one) => at('userIdentity.arn')(one)?.startsWith('arn:aws:') ?? false),
  ],
  [
    'members qualified by the table',
    'SELECT db.trail.useridentity.type, count(*) FROM db.trail GROUP BY 1',
    by(type),
  ],
  [
    'members through WITH and stars',
    `WITH a AS (SELECT * FROM t WHERE readonly = 'false'), b AS (SELECT * FROM a) SELECT useridentity.type, count(*) FROM b GROUP BY 1`,
    by(type, (one) => one.readOnly === false),
  ],
  [
    'members of a column that passes through a subquery',
    'SELECT u.type, count(*) FROM (SELECT useridentity AS u FROM t) q GROUP BY u.type',
    by(type),
  ],
  [
    'a map member',
    `SELECT element_at(useridentity.sessioncontext.webidfederationdata.attributes, 'sub:a'), count(*) FROM t GROUP BY 1`,
    by((one) => text(federated(one)['sub:a'])),
  ],
  [
    'a map unnested',
    'SELECT v, count(*) FROM t CROSS JOIN UNNEST(useridentity.sessioncontext.webidfederationdata.attributes) AS m(k, v) GROUP BY v',
    each((one) => Object.values(federated(one))),
  ],
  [
    'a map from a subquery unnested',
    'SELECT v, count(*) FROM (SELECT useridentity.sessioncontext.webidfederationdata.attributes AS w FROM t) q CROSS JOIN UNNEST(w) AS m(k, v) GROUP BY v',
    each((one) => Object.values(federated(one))),
  ],
  [
    'tlsdetails',
    'SELECT tlsdetails.tlsversion, count(*) FROM t WHERE tlsdetails.tlsversion IS NOT NULL GROUP BY 1',
    by(at('tlsDetails.tlsVersion'), (one) => get(one, 'tlsDetails.tlsVersion') !== undefined),
  ],
  [
    'readonly is a string',
    `SELECT count(*) FROM t WHERE readonly = 'true'`,
    count((one) => one.readOnly === true),
  ],
  [
    'readonly in a list',
    `SELECT count(*) FROM t WHERE readonly IN ('true')`,
    count((one) => one.readOnly === true),
  ],
  [
    'readonly as a value',
    'SELECT readonly, count(*) FROM t GROUP BY readonly',
    by((one) => text(one.readOnly)),
  ],
]

export const times: Idiom[] = [
  [
    'a day of eventtime',
    'SELECT substr(eventtime, 1, 10) AS d, count(*) FROM t GROUP BY substr(eventtime, 1, 10)',
    by((one) => time(one).slice(0, 10)),
  ],
  [
    'an hour of eventtime',
    'SELECT substring(eventtime, 1, 13), count(*) FROM t GROUP BY 1',
    by((one) => time(one).slice(0, 13)),
  ],
  [
    'eventtime from a day on',
    `SELECT count(*) FROM t WHERE eventtime >= '2026-03-01'`,
    count(from('2026-03-01')),
  ],
  [
    'eventtime between moments',
    `SELECT count(*) FROM t WHERE eventtime BETWEEN '2026-02-26T00:00:00Z' AND '2026-03-04T10:00:00Z'`,
    count((one) => time(one) >= '2026-02-26T00:00:00Z' && time(one) <= '2026-03-04T10:00:00Z'),
  ],
  [
    'eventtime not between',
    `SELECT count(*) FROM t WHERE eventtime NOT BETWEEN '2026-02-26' AND '2026-03-04'`,
    count((one) => !(time(one) >= '2026-02-26' && time(one) <= '2026-03-04')),
  ],
  [
    'eventtime with a blank, which sorts before T',
    `SELECT count(*) FROM t WHERE eventtime > '2026-03-01 12:00:00'`,
    count((one) => time(one) > '2026-03-01 12:00:00'),
  ],
  [
    'a literal on the left',
    `SELECT count(*) FROM t WHERE '2026-03-01' <= eventtime`,
    count(from('2026-03-01')),
  ],
  [
    'eventtime by prefix',
    `SELECT count(*) FROM t WHERE eventtime LIKE '2026-03-0%'`,
    count((one) => time(one).startsWith('2026-03-0')),
  ],
  [
    'eventtime by a pattern',
    `SELECT count(*) FROM t WHERE eventtime LIKE '%T10:%'`,
    count((one) => time(one).includes('T10:')),
  ],
  [
    'parsed eventtime',
    `SELECT count(*) FROM t WHERE from_iso8601_timestamp(eventtime) > timestamp '2026-03-01 00:00:00'`,
    count((one) => time(one) > '2026-03-01T00:00:00Z'),
  ],
  [
    'date_parse of eventtime',
    `SELECT count(*) FROM t WHERE date_parse(eventtime, '%Y-%m-%dT%H:%i:%sZ') < date_parse('2026/03/01', '%Y/%m/%d')`,
    count((one) => time(one) < '2026-03-01'),
  ],
  [
    'parse_datetime of eventtime',
    `SELECT count(*) FROM t WHERE parse_datetime(eventtime, 'yyyy-MM-dd''T''HH:mm:ss''Z''') < timestamp '2026-03-01 00:00:00'`,
    count((one) => time(one) < '2026-03-01'),
  ],
  [
    'hours',
    `SELECT date_format(date_trunc('hour', from_iso8601_timestamp(eventtime)), '%Y-%m-%dT%H'), count(*) FROM t GROUP BY 1`,
    by((one) => time(one).slice(0, 13)),
  ],
  [
    'relative time',
    `SELECT count(*) FROM t WHERE from_iso8601_timestamp(eventtime) > date_add('day', -7, now())`,
    count(weekAgo),
  ],
  [
    'relative time as text',
    `SELECT count(*) FROM t WHERE eventtime > to_iso8601(current_timestamp - interval '7' day)`,
    count(weekAgo),
  ],
  [
    'first and last',
    'SELECT min(eventtime), max(eventtime) FROM t',
    (records) => [[records.map(time).sort()[0] ?? null, records.map(time).sort().at(-1) ?? null]],
  ],
  [
    'order by eventtime',
    'SELECT eventid FROM t ORDER BY eventtime DESC, eventid LIMIT 3',
    (records) =>
      [...records]
        .sort((a, b) =>
          time(a) === time(b) ? (String(a.eventID) < String(b.eventID) ? -1 : 1) : time(a) < time(b) ? 1 : -1,
        )
        .slice(0, 3)
        .map((one) => [text(one.eventID)]),
  ],
]

export const partitions: Idiom[] = [
  [
    'the day partition',
    `SELECT count(*) FROM t WHERE "timestamp" >= '2026/03/01' AND "timestamp" < '2026/03/04'`,
    count((one) => time(one) >= '2026-03-01' && time(one) < '2026-03-04'),
  ],
  [
    'the day partition by expression',
    `SELECT count(*) FROM t WHERE "timestamp" >= date_format(date '2026-03-01', '%Y/%m/%d')`,
    count(from('2026-03-01')),
  ],
  [
    'year, month and day',
    `SELECT count(*) FROM t WHERE year = '2026' AND month = '03' AND day IN ('01', '02')`,
    count((one) => /^2026-03-0[12]/.test(time(one))),
  ],
  [
    'year, month and day as numbers',
    'SELECT count(*) FROM t WHERE year = 2026 AND month = 3 AND day <= 2',
    count((one) => /^2026-03-0[12]/.test(time(one))),
  ],
  [
    'partitions joined by concat',
    `SELECT count(*) FROM t WHERE concat(year, '/', month, '/', day) >= '2026/03/02'`,
    count(from('2026-03-02')),
  ],
  [
    'dt with dashes',
    `SELECT count(*) FROM t WHERE dt = '2026-03-02'`,
    count((one) => time(one).startsWith('2026-03-02')),
  ],
  [
    'dt with slashes',
    `SELECT count(*) FROM t WHERE dt BETWEEN '2026/03/01' AND '2026/03/02'`,
    count((one) => /^2026-03-0[12]/.test(time(one))),
  ],
  ['dt without either', `SELECT count(*) FROM t WHERE dt >= '20260302'`, count(from('2026-03-02'))],
  ['date', `SELECT count(*) FROM t WHERE date >= '2026/03/02'`, count(from('2026-03-02'))],
  [
    'p_event_date as a date',
    `SELECT count(*) FROM t WHERE p_event_date = date '2026-03-02'`,
    count((one) => time(one).startsWith('2026-03-02')),
  ],
  [
    'p_event_date relative to today',
    `SELECT count(*) FROM t WHERE p_event_date >= current_date - interval '7' day`,
    count(
      (one) => time(one).slice(0, 10) >= new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10),
    ),
  ],
  [
    'p_event_time',
    `SELECT count(*) FROM t WHERE p_event_time >= timestamp '2026-03-02 00:00:00'`,
    count(from('2026-03-02')),
  ],
  [
    'region and account',
    `SELECT count(*) FROM t WHERE region = 'us-east-1' AND account = '111122223333'`,
    count((one) => one.awsRegion === 'us-east-1' && one.recipientAccountId === '111122223333'),
  ],
  [
    'the file',
    `SELECT "$path", count(*) FROM t GROUP BY "$path"`,
    (records) => [['trail/one.json.gz', records.length]],
  ],
]

export const nested: Idiom[] = [
  [
    'a JSON scalar',
    `SELECT json_extract_scalar(requestparameters, '$.bucketName'), count(*) FROM t GROUP BY 1`,
    by((one) => parameter(one, 'bucketName')),
  ],
  [
    'a JSON object is no scalar',
    `SELECT count(*) FROM t WHERE json_extract_scalar(requestparameters, '$.nested') IS NOT NULL`,
    count((one) => !['undefined', 'object'].includes(typeof get(one, 'requestParameters.nested'))),
  ],
  [
    'JSON cast to text',
    `SELECT CAST(json_extract(requestparameters, '$.bucketName') AS varchar), count(*) FROM t GROUP BY 1`,
    by((one) => parameter(one, 'bucketName')),
  ],
  [
    'JSON numbers',
    `SELECT sum(TRY_CAST(json_extract_scalar(requestparameters, '$.count') AS bigint)) FROM t`,
    (records) => [
      [
        records.some((one) => parameter(one, 'count'))
          ? records.reduce((sum, one) => sum + Number(parameter(one, 'count') ?? 0), 0)
          : null,
      ],
    ],
  ],
  [
    'JSON rows unnested',
    `SELECT tag.value, count(*) FROM t CROSS JOIN UNNEST(TRY_CAST(json_extract(requestparameters, '$.tags') AS array(row(key varchar, value varchar)))) AS x(tag) GROUP BY 1`,
    each(tagRowsOf),
  ],
  [
    'a JSON array unnested',
    `SELECT json_extract_scalar(tag, '$.Value'), count(*) FROM t CROSS JOIN UNNEST(TRY_CAST(json_extract(requestparameters, '$.tags') AS array(json))) AS x(tag) GROUP BY 1`,
    each(tagsOf),
  ],
  [
    'resources with one alias',
    'SELECT r.arn, count(*) FROM t CROSS JOIN UNNEST(resources) AS u(r) GROUP BY r.arn',
    each(arns),
  ],
  [
    'resources with three aliases',
    `SELECT a, count(*) FROM t CROSS JOIN UNNEST(resources) AS u(a, acct, ty) WHERE ty IS NOT NULL GROUP BY a`,
    each((one) =>
      resourcesOf(one)
        .filter((resource) => resource.type !== undefined)
        .map(({ ARN }) => text(ARN)),
    ),
  ],
  [
    'resources without aliases',
    'SELECT u.arn, count(*) FROM t, UNNEST(resources) AS u GROUP BY 1',
    each(arns),
  ],
  [
    'resources numbered',
    'SELECT r.arn, count(*) FROM t CROSS JOIN UNNEST(resources) WITH ORDINALITY AS u(r, n) WHERE n = 2 GROUP BY 1',
    each((one) => arns(one).slice(1, 2)),
  ],
  [
    'resources outer joined',
    'SELECT count(*) FROM t LEFT JOIN UNNEST(resources) AS u(r) ON true',
    (records) => [[records.reduce((sum, one) => sum + Math.max(1, resourcesOf(one).length), 0)]],
  ],
  [
    'resources by index',
    'SELECT resources[1].arn, count(*) FROM t GROUP BY 1',
    by((one) => arns(one)[0] ?? null),
  ],
  [
    'a lambda over resources',
    `SELECT count(*) FROM t WHERE any_match(resources, x -> x.arn = 'arn:all')`,
    count((one) => arns(one).includes('arn:all')),
  ],
]

export const shapes: Idiom[] = [
  [
    'patterns',
    `SELECT eventname, count(*) FROM t WHERE regexp_like(eventname, '^(Delete|Create)') GROUP BY 1`,
    by(at('eventName'), (one) => /^(Delete|Create)/.test(String(one.eventName))),
  ],
  [
    'addresses in a network',
    `SELECT count(*) FROM t WHERE contains('10.0.1.0/24', TRY_CAST(sourceipaddress AS IPADDRESS))`,
    count((one) => String(one.sourceIPAddress).startsWith('10.0.1.')),
  ],
  [
    'a self join',
    `SELECT count(*) FROM (SELECT DISTINCT eventid FROM t) a JOIN (SELECT DISTINCT eventid, useridentity.type AS ty FROM t WHERE eventtime > '2026-03') b ON a.eventid = b.eventid WHERE b.ty = 'Root'`,
    (records) => [
      [
        new Set(records.filter((one) => time(one) > '2026-03' && type(one) === 'Root').map(at('eventID')))
          .size,
      ],
    ],
  ],
  [
    'a correlated subquery',
    `SELECT count(*) FROM t a WHERE EXISTS (SELECT 1 FROM t b WHERE b.eventid = a.eventid AND a.useridentity.type = 'Root')`,
    count((one) => type(one) === 'Root'),
  ],
  [
    'UNION of two reads',
    `SELECT eventname, count(*) FROM (SELECT eventname FROM t WHERE readonly = 'true' UNION ALL SELECT eventname FROM u WHERE readonly = 'false') x GROUP BY 1`,
    by(at('eventName'), (one) => typeof one.readOnly === 'boolean'),
  ],
  [
    'GROUPING SETS',
    'SELECT eventname, count(*) FROM t GROUP BY GROUPING SETS ((eventname), ())',
    (records) => byCount([...counted(records.map(at('eventName'))), [null, records.length]]),
  ],
  [
    'comments and a semicolon',
    'SELECT eventname, count(*) AS n FROM t -- all\nGROUP BY eventname /* many */ HAVING count(*) > 1 ORDER BY n DESC; -- end',
    (records) => counted(records.map(at('eventName'))).filter(([, n]) => Number(n) > 1),
  ],
  [
    'FETCH FIRST',
    'SELECT count(*) FROM (SELECT eventid FROM t ORDER BY eventid FETCH FIRST 5 ROWS ONLY)',
    () => [[5]],
  ],
]

export const lake: Idiom[] = [
  [
    'a UUID for a table',
    'SELECT userIdentity.sessionContext.sessionIssuer.userName, COUNT(*) FROM 0233062b-51c6-4d18-8dec-8f2f3b9d2a5d GROUP BY 1',
    by(issuer),
    'lake',
  ],
  [
    '$EDS_ID',
    `SELECT COUNT(*) FROM $EDS_ID WHERE eventTime > '2026-03-01 00:00:00' AND readOnly = false`,
    count((one) => time(one) > '2026-03-01T00:00:00Z' && one.readOnly === false),
    'lake',
  ],
  [
    'a member of a map',
    `SELECT element_at(requestParameters, 'bucketName'), count(*) FROM $EDS_ID GROUP BY 1`,
    by((one) => parameter(one, 'bucketName')),
    'lake',
  ],
  [
    'a subscript of a map',
    `SELECT requestParameters['bucketName'], count(*) FROM $EDS_ID GROUP BY 1`,
    by((one) => parameter(one, 'bucketName')),
    'lake',
  ],
  [
    'eventData',
    `SELECT eventData.userIdentity.type, count(*) FROM <eds-id> WHERE eventData.eventTime >= timestamp '2026-03-01 00:00:00' GROUP BY 1`,
    by(type, from('2026-03-01')),
    'lake',
  ],
  [
    'JSON functions on a map',
    `SELECT json_extract_scalar(requestParameters, '$.bucketName'), count(*) FROM $EDS_ID GROUP BY 1`,
    by((one) => parameter(one, 'bucketName')),
    'lake',
  ],
  [
    'date_trunc',
    `SELECT date_format(date_trunc('day', eventTime), '%Y-%m-%d'), count(*) FROM $EDS_ID GROUP BY 1`,
    by((one) => time(one).slice(0, 10)),
    'lake',
  ],
]
