import { ec2Id } from '../ids'
import { HOME_REGION, PRODUCTION, roleOf } from '../world'
import { BROWSER, CLI, samlSession, serviceSession } from './actors'
import type { Scene } from './scene'

/** Dimitri opens a shell on an instance, and minutes later the instance's role shares, then deletes, a snapshot. */
export function instanceRoleDeletes(scene: Scene): void {
  const region = HOME_REGION
  const instanceId = ec2Id(scene.random, 'i')
  const snapshotId = ec2Id(scene.random, 'snap')
  const volumeId = ec2Id(scene.random, 'vol')
  const role = roleOf(scene.world.seed, PRODUCTION, 'bastion')
  const machine = serviceSession(
    scene,
    'ec2.amazonaws.com',
    { role, name: instanceId, at: scene.at(4, '16:04:21'), region, ip: '203.0.113.20', agent: CLI },
    '2.0',
  )
  const dimitri = samlSession(scene, 'dimitri.orlov@example.com', {
    role: roleOf(
      scene.world.seed,
      PRODUCTION,
      'AWSReservedSSO_PowerUserAccess_1d2c3b4a5f6e7089',
      `/aws-reserved/sso.amazonaws.com/${region}/`,
    ),
    name: 'dimitri.orlov@example.com',
    at: scene.at(4, '16:18:00'),
    region,
    ip: '198.51.100.22',
    agent: BROWSER,
  })
  scene.call(dimitri, {
    at: scene.at(4, '16:21:37'),
    region,
    source: 'ssm',
    name: 'StartSession',
    request: { target: instanceId },
    response: {
      sessionId: 'dimitri.orlov@example.com-0f4a7c1e9b3d2a685',
      tokenValue: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    },
  })
  scene.read(machine, scene.at(4, '16:23:10'), region, 'sts', 'GetCallerIdentity')
  scene.read(machine, scene.at(4, '16:23:55'), region, 'ec2', 'DescribeSnapshots', {
    snapshotSet: {},
    filterSet: {},
  })
  const shared = scene.call(machine, {
    at: scene.at(4, '16:25:30'),
    region,
    source: 'ec2',
    name: 'ModifySnapshotAttribute',
    request: {
      snapshotId,
      createVolumePermission: { add: { items: [{ userId: '999900001111' }] } },
      attributeType: 'CREATE_VOLUME_PERMISSION',
    },
    response: { _return: true },
  })
  const done = { _return: true }
  const gone = scene.call(machine, {
    at: scene.at(4, '16:29:12'),
    region,
    source: 'ec2',
    name: 'DeleteSnapshot',
    request: { snapshotId, force: false },
    response: done,
  })
  const volume = scene.call(machine, {
    at: scene.at(4, '16:30:04'),
    region,
    source: 'ec2',
    name: 'DeleteVolume',
    request: { volumeId },
    response: done,
  })
  const who = {
    human: machine.human,
    chain: machine.chain,
    chainEnd: 'service',
    impact: 'destroyed',
    outcome: 'succeeded',
  } as const
  scene.deletion(gone, {
    ...who,
    targets: [
      { type: 'AWS::EC2::Snapshot', id: snapshotId, arn: `arn:aws:ec2:${region}::snapshot/${snapshotId}` },
    ],
    precursors: [{ eventId: shared, kind: 'copied-out', target: snapshotId }],
    recoverable: { state: 'unknown', until: null },
  })
  scene.deletion(volume, {
    ...who,
    targets: [
      {
        type: 'AWS::EC2::Volume',
        id: volumeId,
        arn: `arn:aws:ec2:${region}:${PRODUCTION}:volume/${volumeId}`,
      },
    ],
    recoverable: { state: 'unknown', until: null },
  })
  scene.tell(
    'The role of an instance shares a snapshot with an outside account and deletes it, minutes after Dimitri opened a shell there.',
  )
}
