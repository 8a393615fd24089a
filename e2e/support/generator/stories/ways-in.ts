import { rootIdentity } from '../identity'
import { accessKey, ec2Id } from '../ids'
import { formatTime } from '../layout'
import { GLOBAL_REGION, HOME_REGION, MANAGEMENT, PRODUCTION, roleOf, STAGING, userOf } from '../world'
import {
  assumeRole,
  BROWSER,
  CLI,
  humanOf,
  type Session,
  samlSession,
  userActor,
  webIdentitySession,
} from './actors'
import type { Actor, Scene } from './scene'

const region = HOME_REGION
const destroyed = {
  impact: 'destroyed',
  outcome: 'succeeded',
  recoverable: { state: 'unknown', until: null },
} as const

function deleteVolume(
  scene: Scene,
  actor: Actor,
  account: string,
  at: number,
): { eventId: string; targets: [{ type: string; id: string; arn: string }] } {
  const id = ec2Id(scene.random, 'vol')
  const eventId = scene.call(actor, {
    at,
    region,
    source: 'ec2',
    name: 'DeleteVolume',
    request: { volumeId: id },
    response: { _return: true },
  })
  return {
    eventId,
    targets: [{ type: 'AWS::EC2::Volume', id, arn: `arn:aws:ec2:${region}:${account}:volume/${id}` }],
  }
}

/** One session goes through three roles in three accounts; the source identity stays. */
export function roleChain(scene: Scene): void {
  const seed = scene.world.seed
  const user = userOf(seed, MANAGEMENT, 'erik')
  const human = humanOf(user)
  const ask = { region, ip: '198.51.100.41', agent: CLI, sourceIdentity: 'erik' }
  const first = assumeRole(
    scene,
    userActor(user, ask.ip, CLI),
    user.id,
    { ...ask, role: roleOf(seed, MANAGEMENT, 'Hub'), name: 'erik', at: scene.at(3, '08:30:10') },
    [],
    human,
  )
  const second = assumeRole(
    scene,
    first,
    first.session.role.id,
    { ...ask, role: roleOf(seed, PRODUCTION, 'Operate'), name: 'hub-erik', at: scene.at(3, '08:31:40') },
    first.chain,
    human,
  )
  const third = assumeRole(
    scene,
    second,
    second.session.role.id,
    { ...ask, role: roleOf(seed, STAGING, 'Cleanup'), name: 'cleanup', at: scene.at(3, '08:33:05') },
    second.chain,
    human,
  )
  const { eventId, targets } = deleteVolume(scene, third, STAGING, scene.at(3, '08:36:48'))
  scene.deletion(eventId, { ...destroyed, targets, human, chain: third.chain })
  scene.tell('Erik goes from role to role through three accounts and deletes a volume at the end.')
}

/** A person of the company's directory and a build job delete things of their own. */
export function federatedCallers(scene: Scene): void {
  const seed = scene.world.seed
  const fiona = samlSession(
    scene,
    'fiona.walsh@example.com',
    {
      role: roleOf(seed, PRODUCTION, 'DatabaseAdmin'),
      name: 'fiona.walsh@example.com',
      at: scene.at(1, '13:20:00'),
      region,
      ip: '198.51.100.32',
      agent: BROWSER,
    },
    `arn:aws:iam::${PRODUCTION}:saml-provider/CorporateDirectory`,
  )
  const table = 'sessions-2025'
  const tableArn = `arn:aws:dynamodb:${region}:${PRODUCTION}:table/${table}`
  const unprotected = scene.call(fiona, {
    at: scene.at(1, '13:24:09'),
    region,
    source: 'dynamodb',
    name: 'UpdateTable',
    request: { tableName: table, deletionProtectionEnabled: false },
    response: { tableDescription: { tableName: table, tableArn, deletionProtectionEnabled: false } },
    resources: [{ accountId: PRODUCTION, type: 'AWS::DynamoDB::Table', ARN: tableArn }],
  })
  const dropped = scene.call(fiona, {
    at: scene.at(1, '13:25:50'),
    region,
    source: 'dynamodb',
    name: 'DeleteTable',
    request: { tableName: table },
    response: { tableDescription: { tableName: table, tableArn, tableStatus: 'DELETING' } },
    resources: [{ accountId: PRODUCTION, type: 'AWS::DynamoDB::Table', ARN: tableArn }],
  })
  const targets = [{ type: 'AWS::DynamoDB::Table', id: table, arn: tableArn }]
  const who = { human: fiona.human, chain: fiona.chain, targets }
  scene.deletion(unprotected, { ...who, impact: 'protection-removed', outcome: 'succeeded' })
  scene.deletion(dropped, {
    ...destroyed,
    ...who,
    precursors: [{ eventId: unprotected, kind: 'protection-removed', target: table }],
  })

  const build = webIdentitySession(scene, 'repo:example/shop:ref:refs/heads/main', {
    role: roleOf(seed, STAGING, 'github-deploy'),
    name: 'GitHubActions',
    at: scene.at(2, '16:40:12'),
    region,
    ip: '192.0.2.88',
    agent: CLI,
  })
  const name = 'preview-1482'
  const removed = scene.call(build, {
    at: scene.at(2, '16:42:31'),
    region,
    source: 'lambda',
    name: 'DeleteFunction20150331',
    request: { functionName: name },
  })
  scene.deletion(removed, {
    ...destroyed,
    human: build.human,
    chain: build.chain,
    targets: [
      {
        type: 'AWS::Lambda::Function',
        id: name,
        arn: `arn:aws:lambda:${region}:${STAGING}:function:${name}`,
      },
    ],
  })
  scene.tell(
    'Fiona Walsh (company directory) drops a table after unprotecting it; a build job removes a preview function.',
  )
}

/** A session whose beginning lies outside the archive, and the root user. */
export function callersWithoutHistory(scene: Scene): void {
  const seed = scene.world.seed
  const asked = {
    role: roleOf(seed, PRODUCTION, 'PartnerAccess'),
    name: 'partner-sync',
    key: accessKey(scene.random, 'ASIA'),
    created: formatTime(scene.at(2, '18:58:00')),
  }
  const partner: Omit<Session, 'human' | 'chain'> = {
    account: PRODUCTION,
    identity: JSON.stringify({
      type: 'AssumedRole',
      principalId: `${asked.role.id}:${asked.name}`,
      arn: `arn:aws:sts::${PRODUCTION}:assumed-role/PartnerAccess/partner-sync`,
      accountId: PRODUCTION,
      accessKeyId: asked.key,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: asked.role.id,
          arn: `arn:aws:iam::${PRODUCTION}:role/PartnerAccess`,
          accountId: PRODUCTION,
          userName: 'PartnerAccess',
        },
        attributes: { creationDate: asked.created, mfaAuthenticated: 'false' },
      },
    }),
    ip: '192.0.2.150',
    agent: CLI,
    session: asked,
  }
  const unknown = deleteVolume(scene, partner, PRODUCTION, scene.at(2, '19:05:20'))
  scene.deletion(unknown.eventId, {
    ...destroyed,
    targets: unknown.targets,
    human: null,
    chain: [],
    chainEnd: 'not-in-archive',
  })

  const loginMs = scene.at(4, '07:12:30')
  const ip = '198.51.100.9'
  const login = scene.call(
    { account: STAGING, identity: rootIdentity(STAGING), ip, agent: BROWSER },
    {
      at: loginMs,
      region: GLOBAL_REGION,
      source: 'signin',
      name: 'ConsoleLogin',
      type: 'AwsConsoleSignIn',
      response: { ConsoleLogin: 'Success' },
      additional: {
        LoginTo: 'https://console.aws.amazon.com/console/home',
        MobileVersion: 'No',
        MFAUsed: 'No',
      },
    },
  )
  const root: Actor = {
    account: STAGING,
    identity: rootIdentity(STAGING, {
      key: accessKey(scene.random, 'ASIA'),
      created: formatTime(loginMs),
      mfa: false,
    }),
    ip,
    agent: BROWSER,
    fromConsole: true,
  }
  const bucket = 'staging-old-website-9999'
  const gone = scene.call(root, {
    at: scene.at(4, '07:16:02'),
    region,
    source: 's3',
    name: 'DeleteBucket',
    request: { bucketName: bucket, Host: `${bucket}.s3.${region}.amazonaws.com` },
    resources: [{ accountId: STAGING, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }],
  })
  scene.deletion(gone, {
    ...destroyed,
    targets: [{ type: 'AWS::S3::Bucket', id: bucket, arn: `arn:aws:s3:::${bucket}` }],
    human: { kind: 'Root', name: 'root', arn: `arn:aws:iam::${STAGING}:root` },
    chain: [login],
  })
  scene.tell(
    'A partner’s session that began outside the archive deletes a volume; the root user, without MFA, deletes a bucket.',
  )
}
