import type { BegunSession } from './caller'
import {
  type Role,
  type RoleSession,
  roleArn,
  samlIdentity,
  serviceIdentity,
  sessionArn,
  sessionIdentity,
  webIdentity,
} from './identity'
import { accessKey, hex, uuid } from './ids'
import { formatTime } from './layout'
import { type Random, Weighted } from './random'
import { tlsTo } from './record'
import { HOME_REGION, PEOPLE, type Place } from './world'

type SessionKind = 'instance' | 'function' | 'task' | 'person' | 'pipeline' | 'audit' | 'scaling'

const kinds = new Weighted<SessionKind>([
  ['instance', 30],
  ['function', 26],
  ['task', 8],
  ['person', 14],
  ['pipeline', 9],
  ['audit', 10],
  ['scaling', 3],
])

const PERSON_AGENTS = [
  'aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/macos#23.6.0 md/arch#arm64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'AWS Internal',
] as const

/** Life of an ordinary session, in hours. */
export const SESSION_HOURS = 6

const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.76.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.32.4 ua/2.1 os/linux lang/go#1.23.3 md/GOOS#linux md/GOARCH#amd64'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Mar 4, 2026, 11:07:31 AM`: how STS writes the end of a session into responseElements. */
export function formatExpiration(ms: number): string {
  const date = new Date(ms)
  const month = MONTHS[date.getUTCMonth()] ?? ''
  const hour = date.getUTCHours()
  const two = (value: number) => String(value).padStart(2, '0')
  return `${month} ${date.getUTCDate()}, ${date.getUTCFullYear()}, ${hour % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`
}

/** `responseElements` of a call that began a session: the key that the session's calls carry is in it. */
export function credentialsOf(
  session: RoleSession,
  begunMs: number,
  extra: Record<string, string> = {},
  hours = 1,
): string {
  return JSON.stringify({
    credentials: {
      accessKeyId: session.key,
      sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      expiration: formatExpiration(begunMs + hours * 3600_000),
    },
    assumedRoleUser: { assumedRoleId: `${session.role.id}:${session.name}`, arn: sessionArn(session) },
    ...extra,
  })
}

export function roleResource(role: Role): string {
  return `[{"accountId":"${role.account}","type":"AWS::IAM::Role","ARN":"${roleArn(role)}"}]`
}

function byService(
  random: Random,
  kind: SessionKind,
  session: RoleSession,
  service: string,
  begunMs: number,
  calls: { ip: string; agent: string; endpoint?: string | undefined; invokedBy?: string },
): BegunSession {
  const request = JSON.stringify({
    roleArn: roleArn(session.role),
    roleSessionName: session.name,
    ...(kind === 'audit' ? {} : { durationSeconds: SESSION_HOURS * 3600 }),
  })
  return {
    kind,
    identity: sessionIdentity(session),
    name: session.name,
    ip: calls.ip,
    agent: calls.agent,
    tls: calls.invokedBy === undefined && calls.endpoint === undefined,
    endpoint: calls.endpoint,
    ...(calls.invokedBy ? { invokedBy: calls.invokedBy } : {}),
    begun: {
      identity: serviceIdentity(service),
      source: 'sts',
      name: 'AssumeRole',
      ip: service,
      agent: service,
      request,
      response: credentialsOf(session, begunMs, {}, SESSION_HOURS),
      readOnly: true,
      resources: roleResource(session.role),
      type: 'AwsApiCall',
      management: true,
      sharedId: uuid(random),
    },
  }
}

/** The SAML provider that IAM Identity Center makes in an account. */
export function identityCenterProvider(account: string): string {
  return `arn:aws:iam::${account}:saml-provider/AWSSSO_9f3c1a7be2d45806_DO_NOT_DELETE`
}

/** Identity Center as the records of its sessions name it. */
export const IDENTITY_STORE = 'arn:aws:identitystore::111122223333:identitystore/d-93670f2b1c'

function byPerson(random: Random, place: Place, key: string, created: string, begunMs: number): BegunSession {
  const person = random.pickSkewed(PEOPLE)
  const session: RoleSession = {
    role: random.pick(place.account.ssoRoles),
    name: `${person}@example.com`,
    key,
    created,
  }
  const provider = identityCenterProvider(place.account.id)
  const agent = random.pick(PERSON_AGENTS)
  const ip = `198.51.100.${20 + PEOPLE.indexOf(person)}`
  return {
    kind: 'person',
    identity: sessionIdentity(session),
    name: session.name,
    ip,
    agent,
    tls: agent !== 'AWS Internal',
    fromConsole: agent !== PERSON_AGENTS[0],
    begun: {
      identity: samlIdentity(session.name, provider),
      source: 'sts',
      name: 'AssumeRoleWithSAML',
      ip,
      agent: 'aws-internal/3',
      request: JSON.stringify({
        sAMLAssertionID: `_${hex(random, 32)}`,
        roleSessionName: session.name,
        roleArn: roleArn(session.role),
        principalArn: provider,
        durationSeconds: SESSION_HOURS * 3600,
      }),
      response: credentialsOf(
        session,
        begunMs,
        {
          subjectType: 'persistent',
          issuer: `https://portal.sso.${HOME_REGION}.amazonaws.com/saml/assertion/d-93670f2b1c`,
          audience: 'https://signin.aws.amazon.com/saml',
          subject: session.name,
        },
        SESSION_HOURS,
      ),
      readOnly: true,
      resources: roleResource(session.role),
      type: 'AwsApiCall',
      management: true,
    },
  }
}

/** The OIDC provider of the organisation's build service. */
export function buildProvider(account: string): string {
  return `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`
}

function byPipeline(
  random: Random,
  place: Place,
  key: string,
  created: string,
  begunMs: number,
): BegunSession {
  const role = random.pick(place.account.pipelineRoles)
  const subject = `repo:example/${random.pick(['shop', 'platform', 'reports'])}:ref:refs/heads/main`
  const provider = buildProvider(place.account.id)
  const identity = { provider, subject, audience: 'sts.amazonaws.com' }
  const session: RoleSession = { role, name: 'GitHubActions', key, created, webIdentity: identity }
  const ip = `192.0.2.${random.int(250) + 1}`
  const agent =
    role.name === 'terraform'
      ? TERRAFORM
      : 'aws-sdk-js/3.693.0 ua/2.1 os/linux#6.5.0 lang/js md/nodejs#20.18.0'
  return {
    kind: 'pipeline',
    identity: sessionIdentity(session),
    name: session.name,
    ip,
    agent,
    tls: true,
    begun: {
      identity: webIdentity(subject, identity.audience, provider),
      source: 'sts',
      name: 'AssumeRoleWithWebIdentity',
      ip,
      agent,
      request: JSON.stringify({
        roleArn: roleArn(role),
        roleSessionName: session.name,
        durationSeconds: SESSION_HOURS * 3600,
      }),
      response: credentialsOf(
        session,
        begunMs,
        {
          subjectFromWebIdentityToken: subject,
          audience: identity.audience,
          provider,
        },
        SESSION_HOURS,
      ),
      readOnly: true,
      resources: roleResource(role),
      type: 'AwsApiCall',
      management: true,
      tls: tlsTo(`sts.${place.region}.amazonaws.com`),
    },
  }
}

/** Makes a session of an ordinary caller of this place, begun at this moment (epoch milliseconds). */
export function beginSession(random: Random, place: Place, begunMs: number): BegunSession {
  const { account } = place
  const kind = kinds.draw(random)
  const key = accessKey(random, 'ASIA')
  const created = formatTime(begunMs)
  switch (kind) {
    case 'instance': {
      const role = random.pickSkewed(account.instanceRoles)
      const session: RoleSession = {
        role,
        name: random.pickSkewed(place.instances),
        key,
        created,
        ec2RoleDelivery: '2.0',
      }
      const inside = random.chance(0.5)
      return byService(random, kind, session, 'ec2.amazonaws.com', begunMs, {
        ip: inside ? `10.20.${random.int(4)}.${random.int(250) + 4}` : place.address,
        agent: 'aws-sdk-go/1.55.5 (go1.22.7; linux; amd64) amazon-ssm-agent/3.3.987.0',
        endpoint: inside ? place.endpoint : undefined,
      })
    }
    case 'function': {
      const role = random.pickSkewed(account.functionRoles)
      const name = role.name.slice(0, -'-role'.length)
      return byService(random, kind, { role, name, key, created }, 'lambda.amazonaws.com', begunMs, {
        ip: `203.0.113.${100 + random.int(12)}`,
        agent:
          'Boto3/1.35.36 md/Botocore#1.35.36 ua/2.0 os/linux#5.10.227 md/arch#x86_64 lang/python#3.12.7 exec-env/AWS_Lambda_python3.12 Botocore/1.35.36',
      })
    }
    case 'task': {
      const role = random.pick(account.taskRoles)
      return byService(
        random,
        kind,
        { role, name: hex(random, 32), key, created },
        'ecs-tasks.amazonaws.com',
        begunMs,
        {
          ip: place.address,
          agent:
            'aws-sdk-java/2.29.6 Linux/5.10.227 OpenJDK_64-Bit_Server_VM/21.0.5 Java/21.0.5 exec-env/AWS_ECS_FARGATE',
        },
      )
    }
    case 'audit':
    case 'scaling': {
      const role = account.auditRoles[kind === 'audit' ? 0 : 1]
      if (!role) throw new RangeError('An account has two service-linked roles.')
      const service = kind === 'audit' ? 'config.amazonaws.com' : 'autoscaling.amazonaws.com'
      const name = kind === 'audit' ? 'AWSConfig-Describe' : 'AutoScaling'
      const session: RoleSession = { role, name, key, created, invokedBy: service }
      return byService(random, kind, session, service, begunMs, {
        ip: service,
        agent: service,
        invokedBy: service,
      })
    }
    case 'person':
      return byPerson(random, place, key, created, begunMs)
    case 'pipeline':
      return byPipeline(random, place, key, created, begunMs)
  }
}
