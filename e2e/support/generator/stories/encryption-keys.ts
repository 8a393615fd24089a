import { uuid } from '../ids'
import { formatTime } from '../layout'
import { HOME_REGION, PRODUCTION, roleOf } from '../world'
import { BROWSER, type Session, samlSession } from './actors'
import type { Scene } from './scene'

const DAY = 86_400_000

function keyTarget(id: string) {
  return { type: 'AWS::KMS::Key', id, arn: `arn:aws:kms:${HOME_REGION}:${PRODUCTION}:key/${id}` }
}

function schedule(scene: Scene, session: Session, at: number, id: string, window: number) {
  const { arn, type } = keyTarget(id)
  const deletionMs = at + window * DAY
  const eventId = scene.call(session, {
    at,
    region: HOME_REGION,
    source: 'kms',
    name: 'ScheduleKeyDeletion',
    request: { keyId: arn, pendingWindowInDays: window },
    response: {
      keyId: arn,
      deletionDate: formatTime(deletionMs),
      keyState: 'PendingDeletion',
      pendingWindowInDays: window,
    },
    resources: [{ accountId: PRODUCTION, type, ARN: arn }],
  })
  return { eventId, deletionMs }
}

/** Three keys are scheduled for deletion: one is deleted by the service, one saved, one still waits at the end. */
export function encryptionKeysAreScheduled(scene: Scene): void {
  const region = HOME_REGION
  const bob = samlSession(scene, 'bob.jones@example.com', {
    role: roleOf(
      scene.world.seed,
      PRODUCTION,
      'AWSReservedSSO_KeyAdmin_4c1f9a7b2d3e5f60',
      `/aws-reserved/sso.amazonaws.com/${region}/`,
    ),
    name: 'bob.jones@example.com',
    at: scene.at(0, '14:52:10'),
    region,
    ip: '198.51.100.20',
    agent: BROWSER,
  })
  const [gone, saved, waiting] = [uuid(scene.random), uuid(scene.random), uuid(scene.random)]
  scene.read(bob, scene.at(0, '14:55:00'), region, 'kms', 'ListKeys')
  const first = schedule(scene, bob, scene.at(0, '15:02:44'), gone, 7)
  const second = schedule(scene, bob, scene.at(0, '15:05:19'), saved, 14)
  const third = schedule(scene, bob, scene.at(0, '15:06:33'), waiting, 30)
  const savedTarget = keyTarget(saved)
  const cancelled = scene.call(bob, {
    at: scene.at(0, '15:31:05'),
    region,
    source: 'kms',
    name: 'CancelKeyDeletion',
    request: { keyId: savedTarget.arn },
    response: { keyId: savedTarget.arn },
    resources: [{ accountId: PRODUCTION, type: savedTarget.type, ARN: savedTarget.arn }],
  })
  const goneTarget = keyTarget(gone)
  const deleted = scene.call(
    {
      account: PRODUCTION,
      identity: JSON.stringify({ accountId: PRODUCTION, invokedBy: 'AWS Internal' }),
      ip: 'AWS Internal',
      agent: 'AWS Internal',
      service: true,
    },
    {
      at: first.deletionMs + 5_412_000,
      region,
      source: 'kms',
      name: 'DeleteKey',
      type: 'AwsServiceEvent',
      response: { keyId: goneTarget.arn },
      resources: [{ accountId: PRODUCTION, type: goneTarget.type, ARN: goneTarget.arn }],
    },
  )
  const who = { human: bob.human, chain: bob.chain }
  const scheduled = { ...who, impact: 'scheduled', outcome: 'succeeded' } as const
  scene.deletion(first.eventId, {
    ...scheduled,
    targets: [goneTarget],
    recoverable: { state: 'not recoverable', until: null },
  })
  scene.deletion(second.eventId, {
    ...scheduled,
    targets: [savedTarget],
    recoverable: { state: 'restored', until: null },
  })
  scene.deletion(third.eventId, {
    ...scheduled,
    targets: [keyTarget(waiting)],
    recoverable: { state: 'scheduled', until: formatTime(third.deletionMs) },
  })
  scene.deletion(cancelled, { ...who, impact: 'restored', outcome: 'succeeded', targets: [savedTarget] })
  scene.deletion(deleted, {
    human: bob.human,
    chain: [first.eventId, ...bob.chain],
    impact: 'destroyed',
    outcome: 'succeeded',
    targets: [goneTarget],
    cause: { kind: 'schedule', eventId: first.eventId },
    recoverable: { state: 'not recoverable', until: null },
  })
  scene.tell(
    'Bob Jones (Identity Center) schedules three KMS keys for deletion; one is saved, and days later the service deletes the first.',
  )
}
