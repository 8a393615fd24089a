import { s3ExtendedId } from '../ids'
import { accountOf, arnOf, type CallKind, type Draw, denied, resource, type Text } from './call'

const bucket: Text = (d) => d.random.pickSkewed(d.place.account.buckets)
const bucketResource: Text = (d) =>
  `[{"accountId":"${accountOf(d)}","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::${d.subject}"}]`
const objectResource: Text = (d) =>
  `[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::${d.subject}/${d.other}"},{"accountId":"${accountOf(d)}","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::${d.subject}"}]`

/** `additionalEventData` of a call to S3; the bytes are drawn. */
export function s3Additional(received: (d: Draw) => number, sent: (d: Draw) => number): Text {
  return (d) =>
    `{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":${received(d)},"AuthenticationMethod":"AuthHeader","x-amz-id-2":"${s3ExtendedId(d.random)}","bytesTransferredOut":${sent(d)}}`
}

const nothing = () => 0
const small = (d: Draw) => 300 + d.random.int(400)
const large = (d: Draw) => Math.floor(512 + 2 ** (d.random.float() * 22))

const KEYS = ['orders', 'invoices', 'images', 'exports', 'sessions'] as const
const objectKey: Text = (d) =>
  `${d.random.pick(KEYS)}/${new Date(d.timeMs).toISOString().slice(0, 10)}/part-${String(d.random.int(500)).padStart(5, '0')}.json`

function bucketRead(
  name: string,
  parameter: string,
  weight: number,
  error?: readonly [string, string],
): CallKind {
  return {
    source: 's3',
    name,
    readOnly: true,
    by: { person: weight, pipeline: weight, audit: weight * 2 },
    subject: bucket,
    request: (d) =>
      `{"bucketName":"${d.subject}","Host":"${d.subject}.s3.${d.place.region}.amazonaws.com","${parameter}":""}`,
    resources: bucketResource,
    additional: s3Additional(nothing, small),
    errors: [
      [0.05, 'AccessDenied', denied(`s3:${name}`)],
      ...(error ? ([[0.5, error[0], () => error[1]]] as const) : []),
    ],
  }
}

function objectCall(name: string, readOnly: boolean, by: CallKind['by'], moved: Text): CallKind {
  return {
    source: 's3',
    name,
    readOnly,
    data: true,
    by,
    subject: bucket,
    other: objectKey,
    request: (d) =>
      `{"bucketName":"${d.subject}","Host":"${d.subject}.s3.${d.place.region}.amazonaws.com","key":"${d.other}"}`,
    resources: objectResource,
    additional: moved,
    errors: readOnly
      ? [
          [0.05, 'NoSuchKey', () => 'The specified key does not exist.'],
          [0.02, 'AccessDenied', denied(`s3:${name}`)],
        ]
      : [[0.005, 'AccessDenied', denied(`s3:${name}`)]],
  }
}

function itemCall(name: string, readOnly: boolean, weight: number, request: Text): CallKind {
  return {
    source: 'dynamodb',
    name,
    readOnly,
    data: true,
    apiVersion: '2012-08-10',
    by: { function: weight, task: weight },
    subject: (d) => d.random.pickSkewed(['orders', 'customers', 'carts', 'sessions', 'stock', 'prices']),
    other: (d) => String(100000 + d.random.int(800000)),
    request,
    resources: resource(
      'AWS::DynamoDB::Table',
      arnOf('dynamodb', (d) => `table/${d.subject}`),
    ),
    errors: [
      [
        0.01,
        'ProvisionedThroughputExceededException',
        () => 'The level of configured provisioned throughput for the table was exceeded.',
      ],
    ],
  }
}

export const storageCalls: readonly CallKind[] = [
  {
    source: 's3',
    name: 'ListBuckets',
    readOnly: true,
    by: { person: 6, audit: 4, user: 2 },
    request: (d) => `{"Host":"s3.${d.place.region}.amazonaws.com"}`,
    additional: s3Additional(nothing, small),
  },
  { ...bucketRead('GetBucketAcl', 'acl', 3), by: { person: 3, audit: 6, service: 20 } },
  bucketRead('GetBucketPolicy', 'policy', 2, ['NoSuchBucketPolicy', 'The bucket policy does not exist']),
  bucketRead('GetBucketVersioning', 'versioning', 2),
  bucketRead('GetBucketLifecycle', 'lifecycle', 1.5, [
    'NoSuchLifecycleConfiguration',
    'The lifecycle configuration does not exist',
  ]),
  bucketRead('GetBucketEncryption', 'encryption', 2),
  bucketRead('GetBucketPublicAccessBlock', 'publicAccessBlock', 2, [
    'NoSuchPublicAccessBlockConfiguration',
    'The public access block configuration was not found',
  ]),
  bucketRead('GetBucketTagging', 'tagging', 2, ['NoSuchTagSet', 'The TagSet does not exist']),
  objectCall(
    'GetObject',
    true,
    { function: 14, instance: 8, task: 12, user: 10, person: 2, service: 3 },
    s3Additional(nothing, large),
  ),
  objectCall(
    'HeadObject',
    true,
    { function: 4, instance: 3, task: 4, pipeline: 4 },
    s3Additional(nothing, nothing),
  ),
  objectCall(
    'PutObject',
    false,
    { function: 8, instance: 4, task: 5, user: 6, pipeline: 4, service: 8 },
    s3Additional(large, nothing),
  ),
  objectCall('DeleteObject', false, { function: 0.5, task: 0.3, user: 0.3 }, s3Additional(nothing, nothing)),
  itemCall(
    'GetItem',
    true,
    12,
    (d) => `{"tableName":"${d.subject}","key":{"id":"${d.other}"},"consistentRead":false}`,
  ),
  itemCall(
    'Query',
    true,
    6,
    (d) =>
      `{"tableName":"${d.subject}","indexName":"by-customer","keyConditionExpression":"customer = :c","limit":50}`,
  ),
  itemCall(
    'PutItem',
    false,
    5,
    (d) => `{"tableName":"${d.subject}","key":{"id":"${d.other}"},"items":["id","customer","total"]}`,
  ),
  itemCall(
    'UpdateItem',
    false,
    5,
    (d) => `{"tableName":"${d.subject}","key":{"id":"${d.other}"},"updateExpression":"SET #s = :s"}`,
  ),
  itemCall('DeleteItem', false, 0.4, (d) => `{"tableName":"${d.subject}","key":{"id":"${d.other}"}}`),
  {
    source: 'dynamodb',
    name: 'DescribeTable',
    readOnly: true,
    apiVersion: '2012-08-10',
    by: { person: 3, audit: 4, pipeline: 3 },
    subject: (d) => d.random.pick(['orders', 'customers', 'carts']),
    request: (d) => `{"tableName":"${d.subject}"}`,
  },
  {
    source: 'rds',
    name: 'DescribeDBInstances',
    readOnly: true,
    by: { person: 6, audit: 6, pipeline: 4, user: 6 },
    request: () => '{"maxRecords":100}',
  },
  {
    source: 'rds',
    name: 'DescribeDBSnapshots',
    readOnly: true,
    by: { person: 1.5, audit: 3 },
    request: () => '{"includePublic":false,"includeShared":false}',
  },
  {
    source: 'rds',
    name: 'ListTagsForResource',
    readOnly: true,
    by: { audit: 3, pipeline: 3 },
    request: (d) =>
      `{"resourceName":"arn:aws:rds:${d.place.region}:${accountOf(d)}:db:prod-${d.random.pick(['stock', 'search', 'billing'])}"}`,
  },
]
