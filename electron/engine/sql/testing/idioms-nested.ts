import {
  arns,
  at,
  by,
  byCount,
  count,
  counted,
  each,
  from,
  get,
  type Idiom,
  issuer,
  parameter,
  resourcesOf,
  tagRowsOf,
  tagsOf,
  text,
  time,
  type,
} from './idiom-tools'

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
