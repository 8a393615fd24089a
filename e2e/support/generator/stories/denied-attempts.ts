import { ec2Id } from '../ids'
import { GLOBAL_REGION, HOME_REGION, PRODUCTION, userOf } from '../world'
import { CLI, humanOf, userActor } from './actors'
import type { Scene } from './scene'

/** A contractor's key tries what it may not do: dry runs first, then in earnest, in two Regions. */
export function deniedAttempts(scene: Scene): void {
  const mallory = userOf(scene.world.seed, PRODUCTION, 'contractor-mallory')
  const actor = userActor(mallory, '192.0.2.200', CLI)
  const who = { human: humanOf(mallory), chain: [] }
  const instance = ec2Id(scene.random, 'i')
  const volume = ec2Id(scene.random, 'vol')
  const userArn = `arn:aws:iam::${PRODUCTION}:user/${mallory.name}`
  const ec2 = (region: string, kind: string, id: string) =>
    `arn:aws:ec2:${region}:${PRODUCTION}:${kind}/${id}`

  ;[HOME_REGION, 'eu-central-1']
    .filter((region) => scene.world.regions.includes(region))
    .forEach((region, i) => {
      const at = scene.at(1, '11:30:05') + i * 95_000
      const target = { type: 'AWS::EC2::Instance', id: instance, arn: ec2(region, 'instance', instance) }
      const request = { instancesSet: { items: [{ instanceId: instance }] } }
      const dry = scene.call(actor, {
        at,
        region,
        source: 'ec2',
        name: 'TerminateInstances',
        request,
        error:
          i === 0
            ? ['Client.DryRunOperation', 'Request would have succeeded, but DryRun flag is set.']
            : ['Client.UnauthorizedOperation', 'You are not authorized to perform this operation.'],
      })
      scene.deletion(dry, {
        ...who,
        impact: 'destroyed',
        outcome: i === 0 ? 'dry-run' : 'denied',
        targets: [target],
      })
      const disk = { type: 'AWS::EC2::Volume', id: volume, arn: ec2(region, 'volume', volume) }
      const refused = scene.call(actor, {
        at: at + 22_000,
        region,
        source: 'ec2',
        name: 'DeleteVolume',
        request: { volumeId: volume },
        error: [
          'Client.UnauthorizedOperation',
          `You are not authorized to perform this operation. User: ${userArn} is not authorized to perform: ec2:DeleteVolume on resource: ${disk.arn} because no identity-based policy allows the ec2:DeleteVolume action.`,
        ],
      })
      scene.deletion(refused, { ...who, impact: 'destroyed', outcome: 'denied', targets: [disk] })
    })
  const bucket = 'production-backups-6666'
  const noBucket = scene.call(actor, {
    at: scene.at(1, '11:36:40'),
    region: HOME_REGION,
    source: 's3',
    name: 'DeleteBucket',
    request: { bucketName: bucket, Host: `${bucket}.s3.${HOME_REGION}.amazonaws.com` },
    error: [
      'AccessDenied',
      `User: ${userArn} is not authorized to perform: s3:DeleteBucket on resource: "arn:aws:s3:::${bucket}" because no identity-based policy allows the s3:DeleteBucket action`,
    ],
    resources: [{ accountId: PRODUCTION, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }],
  })
  scene.deletion(noBucket, {
    ...who,
    impact: 'destroyed',
    outcome: 'denied',
    targets: [{ type: 'AWS::S3::Bucket', id: bucket, arn: `arn:aws:s3:::${bucket}` }],
  })
  const noUser = scene.call(actor, {
    at: scene.at(1, '11:38:12'),
    region: GLOBAL_REGION,
    source: 'iam',
    name: 'DeleteUser',
    error: [
      'AccessDenied',
      `User: ${userArn} is not authorized to perform: iam:DeleteUser on resource: user svc-metrics because no identity-based policy allows the iam:DeleteUser action`,
    ],
  })
  scene.deletion(noUser, {
    ...who,
    impact: 'destroyed',
    outcome: 'denied',
    targets: [{ type: 'AWS::IAM::User', id: 'svc-metrics', arn: null }],
  })
  scene.tell(
    'The key of contractor-mallory tries to terminate an instance (one dry run), delete a volume, a bucket and a user, and is refused.',
  )
}
