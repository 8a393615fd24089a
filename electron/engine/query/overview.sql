-- name: events.overview
-- One pass; `what` says which list a row belongs to. NULL values count, except for error codes, where they mean success.
WITH groups AS (
  SELECT
    GROUPING(event_category, outcome, read_only, recipient_account_id, aws_region, event_source, principal, error_code)
      AS mask,
    event_category, outcome, read_only, recipient_account_id, aws_region, event_source, principal, error_code,
    count(*) AS n, count(event_time) AS timed
  FROM events
  GROUP BY GROUPING SETS (
    (), (event_category), (outcome), (read_only), (recipient_account_id), (aws_region), (event_source), (principal),
    (error_code)
  )
), named AS (
  SELECT
    CASE mask
      WHEN 255 THEN 'events' WHEN 127 THEN 'category' WHEN 191 THEN 'outcome' WHEN 223 THEN 'readOnly'
      WHEN 239 THEN 'account' WHEN 247 THEN 'region' WHEN 251 THEN 'service' WHEN 253 THEN 'principal'
      WHEN 254 THEN 'errorCode'
    END AS what,
    CASE mask
      WHEN 127 THEN event_category WHEN 191 THEN outcome WHEN 223 THEN read_only::VARCHAR
      WHEN 239 THEN recipient_account_id WHEN 247 THEN aws_region WHEN 251 THEN event_source WHEN 253 THEN principal
      WHEN 254 THEN error_code
    END AS value,
    n, timed
  FROM groups
)
SELECT what, value, n FROM named WHERE NOT (what = 'errorCode' AND value IS NULL)
UNION ALL
SELECT 'withoutTime', NULL, n - timed FROM named WHERE what = 'events'
ORDER BY what, n DESC, value
