import { uuid } from '../ids'
import { formatTime } from '../layout'
import { GLOBAL_REGION, HOME_REGION, MANAGEMENT, PRODUCTION } from '../world'
import type { Scene } from './scene'

interface Unusual {
  readonly account: string
  readonly region: string
  readonly type: 'ApiCallRateInsight' | 'ApiErrorRateInsight'
  readonly source: string
  readonly name: string
  readonly errorCode?: string
  readonly startMs: number
  /** Minutes; null: it goes on when the archive ends. */
  readonly minutes: number | null
  readonly baseline: number
  readonly rate: number
  readonly who: string
  readonly agent: string
  readonly resource?: string
}

/** Insight events as CloudTrail Insights records them: a start and an end under one `sharedEventID`. */
export function insights(scene: Scene): void {
  const role = (account: string, name: string) => `arn:aws:sts::${account}:assumed-role/${name}`
  const unusual: Unusual[] = [
    {
      account: MANAGEMENT,
      region: GLOBAL_REGION,
      type: 'ApiCallRateInsight',
      source: 'iam',
      name: 'CreateUser',
      startMs: scene.at(7, '10:20:00'),
      minutes: 4,
      baseline: 0.0002,
      rate: 3,
      who: role(MANAGEMENT, 'github-deploy'),
      agent: 'Boto3/1.35.36',
    },
    {
      account: PRODUCTION,
      region: HOME_REGION,
      type: 'ApiErrorRateInsight',
      source: 'ec2',
      name: 'TerminateInstances',
      errorCode: 'Client.UnauthorizedOperation',
      startMs: scene.at(1, '11:30:00'),
      minutes: 9,
      baseline: 0.0001,
      rate: 0.4,
      who: `arn:aws:iam::${PRODUCTION}:user/contractor-mallory`,
      agent: 'aws-cli/2.17.32',
    },
    {
      account: PRODUCTION,
      region: HOME_REGION,
      type: 'ApiCallRateInsight',
      source: 's3',
      name: 'DeleteObject',
      startMs: scene.at(5, '02:18:00'),
      minutes: 3,
      baseline: 0.11,
      rate: 40,
      who: `arn:aws:iam::${PRODUCTION}:user/deploy-bot`,
      agent: 'Boto3/1.34.0',
      resource: 'arn:aws:s3:::production-customer-files-6666',
    },
    {
      account: PRODUCTION,
      region: HOME_REGION,
      type: 'ApiCallRateInsight',
      source: 'ssm',
      name: 'SendCommand',
      startMs: scene.at(scene.days - 1, '23:31:00'),
      minutes: null,
      baseline: 0.0442,
      rate: 15,
      who: role(PRODUCTION, 'app-server'),
      agent: 'aws-sdk-go/1.55.5',
    },
  ]
  for (const one of unusual) record(scene, one)
  scene.tell(
    'CloudTrail Insights notices the burst of users, the refused calls, the emptied bucket, and a wave of commands that has not ended.',
  )
}

function record(scene: Scene, unusual: Unusual): void {
  const sharedEventId = uuid(scene.random)
  const start = plant(scene, unusual, 'Start', sharedEventId)
  const end = unusual.minutes === null ? null : plant(scene, unusual, 'End', sharedEventId)
  scene.insight({
    sharedEventId,
    startEventId: start,
    endEventId: end,
    insightType: unusual.type,
    eventSource: `${unusual.source}.amazonaws.com`,
    eventName: unusual.name,
    errorCode: unusual.errorCode ?? null,
    account: unusual.account,
    region: unusual.region,
  })
}

function plant(scene: Scene, unusual: Unusual, state: 'Start' | 'End', sharedEventID: string): string {
  const { account, region, baseline, rate, minutes } = unusual
  const eventId = uuid(scene.random)
  const duration = minutes ?? 5
  const timeMs = unusual.startMs + (state === 'End' ? duration * 60_000 : 0)
  const average = state === 'End' ? rate * 0.8 : rate
  const attribute = (name: string, value: string, usual: string) => ({
    attribute: name,
    insight: [{ value, average }],
    baseline: baseline > 0.001 ? [{ value: usual, average: baseline }] : [],
  })
  const body = {
    eventVersion: '1.11',
    eventTime: formatTime(timeMs),
    awsRegion: region,
    eventID: eventId,
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: account,
    sharedEventID,
    insightDetails: {
      state,
      eventSource: `${unusual.source}.amazonaws.com`,
      eventName: unusual.name,
      insightType: unusual.type,
      ...(unusual.errorCode ? { errorCode: unusual.errorCode } : {}),
      insightContext: {
        statistics: {
          baseline: { average: baseline },
          insight: { average },
          insightDuration: duration,
          baselineDuration: 10080,
        },
        attributions: [
          attribute('userIdentityArn', unusual.who, unusual.who),
          attribute('userAgent', unusual.agent, 'aws-sdk-java/2.29.6'),
          attribute('errorCode', unusual.errorCode ?? 'null', 'null'),
          ...(unusual.resource ? [attribute('resourceArn', unusual.resource, unusual.resource)] : []),
        ],
      },
    },
    eventCategory: 'Insight',
  }
  scene.raw(
    'CloudTrail-Insight',
    {
      account,
      region,
      timeMs,
      deliverableMs: timeMs + 20 * 60_000,
      eventId,
      event: 'AwsCloudTrailInsight',
      category: 'Insight',
      readOnly: false,
      failed: false,
    },
    body,
  )
  return eventId
}
