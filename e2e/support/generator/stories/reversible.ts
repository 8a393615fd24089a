import { hex } from '../ids'
import { formatTime } from '../layout'
import { HOME_REGION, PRODUCTION, roleOf, userOf } from '../world'
import { BROWSER, CLI, humanOf, type Session, samlSession, userActor } from './actors'
import type { Scene } from './scene'

const DAY = 86_400_000
const region = HOME_REGION

function secretTarget(name: string, suffix: string) {
  return {
    type: 'AWS::SecretsManager::Secret',
    id: name,
    arn: `arn:aws:secretsmanager:${region}:${PRODUCTION}:secret:${name}-${suffix}`,
  }
}

function deleteSecret(
  scene: Scene,
  eva: Session,
  at: number,
  target: ReturnType<typeof secretTarget>,
  days: number | null,
) {
  return scene.call(eva, {
    at,
    region,
    source: 'secretsmanager',
    name: 'DeleteSecret',
    request:
      days === null
        ? { secretId: target.id, forceDeleteWithoutRecovery: true }
        : { secretId: target.id, recoveryWindowInDays: days },
    response: { arn: target.arn, name: target.id, deletionDate: formatTime(at + (days ?? 0) * DAY) },
  })
}

/** Secrets deleted with a window, without one, and brought back. */
export function secretsAreDeleted(scene: Scene): void {
  const eva = samlSession(scene, 'eva.lindqvist@example.com', {
    role: roleOf(
      scene.world.seed,
      PRODUCTION,
      'AWSReservedSSO_SecretsAdmin_77aa5533cc118899',
      `/aws-reserved/sso.amazonaws.com/${region}/`,
    ),
    name: 'eva.lindqvist@example.com',
    at: scene.at(3, '11:00:30'),
    region,
    ip: '198.51.100.23',
    agent: BROWSER,
  })
  const [back, waiting, forced] = ['prod/mail/old-smtp', 'prod/legacy/ftp', 'prod/legacy/api-token'].map(
    (name) => secretTarget(name, hex(scene.random, 6)),
  )
  if (!back || !waiting || !forced) throw new RangeError('Three secrets.')
  const backMs = scene.at(3, '11:04:00')
  const waitingMs = scene.at(3, '11:05:30')
  const first = deleteSecret(scene, eva, backMs, back, 7)
  const second = deleteSecret(scene, eva, waitingMs, waiting, 30)
  const third = deleteSecret(scene, eva, scene.at(3, '11:07:10'), forced, null)
  const restored = scene.call(eva, {
    at: scene.at(3, '11:40:00'),
    region,
    source: 'secretsmanager',
    name: 'RestoreSecret',
    request: { secretId: back.id },
    response: { arn: back.arn, name: back.id },
  })
  const who = { human: eva.human, chain: eva.chain, outcome: 'succeeded' } as const
  scene.deletion(first, {
    ...who,
    impact: 'scheduled',
    targets: [back],
    recoverable: { state: 'restored', until: null },
  })
  scene.deletion(second, {
    ...who,
    impact: 'scheduled',
    targets: [waiting],
    recoverable: { state: 'scheduled', until: formatTime(waitingMs + 30 * DAY) },
  })
  scene.deletion(third, {
    ...who,
    impact: 'destroyed',
    targets: [forced],
    recoverable: { state: 'not recoverable', until: null },
  })
  scene.deletion(restored, { ...who, impact: 'restored', targets: [back] })
  scene.tell(
    'Eva Lindqvist (Identity Center) deletes three secrets: one comes back, one waits for thirty days, one is gone at once.',
  )
}

/** A single object of a versioned bucket is deleted: a marker hides it, nothing is lost. Delivered late, with an addendum. */
export function objectIsHidden(scene: Scene): void {
  const user = userOf(scene.world.seed, PRODUCTION, 'svc-reporting')
  const bucket = 'production-reports-6666'
  const key = 'exports/2026/february.csv'
  const at = scene.at(6, '23:58:40')
  const eventId = scene.call(userActor(user, '198.51.100.101', CLI), {
    at,
    region,
    source: 's3',
    name: 'DeleteObject',
    data: true,
    request: { bucketName: bucket, Host: `${bucket}.s3.${region}.amazonaws.com`, key },
    response: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': hex(scene.random, 32) },
    resources: [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` },
      { accountId: PRODUCTION, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
    ],
    addendum: { reason: 'DELIVERY_DELAY' },
  })
  scene.deletion(eventId, {
    human: humanOf(user),
    chain: [],
    impact: 'destroyed',
    outcome: 'succeeded',
    targets: [{ type: 'AWS::S3::Object', id: `${bucket}/${key}`, arn: `arn:aws:s3:::${bucket}/${key}` }],
    recoverable: { state: 'recoverable', until: null },
  })
  scene.tell('svc-reporting deletes a report just before midnight; in a versioned bucket that only hides it.')
}
