-- name: case.info
-- One pass over the events, one over the sources; `what` says which list a row belongs to.
WITH groups AS (
  SELECT
    GROUPING(event_category) = 0 AS is_category,
    GROUPING(recipient_account_id) = 0 AS is_account,
    event_category, recipient_account_id, aws_region, count(*) AS n
  FROM events
  GROUP BY GROUPING SETS ((event_category), (recipient_account_id), (aws_region))
)
SELECT
  CASE WHEN is_category THEN 'category' WHEN is_account THEN 'account' ELSE 'region' END AS what,
  CASE WHEN is_category THEN event_category WHEN is_account THEN recipient_account_id ELSE aws_region END AS value,
  n
FROM groups
UNION ALL
SELECT 'skipped', regexp_replace(reason, '^same content as .*$', 'same content as another file', 's'), count(*)
FROM sources WHERE status = 'skipped' GROUP BY ALL
UNION ALL
SELECT 'files:' || status, NULL, count(*) FROM sources GROUP BY status
UNION ALL
SELECT 'rows:events', NULL, count(*) FROM events
UNION ALL
SELECT 'rows:rejected', NULL, count(*) FROM rejected
UNION ALL
SELECT 'sum:read', NULL, coalesce(sum(read), 0)::BIGINT FROM sources
UNION ALL
SELECT 'sum:stored', NULL, coalesce(sum(stored), 0)::BIGINT FROM sources
UNION ALL
SELECT 'sum:duplicates', NULL, coalesce(sum(duplicates), 0)::BIGINT FROM sources
UNION ALL
SELECT 'sum:rejected', NULL, coalesce(sum(rejected), 0)::BIGINT FROM sources
ORDER BY what, n DESC, value
