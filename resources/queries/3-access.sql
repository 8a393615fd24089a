-- group: Access and permissions

-- name: Denied calls by principal
-- about: Who is refused how often, and how many kinds of call they tried.
SELECT useridentity.arn AS principal, count(*) AS denied, approx_distinct(eventname) AS kinds_of_call,
  array_agg(DISTINCT eventsource) AS services, max(eventtime) AS last_seen
FROM cloudtrail_logs
WHERE errorcode IN ('AccessDenied', 'AccessDeniedException', 'Client.UnauthorizedOperation', 'UnauthorizedOperation')
GROUP BY useridentity.arn
ORDER BY denied DESC

-- name: Errors by kind
-- about: What goes wrong most, and where.
SELECT errorcode, eventsource, eventname, count(*) AS times, max(errormessage) AS example
FROM cloudtrail_logs
WHERE errorcode IS NOT NULL
GROUP BY errorcode, eventsource, eventname
ORDER BY times DESC

-- name: Users and access keys made
-- about: New ways in.
SELECT eventtime, eventname, json_extract_scalar(requestparameters, '$.userName') AS for_user,
  json_extract_scalar(responseelements, '$.accessKey.accessKeyId') AS new_key, useridentity.arn AS actor, sourceipaddress,
  errorcode, eventid
FROM cloudtrail_logs
WHERE eventsource = 'iam.amazonaws.com'
  AND eventname IN ('CreateUser', 'CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile', 'CreateServiceSpecificCredential')
ORDER BY eventtime DESC

-- name: Permissions given
-- about: Policies attached or written, and to whom.
SELECT eventtime, eventname,
  coalesce(json_extract_scalar(requestparameters, '$.userName'), json_extract_scalar(requestparameters, '$.roleName'),
    json_extract_scalar(requestparameters, '$.groupName')) AS given_to,
  coalesce(json_extract_scalar(requestparameters, '$.policyArn'), json_extract_scalar(requestparameters, '$.policyName')) AS policy,
  useridentity.arn AS actor, errorcode, eventid
FROM cloudtrail_logs
WHERE eventsource = 'iam.amazonaws.com' AND regexp_like(eventname, '^(Attach|Put).*Policy$')
ORDER BY eventtime DESC

-- name: Administrator rights given
-- about: The managed policy that may do everything.
SELECT eventtime, eventname, requestparameters, useridentity.arn AS actor, sourceipaddress, errorcode, eventid
FROM cloudtrail_logs
WHERE eventname IN ('AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy')
  AND json_extract_scalar(requestparameters, '$.policyArn') LIKE '%:policy/AdministratorAccess'
ORDER BY eventtime DESC

-- name: Trust policies changed
-- about: Who may assume a role from now on.
SELECT eventtime, json_extract_scalar(requestparameters, '$.roleName') AS role,
  coalesce(json_extract_scalar(requestparameters, '$.policyDocument'),
    json_extract_scalar(requestparameters, '$.assumeRolePolicyDocument')) AS trusts,
  useridentity.arn AS actor, errorcode, eventid
FROM cloudtrail_logs
WHERE eventname IN ('UpdateAssumeRolePolicy', 'CreateRole')
ORDER BY eventtime DESC

-- name: MFA devices changed
-- about: Devices added, taken away or switched off.
SELECT eventtime, eventname, requestparameters, useridentity.arn AS actor, sourceipaddress, errorcode, eventid
FROM cloudtrail_logs
WHERE eventname IN ('CreateVirtualMFADevice', 'EnableMFADevice', 'DeactivateMFADevice', 'DeleteVirtualMFADevice', 'ResyncMFADevice')
ORDER BY eventtime DESC

-- name: Secrets read
-- about: Secrets and parameters with secrets, by who read how many.
SELECT useridentity.arn AS principal, eventname, count(*) AS times,
  approx_distinct(coalesce(json_extract_scalar(requestparameters, '$.secretId'), json_extract_scalar(requestparameters, '$.name'))) AS secrets,
  min(eventtime) AS first_seen, max(eventtime) AS last_seen
FROM cloudtrail_logs
WHERE eventname IN ('GetSecretValue', 'BatchGetSecretValue', 'GetParameter', 'GetParameters', 'GetParametersByPath', 'GetPasswordData')
GROUP BY useridentity.arn, eventname
ORDER BY times DESC

-- name: Use of one key by principal
-- about: Which KMS keys decrypt for whom.
SELECT r.arn AS key, useridentity.arn AS principal, count(*) AS times, max(eventtime) AS last_seen
FROM cloudtrail_logs
CROSS JOIN UNNEST(resources) AS t(r)
WHERE eventsource = 'kms.amazonaws.com' AND eventname IN ('Decrypt', 'GenerateDataKey')
GROUP BY r.arn, useridentity.arn
ORDER BY times DESC

-- name: Calls that looked around
-- about: Principals that listed or described many different things, as somebody new to the place does.
SELECT useridentity.arn AS principal, substr(eventtime, 1, 13) AS hour, count(DISTINCT eventname) AS kinds_of_call, count(*) AS calls,
  count_if(errorcode IS NOT NULL) AS errors
FROM cloudtrail_logs
WHERE regexp_like(eventname, '^(List|Describe|Get)')
GROUP BY useridentity.arn, substr(eventtime, 1, 13)
HAVING count(DISTINCT eventname) >= 10
ORDER BY kinds_of_call DESC
