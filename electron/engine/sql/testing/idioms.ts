import {
  at,
  by,
  count,
  each,
  federated,
  from,
  get,
  type Idiom,
  issuer,
  text,
  time,
  type,
  weekAgo,
} from './idiom-tools'

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
