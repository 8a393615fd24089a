import { hex } from '../ids'
import { GLOBAL_REGION, HOME_REGION, PRODUCTION, userOf } from '../world'
import { CLI, humanOf, userActor } from './actors'
import type { Scene } from './scene'

const BUCKET = 'production-customer-files-6666'
const BATCHES = 3
const KEYS_PER_BATCH = 40
const OUTSIDE = '203.0.113.66'

/** A key that leaked is used from outside: versioning off, files copied out, then every version deleted. */
export function leakedKeyEmptiesBucket(scene: Scene): void {
  const region = HOME_REGION
  const user = userOf(scene.world.seed, PRODUCTION, 'deploy-bot')
  const human = humanOf(user)
  const usual = userActor(user, '198.51.100.100', CLI)
  const bucketArn = `arn:aws:s3:::${BUCKET}`
  const host = `${BUCKET}.s3.${region}.amazonaws.com`
  const bucketResources = [{ accountId: PRODUCTION, type: 'AWS::S3::Bucket', ARN: bucketArn }]
  const objectResources = (key: string) => [
    { type: 'AWS::S3::Object', ARN: `${bucketArn}/${key}` },
    ...bucketResources,
  ]
  const keys = Array.from({ length: BATCHES * KEYS_PER_BATCH }, (_, i) => ({
    key: `customers/${String(100 + i)}/contract-${hex(scene.random, 6)}.pdf`,
    versionId: hex(scene.random, 32),
  }))
  for (const day of [1, 3]) {
    scene.call(usual, {
      at: scene.at(day, '07:40:11'),
      region,
      source: 's3',
      name: 'PutObject',
      data: true,
      request: { bucketName: BUCKET, Host: host, key: `customers/new-${day}.pdf` },
      resources: objectResources(`customers/new-${day}.pdf`),
    })
  }

  const thief = userActor(
    user,
    OUTSIDE,
    'Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux#6.6.9-kali md/arch#x86_64 lang/python#3.11.7',
  )
  scene.read(thief, scene.at(5, '02:11:08'), GLOBAL_REGION, 'sts', 'GetCallerIdentity')
  scene.read(thief, scene.at(5, '02:11:40'), region, 's3', 'ListBuckets', {
    Host: `s3.${region}.amazonaws.com`,
  })
  const noTrail = scene.call(thief, {
    at: scene.at(5, '02:12:31'),
    region: GLOBAL_REGION,
    source: 'cloudtrail',
    name: 'StopLogging',
    request: { name: 'org-trail' },
    error: [
      'AccessDenied',
      `User: arn:aws:iam::${PRODUCTION}:user/deploy-bot is not authorized to perform: cloudtrail:StopLogging on resource: arn:aws:cloudtrail:us-east-1:111122223333:trail/org-trail because no identity-based policy allows the cloudtrail:StopLogging action`,
    ],
  })
  scene.read(thief, scene.at(5, '02:13:02'), region, 's3', 'GetBucketVersioning', {
    bucketName: BUCKET,
    Host: host,
    versioning: '',
  })
  const suspended = scene.call(thief, {
    at: scene.at(5, '02:14:26'),
    region,
    source: 's3',
    name: 'PutBucketVersioning',
    request: {
      bucketName: BUCKET,
      Host: host,
      versioning: '',
      VersioningConfiguration: { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/', Status: 'Suspended' },
    },
    resources: bucketResources,
  })
  const taken = keys.slice(0, 24)
  taken.forEach(({ key }, i) => {
    scene.call(thief, {
      at: scene.at(5, '02:15:00') + i * 3000,
      region,
      source: 's3',
      name: 'GetObject',
      readOnly: true,
      data: true,
      request: { bucketName: BUCKET, Host: host, key },
      additional: { bytesTransferredIn: 0, bytesTransferredOut: 180_000 + scene.random.int(900_000) },
      resources: objectResources(key),
    })
  })
  const targets = [{ type: 'AWS::S3::Bucket', id: BUCKET, arn: bucketArn }]
  const who = { human, chain: [] }
  scene.deletion(noTrail, {
    ...who,
    impact: 'logging-impaired',
    outcome: 'denied',
    targets: [
      {
        type: 'AWS::CloudTrail::Trail',
        id: 'org-trail',
        arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/org-trail',
      },
    ],
  })
  scene.deletion(suspended, { ...who, impact: 'protection-removed', outcome: 'succeeded', targets })

  for (let batch = 0; batch < BATCHES; batch++) {
    const at = scene.at(5, '02:18:40') + batch * 21_000
    const requestId = hex(scene.random, 16).toUpperCase()
    const mine = keys.slice(batch * KEYS_PER_BATCH, (batch + 1) * KEYS_PER_BATCH)
    const parent = scene.call(thief, {
      at,
      region,
      source: 's3',
      name: 'DeleteObjects',
      data: true,
      request: { bucketName: BUCKET, Host: host, delete: '', 'x-id': 'DeleteObjects' },
      additional: { bytesTransferredIn: 4096, bytesTransferredOut: 6120 },
      resources: [{ type: 'AWS::S3::Object', ARN: `${bucketArn}/` }, ...bucketResources],
      requestId,
    })
    const children = mine.map(({ key, versionId }) =>
      scene.call(thief, {
        at,
        region,
        source: 's3',
        name: 'DeleteObject',
        type: 'AwsServiceEvent',
        data: true,
        request: { bucketName: BUCKET, key, versionId },
        resources: objectResources(key),
        requestId,
      }),
    )
    scene.deletion(parent, {
      ...who,
      impact: 'destroyed',
      outcome: 'succeeded',
      targets: mine.map(({ key }) => ({
        type: 'AWS::S3::Object',
        id: `${BUCKET}/${key}`,
        arn: `${bucketArn}/${key}`,
      })),
      precursors: [{ eventId: suspended, kind: 'protection-removed', target: BUCKET }],
      recoverable: { state: 'not recoverable', until: null },
      children,
    })
  }
  scene.tell(
    `An access key of deploy-bot, leaked to ${OUTSIDE}, suspends versioning on ${BUCKET}, copies files and deletes ${keys.length} object versions.`,
  )
}
