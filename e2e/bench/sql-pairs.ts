/** One question in Athena's SQL and by hand over `events`, answering the same rows. */
export type SqlPair = { readonly name: string; readonly athena: string; readonly duckdb: string }

export const sqlPairs: readonly SqlPair[] = [
  {
    name: 'calls by name',
    athena:
      'SELECT eventname, count(*) AS n FROM cloudtrail_logs GROUP BY eventname ORDER BY n DESC, eventname LIMIT 20',
    duckdb:
      'SELECT event_name, count(*) AS n FROM events GROUP BY event_name ORDER BY n DESC, event_name LIMIT 20',
  },
  {
    name: 'deletions in a week, by actor',
    athena: `SELECT useridentity.arn, count(*) AS n FROM cloudtrail_logs
      WHERE eventname LIKE 'Delete%' AND eventtime BETWEEN '2026-01-08T00:00:00Z' AND '2026-01-14T23:59:59Z' AND errorcode IS NULL
      GROUP BY useridentity.arn ORDER BY n DESC, 1 LIMIT 20`,
    duckdb: `SELECT identity_arn, count(*) AS n FROM events
      WHERE event_name LIKE 'Delete%' AND event_time >= TIMESTAMP '2026-01-08' AND event_time < TIMESTAMP '2026-01-15' AND error_code IS NULL
      GROUP BY identity_arn ORDER BY n DESC, 1 LIMIT 20`,
  },
  {
    name: 'events by hour',
    athena: `SELECT date_trunc('hour', from_iso8601_timestamp(eventtime)) AS hour, count(*) AS n FROM cloudtrail_logs GROUP BY 1 ORDER BY 1`,
    duckdb: `SELECT date_trunc('hour', event_time) AS hour, count(*) AS n FROM events GROUP BY 1 ORDER BY 1`,
  },
  {
    name: 'bucket names from requestparameters',
    athena: `SELECT json_extract_scalar(requestparameters, '$.bucketName') AS bucket, count(*) AS n FROM cloudtrail_logs
      WHERE eventsource = 's3.amazonaws.com' GROUP BY 1 ORDER BY n DESC, 1 LIMIT 20`,
    duckdb: `SELECT request_parameters ->> '$.bucketName' AS bucket, count(*) AS n FROM events
      WHERE event_source = 's3.amazonaws.com' GROUP BY 1 ORDER BY n DESC, 1 LIMIT 20`,
  },
  {
    name: 'one bucket, by a JSON condition on everything',
    athena: `SELECT eventname, count(*) AS n FROM cloudtrail_logs
      WHERE json_extract_scalar(requestparameters, '$.bucketName') = 'bucket-7' GROUP BY eventname ORDER BY n DESC, 1 LIMIT 20`,
    duckdb: `SELECT event_name, count(*) AS n FROM events
      WHERE request_parameters ->> '$.bucketName' = 'bucket-7' GROUP BY event_name ORDER BY n DESC, 1 LIMIT 20`,
  },
  {
    name: 'denied calls by principal and name',
    athena: `SELECT useridentity.arn AS principal, eventname, count(*) AS n, max(eventtime) AS last_seen FROM cloudtrail_logs
      WHERE errorcode IN ('AccessDenied', 'Client.UnauthorizedOperation') GROUP BY 1, 2 ORDER BY n DESC, 1, 2 LIMIT 50`,
    duckdb: `SELECT identity_arn AS principal, event_name, count(*) AS n, strftime(max(event_time), '%Y-%m-%dT%H:%M:%SZ') AS last_seen FROM events
      WHERE error_code IN ('AccessDenied', 'Client.UnauthorizedOperation') GROUP BY 1, 2 ORDER BY n DESC, 1, 2 LIMIT 50`,
  },
  {
    name: 'addresses of one access key',
    athena: `SELECT sourceipaddress, count(*) AS n, min(eventtime) AS first_seen FROM cloudtrail_logs
      WHERE useridentity.accesskeyid = 'ASIAC4CA4238A0B92382' GROUP BY sourceipaddress ORDER BY n DESC, 1 LIMIT 50`,
    duckdb: `SELECT source_ip_address, count(*) AS n, strftime(min(event_time), '%Y-%m-%dT%H:%M:%SZ') AS first_seen FROM events
      WHERE identity_access_key_id = 'ASIAC4CA4238A0B92382' GROUP BY source_ip_address ORDER BY n DESC, 1 LIMIT 50`,
  },
  {
    name: 'writes by day and Region, one month of partitions',
    athena: `SELECT substr(eventtime, 1, 10) AS day, awsregion, count(*) AS n FROM cloudtrail_logs
      WHERE readonly = 'false' AND "timestamp" >= '2026/01/01' AND "timestamp" < '2026/02/01' GROUP BY 1, 2 ORDER BY 1, 2`,
    duckdb: `SELECT CAST(CAST(event_time AS DATE) AS VARCHAR) AS day, aws_region, count(*) AS n FROM events
      WHERE NOT read_only AND event_time >= TIMESTAMP '2026-01-01' AND event_time < TIMESTAMP '2026-02-01' GROUP BY 1, 2 ORDER BY 1, 2`,
  },
  {
    name: 'names by pattern',
    athena: `SELECT eventsource, count(*) AS n FROM cloudtrail_logs WHERE regexp_like(eventname, '^(Create|Delete|Put).*Role') GROUP BY 1 ORDER BY n DESC, 1`,
    duckdb: `SELECT event_source, count(*) AS n FROM events WHERE regexp_matches(event_name, '^(Create|Delete|Put).*Role') GROUP BY 1 ORDER BY n DESC, 1`,
  },
  {
    name: 'latest hundred of one service',
    athena: `SELECT eventtime, eventname, useridentity.arn, eventid FROM cloudtrail_logs WHERE eventsource = 'iam.amazonaws.com'
      ORDER BY eventtime DESC, eventid LIMIT 100`,
    duckdb: `SELECT strftime(event_time, '%Y-%m-%dT%H:%M:%SZ'), event_name, identity_arn, event_id FROM events WHERE event_source = 'iam.amazonaws.com'
      ORDER BY event_time DESC, event_id LIMIT 100`,
  },
  {
    name: 'principals per address, approximately',
    athena: `SELECT sourceipaddress, approx_distinct(useridentity.arn) AS principals FROM cloudtrail_logs
      WHERE sourceipaddress LIKE '10.%' GROUP BY sourceipaddress ORDER BY principals DESC, 1 LIMIT 20`,
    duckdb: `SELECT source_ip_address, approx_count_distinct(identity_arn) AS principals FROM events
      WHERE source_ip_address LIKE '10.%' GROUP BY source_ip_address ORDER BY principals DESC, 1 LIMIT 20`,
  },
  {
    name: 'a nested JSON list, unnested',
    athena: `SELECT json_extract_scalar(item, '$.value') AS value, count(*) AS n FROM cloudtrail_logs
      CROSS JOIN UNNEST(CAST(json_extract(requestparameters, '$.filterSet.items') AS array(json))) AS t(item)
      WHERE eventsource = 'ec2.amazonaws.com' AND awsregion = 'us-east-1' GROUP BY 1 ORDER BY n DESC, 1 LIMIT 20`,
    duckdb: `SELECT item ->> '$.value' AS value, count(*) AS n FROM events
      CROSS JOIN UNNEST(CAST(json_extract(request_parameters, '$.filterSet.items') AS JSON[])) AS t(item)
      WHERE event_source = 'ec2.amazonaws.com' AND aws_region = 'us-east-1' GROUP BY 1 ORDER BY n DESC, 1 LIMIT 20`,
  },
]
