-- group: Deletions

-- name: Who deleted what
-- about: Successful calls that delete, terminate or remove, newest first.
SELECT eventtime, eventname, eventsource, useridentity.arn AS actor, sourceipaddress, requestparameters, eventid
FROM cloudtrail_logs
WHERE regexp_like(eventname, '^(Delete|Terminate|Remove|Purge|Destroy|Deregister)')
  AND errorcode IS NULL
ORDER BY eventtime DESC
LIMIT 500

-- name: Deletions by person and service
-- about: Who deletes how much, and where.
SELECT useridentity.arn AS actor, eventsource, count(*) AS deletions, min(eventtime) AS first_seen, max(eventtime) AS last_seen
FROM cloudtrail_logs
WHERE eventname LIKE 'Delete%' AND errorcode IS NULL
GROUP BY useridentity.arn, eventsource
ORDER BY deletions DESC

-- name: Buckets deleted
-- about: The bucket, who deleted it, and whether it went through.
SELECT eventtime, json_extract_scalar(requestparameters, '$.bucketName') AS bucket, useridentity.arn AS actor,
  sourceipaddress, errorcode, eventid
FROM cloudtrail_logs
WHERE eventsource = 's3.amazonaws.com' AND eventname = 'DeleteBucket'
ORDER BY eventtime DESC

-- name: Objects deleted per bucket
-- about: Counts objects and not calls: a call for many keys also leaves one event for each key.
SELECT json_extract_scalar(requestparameters, '$.bucketName') AS bucket, count(*) AS objects,
  approx_distinct(useridentity.arn) AS actors, min(eventtime) AS first_seen, max(eventtime) AS last_seen
FROM cloudtrail_logs
WHERE eventsource = 's3.amazonaws.com' AND eventname = 'DeleteObject' AND errorcode IS NULL
GROUP BY json_extract_scalar(requestparameters, '$.bucketName')
ORDER BY objects DESC

-- name: Databases deleted without a last snapshot
-- about: RDS instances and clusters that cannot be brought back from a final snapshot.
SELECT eventtime, eventname,
  coalesce(json_extract_scalar(requestparameters, '$.dBInstanceIdentifier'),
    json_extract_scalar(requestparameters, '$.dBClusterIdentifier')) AS database,
  useridentity.arn AS actor, eventid
FROM cloudtrail_logs
WHERE eventsource = 'rds.amazonaws.com' AND eventname IN ('DeleteDBInstance', 'DeleteDBCluster')
  AND json_extract_scalar(requestparameters, '$.skipFinalSnapshot') = 'true'
ORDER BY eventtime DESC

-- name: Instances terminated
-- about: One row an instance, from the list in the request.
SELECT l.eventtime, json_extract_scalar(item, '$.instanceId') AS instance, l.useridentity.arn AS actor, l.errorcode, l.eventid
FROM cloudtrail_logs AS l
CROSS JOIN UNNEST(CAST(json_extract(l.requestparameters, '$.instancesSet.items') AS array(json))) AS t(item)
WHERE l.eventname = 'TerminateInstances'
ORDER BY l.eventtime DESC

-- name: Keys scheduled for deletion
-- about: KMS keys on their way out, and until when that can be stopped.
SELECT eventtime, json_extract_scalar(requestparameters, '$.keyId') AS key,
  json_extract_scalar(requestparameters, '$.pendingWindowInDays') AS days, useridentity.arn AS actor, errorcode, eventid
FROM cloudtrail_logs
WHERE eventsource = 'kms.amazonaws.com' AND eventname = 'ScheduleKeyDeletion'
ORDER BY eventtime DESC

-- name: Snapshots and backups deleted
-- about: What somebody removes before a deletion that is meant to last.
SELECT eventtime, eventname, useridentity.arn AS actor, sourceipaddress, errorcode, requestparameters, eventid
FROM cloudtrail_logs
WHERE eventname IN ('DeleteSnapshot', 'DeleteDBSnapshot', 'DeleteDBClusterSnapshot', 'DeleteRecoveryPoint',
  'DeleteBackupVault', 'DeleteBackup', 'DeregisterImage', 'DeleteBackupPlan')
ORDER BY eventtime DESC

-- name: Deletions that were refused
-- about: Attempts, with the reason that was given.
SELECT eventtime, eventname, useridentity.arn AS actor, errorcode, errormessage, eventid
FROM cloudtrail_logs
WHERE regexp_like(eventname, '^(Delete|Terminate)') AND errorcode IS NOT NULL
ORDER BY eventtime DESC

-- name: Deletions by hour
-- about: A burst stands out in the chart.
SELECT date_trunc('hour', from_iso8601_timestamp(eventtime)) AS hour, count(*) AS deletions
FROM cloudtrail_logs
WHERE eventname LIKE 'Delete%' AND errorcode IS NULL
GROUP BY date_trunc('hour', from_iso8601_timestamp(eventtime))
ORDER BY hour
