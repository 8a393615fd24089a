-- group: Identities and sessions

-- name: Who assumed which role
-- about: Role, the one who assumed it, the session's name, and how often.
SELECT json_extract_scalar(requestparameters, '$.roleArn') AS role,
  json_extract_scalar(requestparameters, '$.roleSessionName') AS session,
  coalesce(useridentity.arn, useridentity.invokedby, useridentity.type) AS caller, count(*) AS times,
  min(eventtime) AS first_seen, max(eventtime) AS last_seen
FROM cloudtrail_logs
WHERE eventname IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity') AND errorcode IS NULL
GROUP BY 1, 2, 3
ORDER BY times DESC

-- name: Roles assumed from another account
-- about: Where the caller's account is not the one the role belongs to.
SELECT eventtime, json_extract_scalar(requestparameters, '$.roleArn') AS role, useridentity.accountid AS caller_account,
  useridentity.arn AS caller, sourceipaddress, eventid
FROM cloudtrail_logs
WHERE eventname = 'AssumeRole' AND errorcode IS NULL
  AND useridentity.accountid <> split_part(json_extract_scalar(requestparameters, '$.roleArn'), ':', 5)
ORDER BY eventtime DESC

-- name: What the root user did
-- about: Calls by root itself, without those services make for it.
SELECT eventtime, eventname, eventsource, sourceipaddress, useragent, errorcode, eventid
FROM cloudtrail_logs
WHERE useridentity.type = 'Root' AND useridentity.invokedby IS NULL AND eventtype <> 'AwsServiceEvent'
ORDER BY eventtime DESC

-- name: Console sign-ins without MFA
-- about: Successful sign-ins by password alone. Federated sign-ins do MFA elsewhere and are left out.
SELECT eventtime, useridentity.arn AS actor, sourceipaddress, awsregion, useragent, eventid
FROM cloudtrail_logs
WHERE eventname = 'ConsoleLogin'
  AND json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Success'
  AND json_extract_scalar(additionaleventdata, '$.MFAUsed') = 'No'
  AND useridentity.type IN ('IAMUser', 'Root')
ORDER BY eventtime DESC

-- name: Failed console sign-ins
-- about: By user and address. Many users from one address is somebody who tries passwords.
SELECT sourceipaddress, count(*) AS failures, approx_distinct(useridentity.username) AS users,
  array_agg(DISTINCT useridentity.username) AS names, min(eventtime) AS first_seen, max(eventtime) AS last_seen
FROM cloudtrail_logs
WHERE eventname = 'ConsoleLogin' AND json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Failure'
GROUP BY sourceipaddress
ORDER BY failures DESC

-- name: Access keys by address
-- about: From how many addresses each long-lived key was used.
SELECT useridentity.accesskeyid AS access_key, useridentity.arn AS owner, approx_distinct(sourceipaddress) AS addresses,
  count(*) AS calls, min(eventtime) AS first_seen, max(eventtime) AS last_seen
FROM cloudtrail_logs
WHERE useridentity.accesskeyid LIKE 'AKIA%'
GROUP BY useridentity.accesskeyid, useridentity.arn
ORDER BY addresses DESC, calls DESC

-- name: Sessions used from several addresses
-- about: Temporary credentials that were used in more than one place.
SELECT useridentity.accesskeyid AS session_key, useridentity.arn AS session, count(DISTINCT sourceipaddress) AS addresses,
  array_agg(DISTINCT sourceipaddress) AS seen_at, count(*) AS calls
FROM cloudtrail_logs
WHERE useridentity.accesskeyid LIKE 'ASIA%' AND TRY_CAST(sourceipaddress AS ipaddress) IS NOT NULL
GROUP BY useridentity.accesskeyid, useridentity.arn
HAVING count(DISTINCT sourceipaddress) > 1
ORDER BY addresses DESC

-- name: Instance credentials used outside AWS
-- about: Sessions of EC2 roles whose calls came from an address and carry a session name like an instance's id.
SELECT eventtime, eventname, useridentity.arn AS session, sourceipaddress, useragent, errorcode, eventid
FROM cloudtrail_logs
WHERE regexp_like(useridentity.arn, '/i-[0-9a-f]{8,17}$')
  AND TRY_CAST(sourceipaddress AS ipaddress) IS NOT NULL
  AND NOT contains('10.0.0.0/8', TRY_CAST(sourceipaddress AS ipaddress))
ORDER BY eventtime DESC

-- name: First time each principal was seen
-- about: New names are at the top.
SELECT useridentity.arn AS principal, min(eventtime) AS first_seen, max(eventtime) AS last_seen, count(*) AS calls,
  approx_distinct(eventname) AS kinds_of_call
FROM cloudtrail_logs
WHERE useridentity.arn IS NOT NULL
GROUP BY useridentity.arn
ORDER BY first_seen DESC

-- name: Sessions opened from the console
-- about: What people clicked, rather than scripts ran.
SELECT useridentity.arn AS session, count(*) AS calls, count_if(readonly = 'false') AS writes, min(eventtime) AS first_seen,
  max(eventtime) AS last_seen
FROM cloudtrail_logs
WHERE sessioncredentialfromconsole = 'true'
GROUP BY useridentity.arn
ORDER BY writes DESC, calls DESC

-- name: Federated users and where they come from
-- about: The provider behind each federated session.
SELECT useridentity.type AS kind, useridentity.sessioncontext.webidfederationdata.federatedprovider AS provider,
  useridentity.username AS name, count(*) AS calls
FROM cloudtrail_logs
WHERE useridentity.type IN ('SAMLUser', 'WebIdentityUser', 'FederatedUser', 'IdentityCenterUser')
  OR useridentity.sessioncontext.webidfederationdata.federatedprovider IS NOT NULL
GROUP BY 1, 2, 3
ORDER BY calls DESC
