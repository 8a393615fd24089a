-- One segment of made events: rows $first to $first + $rows of $events. hash() gives the same numbers on every run.
-- Four accounts are written in turn, each over the whole span, as an archive in S3 order has them.
SELECT
  TIMESTAMP '2026-01-01' + to_seconds((((n // 4) * 4.0 / $events) * 30 * 86400)::BIGINT + (h1 % 120)::BIGINT) AS event_time,
  CASE WHEN n % 4 = 0 THEN '111111111111' WHEN n % 4 = 1 THEN '222222222222' WHEN n % 4 = 2 THEN '333333333333'
    ELSE '444444444444' END AS recipient_account_id,
  ['s3', 'ec2', 'sts', 'kms', 'iam', 'logs', 'lambda', 'dynamodb', 'rds', 'ssm', 'sqs', 'sns', 'ecr', 'eks', 'glue',
    'athena'][1 + svc::INTEGER] || '.amazonaws.com' AS event_source,
  ['Get', 'List', 'Describe', 'Put', 'Create', 'Delete', 'Update', 'Assume'][1 + verb::INTEGER]
    || ['Object', 'Role', 'Key', 'Stream', 'Table', 'Item', 'Instance', 'Queue', 'Topic', 'Function', 'Secret', 'Tag'][
      1 + ((svc * 7 + h2 % 12) % 12)::INTEGER] || svc AS event_name,
  CASE WHEN svc IN (0, 7) THEN 'Data' WHEN h3 % 997 = 0 THEN 'Insight' WHEN h3 % 101 = 0 THEN 'NetworkActivity'
    ELSE 'Management' END AS event_category,
  verb < 3 AS read_only,
  ['eu-central-1', 'us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2'][1 + least(4, h2 % 9)::INTEGER] AS aws_region,
  CASE WHEN h3 % 50 = 0 THEN 'AccessDenied' WHEN h3 % 77 = 0 THEN 'ThrottlingException' WHEN h3 % 301 = 0
    THEN 'Client.DryRunOperation' END AS error_code,
  CASE WHEN h3 % 50 = 0 THEN 'denied' WHEN h3 % 77 = 0 THEN 'failed' WHEN h3 % 301 = 0 THEN 'dry-run' ELSE 'succeeded'
    END AS outcome,
  'arn:aws:sts::111111111111:assumed-role/role-' || who % 200 || '/session-' || who AS principal,
  'session-' || who AS user_name,
  'AssumedRole' AS identity_type,
  'arn:aws:sts::111111111111:assumed-role/role-' || who % 200 || '/session-' || who AS identity_arn,
  '111111111111' AS identity_account_id,
  'ASIA' || upper(substr(md5(who::VARCHAR), 1, 16)) AS identity_access_key_id,
  CASE WHEN h1 % 3 = 0 THEN 'lambda.amazonaws.com'
    ELSE '10.' || (h4 % 4) || '.' || ((h4 // 7) % 60) || '.' || ((h4 // 11) % 250) END AS source_ip_address,
  ['Console', 'AWS CLI', 'Boto3', 'Terraform', 'AWS SDK for Java', 'an AWS service'][1 + (who % 6)::INTEGER]
    AS user_agent_family,
  'Boto3/1.34.' || who % 40 || ' md/Botocore#1.34 ua/2.0 os/linux#5.10 lang/python#3.11' AS user_agent,
  left(md5(n::VARCHAR), 8) || '-' || substr(md5(n::VARCHAR), 9, 4) || '-4000-8000-' || right(md5(n::VARCHAR), 12)
    AS event_id,
  'AwsApiCall' AS event_type,
  '1.11' AS event_version,
  upper(substr(md5((n + 7)::VARCHAR), 1, 16)) AS request_id,
  CASE WHEN svc = 0 THEN ['arn:aws:s3:::bucket-' || h1 % 300, 'arn:aws:s3:::bucket-' || h1 % 300 || '/key-' || h2 % 2000]
    WHEN svc = 3 THEN ['arn:aws:kms:eu-central-1:111111111111:key/' || h1 % 500] END AS resource_arns,
  '{"type":"AssumedRole","arn":"arn:aws:sts::111111111111:assumed-role/role-' || who % 200 || '/session-' || who
    || '","accessKeyId":"ASIA' || upper(substr(md5(who::VARCHAR), 1, 16)) || '","accountId":"111111111111"}'
    AS user_identity,
  '{"bucketName":"bucket-' || h1 % 300 || '","key":"key-' || h2 % 2000 || '","instanceId":"i-0' || h4 % 20000
    || '","filterSet":{"items":[{"name":"tag:env","value":"prod-' || h3 % 40 || '"}]},"maxResults":1000}'
    AS request_parameters,
  CASE WHEN verb >= 3 THEN '{"requestId":"' || md5((n + 3)::VARCHAR) || '","_return":true}' END AS response_elements,
  0 AS source_id,
  n * 1400 AS byte_offset,
  1390 AS byte_length
FROM (
  SELECT n, h1, h2, h3, h4,
    least(h2 % 7, h3 % 19)::INTEGER % 16 AS svc,
    least(h1 % 8, h4 % 9)::INTEGER AS verb,
    (least(h1 % 20000, h3 % 30000) * least(1 + h4 % 5, 2)) % 20000 AS who
  FROM (
    SELECT range AS n, hash(range) >> 1 AS h1, hash(range + 1000000007) >> 1 AS h2, hash(range * 3 + 11) >> 1 AS h3,
      hash(range * 7 + 5) >> 1 AS h4
    FROM range($first, $first + $rows)
  )
)
