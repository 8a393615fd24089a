import { sessionArn } from '../identity'
import { accessKey, principalId } from '../ids'
import { formatTime } from '../layout'
import { GLOBAL_REGION, MANAGEMENT, roleOf } from '../world'
import { webIdentitySession } from './actors'
import type { Scene } from './scene'

const USERS = 12

/** A build role, misused, makes a dozen users with keys in four minutes, then removes one of them again. */
export function iamBurst(scene: Scene): void {
  const region = GLOBAL_REGION
  const build = webIdentitySession(scene, 'repo:example/reports:pull_request', {
    role: roleOf(scene.world.seed, MANAGEMENT, 'github-deploy'),
    name: 'GitHubActions',
    at: scene.at(7, '10:19:30'),
    region,
    ip: '192.0.2.77',
    agent: 'Boto3/1.35.36 md/Botocore#1.35.36 ua/2.0 os/linux#6.5.0-azure md/arch#x86_64 lang/python#3.12.3',
  })
  const from = scene.at(7, '10:20:00')
  const eventIds: string[] = []
  let at = from
  const act = (name: string, request: unknown, response: unknown = null) => {
    at += 3000 + scene.random.int(3000)
    at -= at % 1000
    const eventId = scene.call(build, { at, region, source: 'iam', name, request, response })
    eventIds.push(eventId)
    return eventId
  }
  const makeUser = (userName: string) => {
    const arn = `arn:aws:iam::${MANAGEMENT}:user/${userName}`
    const userId = principalId(scene.random, 'AIDA')
    const key = accessKey(scene.random, 'AKIA')
    act(
      'CreateUser',
      { userName },
      { user: { path: '/', userName, userId, arn, createDate: formatTime(at) } },
    )
    act('AttachUserPolicy', { userName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' })
    act(
      'CreateAccessKey',
      { userName },
      { accessKey: { userName, accessKeyId: key, status: 'Active', createDate: formatTime(at) } },
    )
    return { userName, arn, key }
  }
  const made = Array.from({ length: USERS }, (_, i) => makeUser(`support-${String(i + 1).padStart(2, '0')}`))
  const last = made.at(-1)
  if (!last) throw new RangeError('The burst makes users.')
  const target = { type: 'AWS::IAM::User', id: last.userName, arn: last.arn }
  const who = { human: build.human, chain: build.chain, outcome: 'succeeded' } as const
  const noKey = act('DeleteAccessKey', { userName: last.userName, accessKeyId: last.key })
  const noPolicy = act('DetachUserPolicy', {
    userName: last.userName,
    policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  })
  const noUser = act('DeleteUser', { userName: last.userName })
  scene.deletion(noKey, {
    ...who,
    impact: 'access-removed',
    targets: [{ type: 'AWS::IAM::AccessKey', id: last.key, arn: null }],
  })
  scene.deletion(noPolicy, { ...who, impact: 'access-removed', targets: [target] })
  scene.deletion(noUser, {
    ...who,
    impact: 'destroyed',
    targets: [target],
    recoverable: { state: 'unknown', until: null },
  })
  scene.burst({
    account: MANAGEMENT,
    region,
    principalArn: sessionArn(build.session),
    eventSource: 'iam.amazonaws.com',
    from: formatTime(from),
    to: formatTime(at),
    eventIds,
  })
  scene.tell(
    `A build job from a pull request makes ${USERS} administrators with keys in a few minutes, and removes one of them.`,
  )
}
