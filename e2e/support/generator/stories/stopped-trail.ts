import { formatTime } from '../layout'
import { GLOBAL_REGION, HOME_REGION, MANAGEMENT, roleOf, userOf } from '../world'
import { CLI, samlSession, userActor } from './actors'
import type { Scene } from './scene'

const HOUR = 3600_000
const TRAIL = `arn:aws:cloudtrail:${GLOBAL_REGION}:${MANAGEMENT}:trail/org-trail`
/** Files of calls made before the stop are delivered up to this long after it. */
const LAST_DELIVERY_MS = 600_000

/** Dave, from the company's own directory, stops the organisation's trail for two hours and starts it again. */
export function trailIsStopped(scene: Scene): void {
  const provider = `arn:aws:iam::${MANAGEMENT}:saml-provider/CorporateDirectory`
  const role = roleOf(scene.world.seed, MANAGEMENT, 'OrgAdmin')
  const dave = samlSession(
    scene,
    'dave.miller@example.com',
    {
      role,
      name: 'dave.miller@example.com',
      at: scene.at(8, '12:51:20'),
      region: GLOBAL_REGION,
      ip: '198.51.100.31',
      agent: CLI,
      hours: 4,
    },
    provider,
  )
  const target = { type: 'AWS::CloudTrail::Trail', id: 'org-trail', arn: TRAIL }
  scene.read(dave, scene.at(8, '12:58:03'), GLOBAL_REGION, 'cloudtrail', 'DescribeTrails', {
    trailNameList: [],
  })
  const stopMs = scene.at(8, '13:05:16')
  const stopped = scene.call(dave, {
    at: stopMs,
    region: GLOBAL_REGION,
    source: 'cloudtrail',
    name: 'StopLogging',
    request: { name: TRAIL },
  })
  const startMs = scene.at(8, '15:20:44')
  const started = scene.call(dave, {
    at: startMs,
    region: GLOBAL_REGION,
    source: 'cloudtrail',
    name: 'StartLogging',
    request: { name: TRAIL },
  })
  const who = { human: dave.human, chain: dave.chain, targets: [target] }
  scene.deletion(stopped, {
    ...who,
    impact: 'logging-impaired',
    outcome: 'succeeded',
    recoverable: { state: 'restored', until: null },
  })
  scene.deletion(started, { ...who, impact: 'restored', outcome: 'succeeded' })
  const hours: string[] = []
  for (
    let hour = Math.ceil((stopMs + LAST_DELIVERY_MS) / HOUR) * HOUR;
    hour + HOUR <= startMs;
    hour += HOUR
  ) {
    hours.push(formatTime(hour))
  }
  scene.pause({
    stopEventId: stopped,
    startEventId: started,
    from: formatTime(stopMs),
    to: formatTime(startMs),
    hoursWithoutFiles: hours,
  })
  scene.read(dave, scene.at(8, '15:22:10'), GLOBAL_REGION, 'cloudtrail', 'GetTrailStatus', { name: TRAIL })
  scene.read(dave, scene.at(8, '12:55:41'), HOME_REGION, 'cloudtrail', 'GetTrailStatus', { name: TRAIL })
  scene.tell(
    'Dave Miller (company directory) stops the organisation’s trail for two hours and a quarter; no files come in that time.',
  )
}

/** Log file validation is switched on: from this moment on there are digests. */
export function validationIsSwitchedOn(scene: Scene, at: number): void {
  const auditor = userOf(scene.world.seed, MANAGEMENT, 'auditor')
  scene.call(userActor(auditor, '198.51.100.50', CLI), {
    at,
    region: GLOBAL_REGION,
    source: 'cloudtrail',
    name: 'UpdateTrail',
    request: { name: TRAIL, enableLogFileValidation: true },
    response: {
      name: 'org-trail',
      trailARN: TRAIL,
      logFileValidationEnabled: true,
      isOrganizationTrail: true,
      isMultiRegionTrail: true,
    },
  })
  scene.tell('The auditor switches log file validation on.')
}
