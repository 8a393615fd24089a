-- name: events.coverage-gaps
-- Hours since 1970 in which an account and Region have an event or a delivered file; both NULL stands for the archive as a
-- whole. A stretch without any is a gap where it is clearly longer than what is usual there, measured in hours in which
-- others go on (ADR 14). It reaches from the last event or file before to the first one after (microseconds).
WITH moments AS (
  SELECT recipient_account_id AS account, aws_region AS region, epoch_us(event_time) AS micros
  FROM events WHERE event_time IS NOT NULL
  UNION ALL
  SELECT account, region, epoch_us(delivered_at) FROM sources WHERE status = 'loaded' AND delivered_at IS NOT NULL
), seen AS (
  SELECT account, region, micros // 3600000000 AS hour, min(micros) AS first, max(micros) AS last FROM moments GROUP BY ALL
), whole AS (
  SELECT hour, min(first) AS first, max(last) AS last FROM seen GROUP BY hour
), hours AS (
  SELECT account, region, hour, first, last FROM seen WHERE account IS NOT NULL AND region IS NOT NULL
  UNION ALL
  SELECT NULL, NULL, hour, first, last FROM whole
), stretches AS (
  SELECT
    account, region, lag(hour) OVER earlier AS before, hour AS after, lag(last) OVER earlier AS start, first AS stop
  FROM hours
  WINDOW earlier AS (PARTITION BY account, region ORDER BY hour)
), usual AS (
  SELECT account, region, count(*) AS active, coalesce(quantile_disc(after - before, 0.95), 1) AS spacing,
    min(after) AS first_hour, max(after) AS last_hour
  FROM stretches GROUP BY account, region
), judged AS (
  SELECT account, region, first_hour, last_hour, greatest(1, 8 * (spacing - 1)) AS least FROM usual WHERE active >= 24
), candidates AS (
  SELECT
    judged.account, judged.region, before, after, start, stop, least,
    CASE WHEN judged.account IS NULL THEN 0 ELSE 1 END AS others
  FROM judged JOIN stretches
    ON stretches.account IS NOT DISTINCT FROM judged.account AND stretches.region IS NOT DISTINCT FROM judged.region
  WHERE before IS NOT NULL
  UNION ALL
  -- What begins late or ends early: one stray time, years away, must not make it a gap.
  SELECT judged.account, judged.region, (SELECT min(hour) - 1 FROM whole), hour, (SELECT min(first) FROM whole), first, least, 3
  FROM judged JOIN hours USING (account, region) WHERE hour = first_hour
  UNION ALL
  SELECT judged.account, judged.region, hour, (SELECT max(hour) + 1 FROM whole), last, (SELECT max(last) FROM whole), least, 3
  FROM judged JOIN hours USING (account, region) WHERE hour = last_hour
), gaps AS (
  SELECT account, region, start, stop FROM candidates
  WHERE after - before > least
    AND (others = 0 OR (SELECT count(*) FROM whole WHERE hour > before AND hour < after) >= greatest(least, others))
)
SELECT
  account, region, start::BIGINT AS start, stop::BIGINT AS stop,
  (SELECT count(*) FROM usual WHERE active < 24 AND account IS NOT NULL)::BIGINT AS quiet
FROM gaps
UNION ALL
SELECT NULL, NULL, NULL, NULL, (SELECT count(*) FROM usual WHERE active < 24 AND account IS NOT NULL)::BIGINT
ORDER BY start NULLS LAST, account NULLS FIRST, region
