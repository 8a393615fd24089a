-- group: Overview

-- name: Events by day and service
-- about: How much of what, when.
SELECT date_trunc('day', from_iso8601_timestamp(eventtime)) AS day, eventsource, count(*) AS events
FROM cloudtrail_logs
GROUP BY 1, 2
ORDER BY day, events DESC

-- name: Events by hour
-- about: The shape of the days, and gaps in them.
SELECT date_trunc('hour', from_iso8601_timestamp(eventtime)) AS hour, count(*) AS events, count_if(readonly = 'false') AS writes
FROM cloudtrail_logs
GROUP BY 1
ORDER BY hour

-- name: Calls that were made once
-- about: What is rare is worth a look.
SELECT eventname, eventsource, max_by(useridentity.arn, eventtime) AS principal, max(eventtime) AS seen, max(eventid) AS eventid
FROM cloudtrail_logs
GROUP BY eventname, eventsource
HAVING count(*) = 1
ORDER BY seen DESC

-- name: Addresses
-- about: Where calls come from, and who makes them there.
SELECT sourceipaddress, count(*) AS calls, approx_distinct(useridentity.arn) AS principals, count_if(errorcode IS NOT NULL) AS errors,
  min(eventtime) AS first_seen, max(eventtime) AS last_seen
FROM cloudtrail_logs
WHERE TRY_CAST(sourceipaddress AS ipaddress) IS NOT NULL
GROUP BY sourceipaddress
ORDER BY calls DESC

-- name: Regions in use
-- about: A Region nobody works in should have no writes.
SELECT awsregion, count(*) AS events, count_if(readonly = 'false') AS writes, approx_distinct(useridentity.arn) AS principals
FROM cloudtrail_logs
GROUP BY awsregion
ORDER BY events DESC

-- name: Agents
-- about: The programs that made the calls.
SELECT regexp_extract(useragent, '^([^/ ]+)', 1) AS agent, count(*) AS calls, approx_distinct(useridentity.arn) AS principals,
  max(useragent) AS example
FROM cloudtrail_logs
GROUP BY 1
ORDER BY calls DESC

-- name: Everything one access key did
-- about: Give the key in place of the question mark.
SELECT eventtime, eventname, eventsource, sourceipaddress, errorcode, requestparameters, eventid
FROM cloudtrail_logs
WHERE useridentity.accesskeyid = ?
ORDER BY eventtime

-- name: Everything about one resource
-- about: Give a part of its name or ARN in place of the question mark.
SELECT eventtime, eventname, useridentity.arn AS actor, errorcode, requestparameters, eventid
FROM cloudtrail_logs
WHERE strpos(coalesce(requestparameters, '') || coalesce(responseelements, ''), ?) > 0
ORDER BY eventtime

-- name: Files the events came from
-- about: How many events each source file gave.
SELECT "$path" AS file, count(*) AS events, min(eventtime) AS first_event, max(eventtime) AS last_event
FROM cloudtrail_logs
GROUP BY "$path"
ORDER BY events DESC
