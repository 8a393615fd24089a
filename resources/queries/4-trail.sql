-- group: Hiding and exposing

-- name: Trails stopped, changed or deleted
-- about: The first thing to look at when events are missing.
SELECT eventtime, eventname, json_extract_scalar(requestparameters, '$.name') AS trail, useridentity.arn AS actor, sourceipaddress,
  errorcode, eventid
FROM cloudtrail_logs
WHERE eventsource = 'cloudtrail.amazonaws.com'
  AND eventname IN ('StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors', 'DeleteEventDataStore')
ORDER BY eventtime DESC

-- name: Detection switched off
-- about: GuardDuty, Config, Security Hub, flow logs and alarms.
SELECT eventtime, eventsource, eventname, useridentity.arn AS actor, sourceipaddress, errorcode, eventid
FROM cloudtrail_logs
WHERE eventname IN ('DeleteDetector', 'UpdateDetector', 'StopConfigurationRecorder', 'DeleteConfigurationRecorder',
  'DeleteDeliveryChannel', 'DisableSecurityHub', 'DeleteFlowLogs', 'DeleteAlarms', 'DisableAlarmActions', 'DeleteLogGroup',
  'DeleteLogStream', 'DisassociateFromMasterAccount', 'LeaveOrganization', 'DeleteResolverQueryLogConfig')
ORDER BY eventtime DESC

-- name: Buckets opened to the public
-- about: Policies, access lists and blocks that decide who may read a bucket.
SELECT eventtime, eventname, json_extract_scalar(requestparameters, '$.bucketName') AS bucket, useridentity.arn AS actor,
  requestparameters, errorcode, eventid
FROM cloudtrail_logs
WHERE eventsource = 's3.amazonaws.com'
  AND (eventname IN ('DeleteBucketPublicAccessBlock', 'DeleteAccountPublicAccessBlock')
    OR (eventname IN ('PutBucketPolicy', 'PutBucketAcl')
      AND regexp_like(requestparameters, 'AllUsers|AuthenticatedUsers|"Principal":\s*("\*"|\{"AWS":\s*"\*"\})')))
ORDER BY eventtime DESC

-- name: Ports opened to the world
-- about: Security group rules that let any address in.
SELECT eventtime, json_extract_scalar(requestparameters, '$.groupId') AS security_group, useridentity.arn AS actor,
  json_extract(requestparameters, '$.ipPermissions') AS rules, errorcode, eventid
FROM cloudtrail_logs
WHERE eventname = 'AuthorizeSecurityGroupIngress'
  AND (requestparameters LIKE '%0.0.0.0/0%' OR requestparameters LIKE '%::/0%')
ORDER BY eventtime DESC

-- name: Snapshots and images shared
-- about: Copies of disks that another account may now take.
SELECT eventtime, eventname, requestparameters, useridentity.arn AS actor, sourceipaddress, errorcode, eventid
FROM cloudtrail_logs
WHERE eventname IN ('ModifySnapshotAttribute', 'ModifyImageAttribute', 'ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute')
ORDER BY eventtime DESC

-- name: Life-cycle rules changed
-- about: A rule can delete a whole bucket without one call to delete.
SELECT eventtime, eventname, json_extract_scalar(requestparameters, '$.bucketName') AS bucket,
  json_extract(requestparameters, '$.LifecycleConfiguration') AS rules, useridentity.arn AS actor, errorcode, eventid
FROM cloudtrail_logs
WHERE eventname IN ('PutBucketLifecycle', 'PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle')
ORDER BY eventtime DESC

-- name: Commands sent to instances
-- about: Remote commands and sessions through Systems Manager.
SELECT eventtime, eventname, json_extract_scalar(requestparameters, '$.documentName') AS document,
  coalesce(json_extract_scalar(requestparameters, '$.target'), json_format(json_extract(requestparameters, '$.instanceIds'))) AS sent_to,
  useridentity.arn AS actor, sourceipaddress, errorcode, eventid
FROM cloudtrail_logs
WHERE eventsource = 'ssm.amazonaws.com' AND eventname IN ('SendCommand', 'StartSession', 'ResumeSession')
ORDER BY eventtime DESC

-- name: Functions changed
-- about: New code, new layers and new addresses of Lambda functions.
SELECT eventtime, eventname, json_extract_scalar(requestparameters, '$.functionName') AS function_name, useridentity.arn AS actor,
  sourceipaddress, errorcode, eventid
FROM cloudtrail_logs
WHERE eventsource = 'lambda.amazonaws.com' AND regexp_like(eventname, '^(Create|Update|Add|Delete|Remove)')
ORDER BY eventtime DESC

-- name: Old TLS
-- about: Clients that still speak TLS 1.0 or 1.1.
SELECT tlsdetails.tlsversion AS version, useridentity.arn AS principal, useragent, count(*) AS calls
FROM cloudtrail_logs
WHERE tlsdetails.tlsversion IN ('TLSv1', 'TLSv1.0', 'TLSv1.1')
GROUP BY tlsdetails.tlsversion, useridentity.arn, useragent
ORDER BY calls DESC
