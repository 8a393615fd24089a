-- name: events.coverage-gaps
-- Hours since 1970 in which an account and Region have an event or a delivered file; both NULL stands for the archive as a
-- whole. A stretch without any is a gap where it is clearly longer than what is usual there, measured in hours in which
-- others go on.
WITH seen AS (
  SELECT recipient_account_id AS account, aws_region AS region, epoch_us(event_time) // 3600000000 AS hour
  FROM events WHERE event_time IS NOT NULL
  UNION
  SELECT account, region, epoch_us(delivered_at) // 3600000000
  FROM sources WHERE status = 'loaded' AND delivered_at IS NOT NULL
), whole AS (
  SELECT DISTINCT hour FROM seen
), hours AS (
  SELECT account, region, hour FROM seen WHERE account IS NOT NULL AND region IS NOT NULL
  UNION ALL
  SELECT NULL, NULL, hour FROM whole
), stretches AS (
  SELECT account, region, lag(hour) OVER (PARTITION BY account, region ORDER BY hour) AS before, hour AS after FROM hours
), usual AS (
  SELECT account, region, count(*) AS active, min(after) AS first, max(after) AS last,
    coalesce(quantile_disc(after - before, 0.95), 1) AS spacing
  FROM stretches GROUP BY account, region
), judged AS (
  SELECT account, region, first, last, greatest(1, 5 * (spacing - 1)) AS least FROM usual WHERE active >= 24
), candidates AS (
  SELECT
    judged.account, judged.region, before + 1 AS start, after AS stop, least,
    CASE WHEN judged.account IS NULL THEN 0 ELSE 1 END AS others
  FROM judged JOIN stretches
    ON stretches.account IS NOT DISTINCT FROM judged.account AND stretches.region IS NOT DISTINCT FROM judged.region
  WHERE before IS NOT NULL
  UNION ALL
  -- What begins late or ends early: one stray time, years away, must not make it a gap.
  SELECT account, region, (SELECT min(hour) FROM whole), first, least, 3 FROM judged WHERE account IS NOT NULL
  UNION ALL
  SELECT account, region, last + 1, (SELECT max(hour) + 1 FROM whole), least, 3 FROM judged WHERE account IS NOT NULL
), gaps AS (
  SELECT account, region, start, stop FROM candidates
  WHERE stop - start >= least
    AND (others = 0 OR (SELECT count(*) FROM whole WHERE hour >= start AND hour < stop) >= greatest(least, others))
)
SELECT
  account, region, start::BIGINT AS start, stop::BIGINT AS stop,
  (SELECT count(*) FROM usual WHERE active < 24 AND account IS NOT NULL)::BIGINT AS quiet
FROM gaps
UNION ALL
SELECT NULL, NULL, NULL, NULL, (SELECT count(*) FROM usual WHERE active < 24 AND account IS NOT NULL)::BIGINT
ORDER BY start NULLS LAST, account NULLS FIRST, region
