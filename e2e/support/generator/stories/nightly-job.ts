import { roleArn } from '../identity'
import { ec2Id } from '../ids'
import { formatTime } from '../layout'
import { HOME_REGION, PRODUCTION, roleOf } from '../world'
import { serviceSession } from './actors'
import type { Scene } from './scene'

const MISSED_DAY = 6
const DISKS = 3
const DAY = 86_400_000

/** Every night a function copies three disks and drops the oldest copies; one night it does not run. */
export function nightlyJob(scene: Scene): void {
  const region = HOME_REGION
  const role = roleOf(scene.world.seed, PRODUCTION, 'nightly-backup-role', '/service-role/')
  const sessionName = 'nightly-backup'
  const volumes = Array.from({ length: DISKS }, () => ec2Id(scene.random, 'vol'))
  const nights: string[] = []
  for (let day = 0; day < scene.days; day++) {
    if (day === MISSED_DAY) continue
    const at = scene.at(day, '02:30:00') + scene.random.int(40) * 1000
    nights.push(formatTime(at).slice(0, 10))
    const job = serviceSession(scene, 'lambda.amazonaws.com', {
      role,
      name: sessionName,
      at,
      region,
      ip: '203.0.113.111',
      agent:
        'Boto3/1.35.36 md/Botocore#1.35.36 ua/2.0 os/linux#5.10.227 md/arch#x86_64 lang/python#3.12.7 exec-env/AWS_Lambda_python3.12',
    })
    scene.read(job, at + 4000, region, 'ec2', 'DescribeVolumes', {
      volumeSet: { items: volumes.map((volumeId) => ({ volumeId })) },
      filterSet: {},
    })
    volumes.forEach((volumeId, i) => {
      const snapshotId = ec2Id(scene.random, 'snap')
      scene.call(job, {
        at: at + 6000 + i * 3000,
        region,
        source: 'ec2',
        name: 'CreateSnapshot',
        request: { volumeId, description: `nightly ${formatTime(at).slice(0, 10)}` },
        response: {
          snapshotId,
          volumeId,
          status: 'pending',
          startTime: at,
          ownerId: PRODUCTION,
          volumeSize: '100',
          encrypted: true,
        },
      })
    })
    volumes.forEach((_, i) => {
      const snapshotId = ec2Id(scene.random, 'snap')
      const eventId = scene.call(job, {
        at: at + 20_000 + i * 3000,
        region,
        source: 'ec2',
        name: 'DeleteSnapshot',
        request: { snapshotId, force: false },
        response: { _return: true },
      })
      scene.deletion(eventId, {
        human: job.human,
        chain: job.chain,
        chainEnd: 'service',
        impact: 'destroyed',
        outcome: 'succeeded',
        targets: [
          {
            type: 'AWS::EC2::Snapshot',
            id: snapshotId,
            arn: `arn:aws:ec2:${region}::snapshot/${snapshotId}`,
          },
        ],
        recoverable: { state: 'unknown', until: null },
      })
    })
  }
  scene.nightlyJob({
    account: PRODUCTION,
    region,
    roleArn: roleArn(role),
    sessionName,
    startsAt: '02:30',
    nights,
    missedNight: formatTime(scene.fromMs + MISSED_DAY * DAY).slice(0, 10),
  })
  scene.tell('A function takes snapshots every night at 02:30 and drops old ones; one night it does not run.')
}
