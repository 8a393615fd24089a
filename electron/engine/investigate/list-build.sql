-- Batches: since June 2025 each key of a DeleteObjects has an event of its own, by the service, with the request's ID.
CREATE OR REPLACE TEMP TABLE batch_items AS
WITH parents AS (
  SELECT seq, us, account, request_id, p_key, split_part(unnest(list_concat(keys, related_keys)), '/', 1) AS bucket
  FROM {actions} WHERE event_name = 'DeleteObjects'
), items AS (
  SELECT seq, us, account, request_id, p_key, split_part(keys[1], '/', 1) AS bucket
  FROM {actions} WHERE event_name = 'DeleteObject' AND event_type = 'AwsServiceEvent'
)
SELECT i.seq, coalesce(any_value(by_request.seq), min(by_time.seq)) AS parent
FROM items AS i
LEFT JOIN (SELECT DISTINCT seq, account, request_id FROM parents) AS by_request
  ON by_request.request_id = i.request_id AND by_request.account IS NOT DISTINCT FROM i.account
LEFT JOIN parents AS by_time
  ON by_time.p_key = i.p_key AND by_time.bucket = i.bucket AND i.us BETWEEN by_time.us AND by_time.us + 60000000
GROUP BY i.seq
HAVING parent IS NOT NULL;

CREATE OR REPLACE TEMP TABLE batches AS
SELECT parent AS seq, count(*) AS children,
  '[' || string_agg(a.targets[2:-2], ',' ORDER BY a.seq) || ']' AS targets,
  list_distinct(flatten(list(a.keys))) AS keys,
  string_agg(a.search, chr(10)) AS search,
  if(count(DISTINCT a.recoverable) = 1, any_value(a.recoverable), NULL) AS recoverable
FROM batch_items AS b JOIN {actions} AS a ON a.seq = b.seq
WHERE a.outcome = 'succeeded'
GROUP BY parent;

-- One row an action: items of a batch are inside it, and a call recorded in two accounts is one call.
CREATE OR REPLACE TEMP TABLE listed AS
SELECT a.* REPLACE (
    coalesce(b.targets, a.targets) AS targets,
    if(b.seq IS NULL, a.keys, b.keys) AS keys,
    if(b.seq IS NULL, a.related_keys, list_concat(a.related_keys, a.keys)) AS related_keys,
    if(b.seq IS NULL, a.search, a.search || chr(10) || b.search) AS search,
    if(b.seq IS NULL, a.target_types, ['AWS::S3::Object']) AS target_types,
    if(b.recoverable IS NULL, a.recoverable, b.recoverable) AS recoverable
  ), coalesce(b.children, 0) AS children
FROM {actions} AS a LEFT JOIN batches AS b ON b.seq = a.seq
WHERE a.kind IN ({impacts}) AND a.seq NOT IN (SELECT seq FROM batch_items)
QUALIFY row_number() OVER (
  PARTITION BY coalesce(a.shared_event_id, a.event_id, a.seq::VARCHAR), a.kind
  ORDER BY a.p_type = 'AWSAccount', a.seq
) = 1;

CREATE OR REPLACE TEMP TABLE principals AS
SELECT row_number() OVER () AS pid, * FROM (SELECT DISTINCT {principal} FROM listed);

-- What was brought back later, and what the service carried out when a waiting period had ended.
CREATE OR REPLACE TEMP TABLE fates AS
WITH hit AS (
  SELECT seq, us, kind, restored_by, unnest(keys) AS key FROM listed
  WHERE outcome = 'succeeded' AND kind <> 'restored'
), later AS (
  SELECT event_id, us, kind, event_name, unnest(list_concat(keys, related_keys)) AS key FROM {actions}
  WHERE outcome = 'succeeded'
    AND (kind IN ('restored', 'created', 'changed', 'protected') OR event_name IN ('DeleteKey', 'EndSecretVersionDelete'))
)
SELECT hit.seq,
  arg_min(later.event_id, later.us) FILTER (later.event_name NOT IN ('DeleteKey', 'EndSecretVersionDelete')) AS restored_by_event,
  min(later.us) FILTER (later.event_name IN ('DeleteKey', 'EndSecretVersionDelete')) AS carried_out_us
FROM hit JOIN later ON later.key = hit.key AND later.us >= hit.us AND (
  (list_contains(hit.restored_by, later.event_name) AND later.kind <> hit.kind)
  OR (later.kind = 'restored' AND len(hit.restored_by) = 0)
  OR (hit.kind = 'scheduled' AND later.event_name IN ('DeleteKey', 'EndSecretVersionDelete')))
GROUP BY hit.seq;
