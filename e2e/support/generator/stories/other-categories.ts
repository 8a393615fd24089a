import { sessionIdentity } from '../identity'
import { accessKey, ec2Id, uuid } from '../ids'
import { formatTime } from '../layout'
import { HOME_REGION, PRODUCTION, roleOf } from '../world'
import type { Scene } from './scene'

const WINDOW_MS = 300_000
const CALLS = [
  ['s3', 'GetObject'],
  ['s3', 'ListObjects'],
  ['kms', 'Decrypt'],
  ['secretsmanager', 'GetSecretValue'],
] as const

/** Calls through a VPC endpoint, some of them refused by the endpoint's policy: NetworkActivity files. */
export function networkActivity(scene: Scene): void {
  const endpoint = ec2Id(scene.random, 'vpce')
  for (let i = 0; i < 36; i++) {
    const timeMs =
      scene.at(2 + Math.floor(i / 12), '08:00:00') + (i % 12) * 1_260_000 + scene.random.int(600) * 1000
    const [source, name] = scene.random.pick(CALLS)
    const refused = i % 6 === 5
    const session = {
      role: roleOf(scene.world.seed, PRODUCTION, 'app-server'),
      name: ec2Id(scene.random, 'i'),
      key: accessKey(scene.random, 'ASIA'),
      created: formatTime(timeMs - 900_000),
    }
    const eventId = uuid(scene.random)
    scene.raw(
      'CloudTrail-NetworkActivity',
      {
        account: PRODUCTION,
        region: HOME_REGION,
        timeMs,
        deliverableMs: timeMs,
        eventId,
        event: `${source}.amazonaws.com/${name}`,
        category: 'NetworkActivity',
        readOnly: false,
        failed: refused,
      },
      {
        eventVersion: '1.11',
        userIdentity: JSON.parse(sessionIdentity(session)),
        eventTime: formatTime(timeMs),
        eventSource: `${source}.amazonaws.com`,
        eventName: name,
        awsRegion: HOME_REGION,
        sourceIPAddress: `10.20.1.${10 + scene.random.int(200)}`,
        ...(refused
          ? {
              errorCode: 'VpceAccessDenied',
              errorMessage: 'The request was denied due to a VPC endpoint policy',
            }
          : {}),
        requestID: uuid(scene.random),
        eventID: eventId,
        eventType: 'AwsVpceEvents',
        recipientAccountId: PRODUCTION,
        sharedEventID: uuid(scene.random),
        vpcEndpointId: endpoint,
        vpcEndpointAccountId: PRODUCTION,
        eventCategory: 'NetworkActivity',
      },
    )
  }
  scene.tell('Calls pass a VPC endpoint, and every sixth is refused by its policy.')
}

/** Data events summed up in windows of five minutes: Aggregated files. */
export function aggregatedEvents(scene: Scene): void {
  const space = (ms: number) => formatTime(ms).replace('T', ' ').replace('Z', '')
  for (let i = 0; i < 24; i++) {
    const startMs = scene.at(3, '09:00:00') + i * WINDOW_MS
    const endMs = startMs + WINDOW_MS
    const reads = 40 + scene.random.int(400)
    const writes = 5 + scene.random.int(60)
    const eventId = uuid(scene.random)
    const counted = (dimension: string, statistics: readonly (readonly [string, number])[]) => ({
      dimension,
      statistics: statistics.map(([name, value]) => ({ name, value })),
      aggregationType: 'Count',
    })
    scene.raw(
      'CloudTrail-Aggregated',
      {
        account: PRODUCTION,
        region: HOME_REGION,
        timeMs: startMs,
        deliverableMs: endMs,
        eventId,
        event: 'AwsAggregatedEvent',
        category: 'Aggregated',
        readOnly: false,
        failed: false,
      },
      {
        eventVersion: '1.0',
        accountId: PRODUCTION,
        eventId,
        eventCategory: 'Aggregated',
        eventType: 'AwsAggregatedEvent',
        awsRegion: HOME_REGION,
        eventSource: 's3.amazonaws.com',
        timeWindow: { windowStart: space(startMs), windowEnd: space(endMs), windowSize: 'PT5M' },
        summary: {
          primaryDimension: counted('eventName', [
            ['GetObject', reads],
            ['PutObject', writes],
          ]),
          details: [
            counted('userIdentity', [
              [`arn:aws:sts::${PRODUCTION}:assumed-role/order-intake-role`, reads + writes],
            ]),
            counted('sourceIpAddress', [['203.0.113.104', reads + writes]]),
            counted('errorCode', [['NoSuchKey', scene.random.int(5)]]),
          ],
        },
      },
    )
  }
  scene.tell('Reads and writes of S3 objects, summed up over five minutes each, for two hours.')
}
