SELECT * FROM cloudtrail_logs WHERE eventsource = 's3.amazonaws.com' AND eventname in ('GetObject') AND useridentity.accountid LIKE '%ANONYMOUS%' AND useridentity.arn IS NULL AND requestparameters LIKE '%[your bucket name ]%';
;;
SELECT count (*) AS TotalEvents, eventname FROM cloudtrail_logs GROUP BY eventname ORDER BY TotalEvents DESC LIMIT 2
;;
WITH flat_logs AS (SELECT eventTime, eventName, userIdentity.principalId, userIdentity.arn, errorCode, element_at(resources, 1).arn as res, userIdentity.sessionContext.attributes.mfaAuthenticated AS mfa FROM cloudtrail_logs) SELECT principalId, mfa, count(*) FROM flat_logs WHERE eventTime > '2023' and date_diff('hour', from_iso8601_timestamp(eventTime), now()) > 1 GROUP BY 1,2 ORDER BY 3 DESC LIMIT 2
;;
SELECT useridentity.username as "User Name", split(useridentity.arn, '/')[2], regexp_extract(useridentity.arn, '.*/(.*)', 1), element_at(split(useridentity.principalid, ':'), 2) FROM cloudtrail_logs WHERE NOT (useridentity.type = 'AWSService') LIMIT 1
;;
SELECT eventname, rn FROM (SELECT eventname, row_number() over (partition by useridentity.arn order by eventtime desc) as rn FROM cloudtrail_logs) WHERE rn = 1 LIMIT 2
;;
SELECT date(from_iso8601_timestamp(eventtime)) d, count(*) FROM cloudtrail_logs WHERE date(from_iso8601_timestamp(eventtime)) >= current_date - interval '2000' day AND "timestamp" BETWEEN date_format(date_add('day',-2000,current_date),'%Y/%m/%d') AND date_format(current_date, '%Y/%m/%d') GROUP BY date(from_iso8601_timestamp(eventtime)) LIMIT 2
;;
SELECT sum(cast(json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') as double)), sum(cast(json_extract(additionaleventdata,'$.bytesTransferredOut') as double)), approx_percentile(cast(json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') as double), 0.9) FROM cloudtrail_logs
;;
SELECT array_join(array_agg(distinct eventname), ', '), cardinality(array_agg(DISTINCT useridentity.arn)), count(DISTINCT (useridentity.arn, eventname)) FROM cloudtrail_logs WHERE eventname like 'Delete%'
;;
SELECT a.eventname, b.eventname FROM cloudtrail_logs a JOIN cloudtrail_logs b USING (eventid) LIMIT 1
;;
SELECT DISTINCT useridentity.type, useridentity.arn FROM cloudtrail_logs ORDER BY useridentity.type, useridentity.arn LIMIT 2
;;
SELECT from_iso8601_timestamp(eventtime) AT TIME ZONE 'America/New_York' t, year(from_iso8601_timestamp(eventtime)) FROM cloudtrail_logs LIMIT 1
;;
SELECT eventname, count(*) FROM cloudtrail_logs GROUP BY 1 HAVING count(*) > 10 ORDER BY count(*) desc LIMIT 2
;;
SELECT eventname FROM cloudtrail_logs GROUP BY eventname ORDER BY count(*) DESC LIMIT 2
;;
SELECT eventtime FROM cloudtrail_logs GROUP BY eventtime ORDER BY eventtime DESC LIMIT 1
;;
SELECT max(eventtime) FILTER (WHERE eventname LIKE 'D%') OVER (PARTITION BY awsregion) FROM cloudtrail_logs LIMIT 1
;;
SELECT count(*) FROM cloudtrail_logs WHERE (eventname, awsregion) IN (('Decrypt','us-east-1'))
;;
SELECT eventname, CASE WHEN errorcode IS NULL THEN 'ok' ELSE errorcode END AS status, count(*) FROM cloudtrail_logs GROUP BY 1, CASE WHEN errorcode IS NULL THEN 'ok' ELSE errorcode END LIMIT 1
;;
SELECT * FROM (SELECT useridentity, eventname FROM cloudtrail_logs) x WHERE x.useridentity.arn IS NOT NULL LIMIT 1
;;
SELECT u.arn FROM (SELECT useridentity FROM cloudtrail_logs) AS t(u) LIMIT 1
;;
SELECT t.*, x FROM cloudtrail_logs t CROSS JOIN UNNEST(sequence(1,2)) AS s(x) LIMIT 1
;;
SELECT eventname, eventtime FROM cloudtrail_logs WHERE eventtime IN (SELECT max(eventtime) FROM cloudtrail_logs)
;;
SELECT eventname FROM cloudtrail_logs WHERE eventtime >= (SELECT max(eventtime) FROM cloudtrail_logs)
;;
SELECT eventtime AS t FROM cloudtrail_logs WHERE eventtime > cast(date_add('day', -5000, now()) as varchar) ORDER BY t DESC LIMIT 1
;;
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT sum(n) FROM r
;;
SELECT eventname, useridentity.arn FROM cloudtrail_logs WHERE useridentity.arn LIKE '%root%' UNION SELECT eventname, useridentity.arn FROM cloudtrail_logs WHERE eventname = 'ConsoleLogin' ORDER BY 1 LIMIT 2
;;
SELECT json_extract(requestparameters, '$.bucketName') = '"x"', json_format(json_extract(responseelements, '$')) FROM cloudtrail_logs LIMIT 1
;;
SELECT awsregion, map_agg(eventname, n) FROM (SELECT awsregion, eventname, count(*) n FROM cloudtrail_logs GROUP BY 1,2) GROUP BY awsregion LIMIT 1
;;
SELECT k, sum(v) FROM (SELECT histogram(eventname) h FROM cloudtrail_logs) CROSS JOIN UNNEST(h) AS t(k, v) GROUP BY k ORDER BY 2 DESC LIMIT 1
;;
SELECT x.a FROM (VALUES (1,'a'),(2,'b')) AS x(a,b) WHERE x.b = 'b'
;;
SELECT eventname, useridentity.sessioncontext.sessionissuer.arn FROM cloudtrail_logs WHERE useridentity.sessioncontext IS NOT NULL AND useridentity.sessioncontext.sessionissuer.arn IS NOT NULL LIMIT 1
;;
SELECT useridentity.sessioncontext.webidfederationdata.attributes['x'] FROM cloudtrail_logs LIMIT 1
;;
SELECT count(*) FROM cloudtrail_logs CROSS JOIN UNNEST(transform(resources, r -> r.arn)) AS t(a) WHERE a LIKE '%key%'
;;
SELECT count(*) FROM cloudtrail_logs WHERE cardinality(filter(resources, r -> r.type = 'AWS::KMS::Key')) > 0
;;
SELECT DATE_TRUNC('MONTH', FROM_ISO8601_TIMESTAMP(EVENTTIME)) M, COUNT(*) FROM CLOUDTRAIL_LOGS GROUP BY 1 ORDER BY 1 LIMIT 1
;;
SELECT eventid, eventname FROM cloudtrail_logs TABLESAMPLE BERNOULLI (50) LIMIT 1
;;
SELECT json_array_length(json_extract(requestparameters, '$.instancesSet.items')) FROM cloudtrail_logs WHERE eventname='RunInstances' LIMIT 1
;;
SELECT awsregion, eventname, rank() OVER w FROM cloudtrail_logs WINDOW w AS (PARTITION BY awsregion ORDER BY eventtime) LIMIT 1
;;
SELECT format_datetime(from_iso8601_timestamp(eventtime), 'yyyy-MM-dd''T''HH') h, count(*) FROM cloudtrail_logs GROUP BY 1 LIMIT 1
;;
SELECT eventname FROM cloudtrail_logs WHERE from_iso8601_timestamp(eventtime) BETWEEN timestamp '2023-07-10 11:00:00' AND timestamp '2023-07-10 12:00:00' AND year = '2023' AND hour(from_iso8601_timestamp(eventtime)) = 11 LIMIT 1
;;
SELECT "useridentity"."arn", "eventname" FROM "default"."cloudtrail_logs" WHERE "eventname" = 'Decrypt' LIMIT 1
;;
SELECT useridentity.arn user, eventname "desc" FROM cloudtrail_logs ORDER BY "desc" LIMIT 1
;;
SELECT count(*) FROM cloudtrail_logs WHERE requestparameters IS NULL OR json_extract_scalar(requestparameters,'$.a.b.c') IS NULL
;;
SELECT TRY(json_extract_scalar(requestparameters, '$.x')), TRY(date_parse('x','%Y')) FROM cloudtrail_logs LIMIT 1
;;
SELECT useridentity.userName, COUNT(*) c FROM cloudtrail_logs GROUP BY useridentity.userName HAVING c > 1 ORDER BY c LIMIT 1
;;
SELECT ROW(1,2), CAST(ROW(eventname, 1) AS ROW(a varchar, b bigint)).a FROM cloudtrail_logs LIMIT 1
;;
SELECT CAST('2023-07-10' AS date) + interval '1' month, date '2023-07-10' > from_iso8601_timestamp('2023-01-01T00:00:00Z'), localtimestamp > timestamp '2020-01-01 00:00'
;;
SELECT any_match(split(useridentity.arn, ':'), x -> x = 'iam') a FROM cloudtrail_logs LIMIT 1
;;
SELECT approx_distinct(useridentity.arn) OVER (PARTITION BY awsregion) FROM cloudtrail_logs LIMIT 1
;;
WITH cloudtrail_logs AS (SELECT * FROM cloudtrail_logs WHERE eventname = 'Decrypt') SELECT count(*) FROM cloudtrail_logs
;;
SELECT useridentity.arn user, count(*) AS "end" FROM cloudtrail_logs GROUP BY 1 ORDER BY user LIMIT 1
;;
SELECT awsregion AS region, count(*) FROM cloudtrail_logs WHERE region = 'us-east-1' GROUP BY awsregion
;;
SELECT eventname AS "User Name" FROM cloudtrail_logs ORDER BY "User Name" LIMIT 1
