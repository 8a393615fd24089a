import type { Role, User } from './identity'
import { accessKey, ec2Id, hex, principalId } from './ids'
import { randomFor } from './random'

/** What exists in one Region of an account; drawn from by the background of ordinary calls. */
export interface Place {
  readonly account: Account
  readonly region: string
  readonly instances: readonly string[]
  readonly volumes: readonly string[]
  readonly snapshots: readonly string[]
  readonly groups: readonly string[]
  readonly subnets: readonly string[]
  readonly vpcs: readonly string[]
  readonly interfaces: readonly string[]
  readonly images: readonly string[]
  readonly keys: readonly string[]
  readonly endpoint: string
  /** Outgoing address of the account's own network (documentation range). */
  readonly address: string
}

export interface Account {
  readonly id: string
  readonly name: string
  readonly users: readonly User[]
  readonly instanceRoles: readonly Role[]
  readonly functionRoles: readonly Role[]
  readonly taskRoles: readonly Role[]
  readonly ssoRoles: readonly Role[]
  readonly pipelineRoles: readonly Role[]
  readonly auditRoles: readonly Role[]
  readonly buckets: readonly string[]
  readonly places: ReadonlyMap<string, Place>
}

export interface World {
  readonly seed: string
  /** Organisation id, the folder after `AWSLogs/`. */
  readonly organization: string
  readonly accounts: readonly Account[]
  readonly regions: readonly string[]
}

/** The first accounts of every archive; the stories are set in them. */
export const MANAGEMENT = '111122223333'
export const PRODUCTION = '444455556666'
export const STAGING = '777788889999'

/** Home Region of the organisation's workloads, and the Region that records global services. */
export const HOME_REGION = 'eu-west-1'
export const GLOBAL_REGION = 'us-east-1'
export const ORGANIZATION = 'o-a1b2c3d4e5'

export const FUNCTIONS = [
  'order-intake',
  'order-totals',
  'thumbnailer',
  'invoice-mailer',
  'session-cleaner',
  'stock-sync',
  'webhook-relay',
  'price-import',
] as const
export const TABLES = ['orders', 'customers', 'carts', 'sessions', 'stock', 'prices', 'audit-trail'] as const
export const PEOPLE = [
  'bob.jones',
  'carla.reyes',
  'dimitri.orlov',
  'eva.lindqvist',
  'farid.haddad',
  'gwen.park',
] as const

const REGIONS = [
  HOME_REGION,
  GLOBAL_REGION,
  'eu-central-1',
  'us-west-2',
  'ap-southeast-1',
  'eu-north-1',
  'us-east-2',
  'ap-northeast-1',
]

const NAMES = ['management', 'production', 'staging', 'data', 'sandbox', 'security', 'shared', 'edge']

function makeRole(seed: string, account: string, name: string, path = '/'): Role {
  return { account, name, path, id: principalId(randomFor(seed, `role ${account} ${name}`), 'AROA') }
}

/** A role of the world by its name: the same id wherever it is asked for. */
export function roleOf(seed: string, account: string, name: string, path = '/'): Role {
  return makeRole(seed, account, name, path)
}

/** A user of the world by name. */
export function userOf(seed: string, account: string, name: string): User {
  const random = randomFor(seed, `user ${account} ${name}`)
  return { account, name, id: principalId(random, 'AIDA'), key: accessKey(random, 'AKIA') }
}

function makePlace(seed: string, account: Account, region: string, index: number): Place {
  const random = randomFor(seed, `place ${account.id} ${region}`)
  const many = (count: number, prefix: string) => Array.from({ length: count }, () => ec2Id(random, prefix))
  return {
    account,
    region,
    instances: many(60, 'i'),
    volumes: many(60, 'vol'),
    snapshots: many(60, 'snap'),
    groups: many(24, 'sg'),
    subnets: many(9, 'subnet'),
    vpcs: many(3, 'vpc'),
    interfaces: many(60, 'eni'),
    images: many(8, 'ami'),
    keys: Array.from(
      { length: 8 },
      () => `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`,
    ),
    endpoint: ec2Id(random, 'vpce'),
    address: `203.0.113.${10 + (index % 200)}`,
  }
}

function accountIds(seed: string, count: number): string[] {
  const ids = [MANAGEMENT, PRODUCTION, STAGING].slice(0, count)
  const random = randomFor(seed, 'accounts')
  while (ids.length < count) ids.push(String(100000000000 + Math.floor(random.float() * 899999999999)))
  return ids
}

/**
 * Makes everything the records speak of: accounts with their users, roles and resources. The same seed gives the same
 * world on every thread. `accounts` at least 2 and `regions` 2 to 8.
 */
export function makeWorld(seed: string, accounts: number, regions: number): World {
  const regionNames = REGIONS.slice(0, Math.max(2, Math.min(regions, REGIONS.length)))
  const made = accountIds(seed, Math.max(2, accounts)).map((id, index): Account => {
    const name = NAMES[index] ?? `team-${index}`
    const role = (roleName: string, path = '/') => makeRole(seed, id, roleName, path)
    const places = new Map<string, Place>()
    const account: Account = {
      id,
      name,
      users: ['deploy-bot', 'svc-reporting', 'svc-metrics', 'svc-billing'].map((user) =>
        userOf(seed, id, user),
      ),
      instanceRoles: ['app-server', 'queue-worker', 'eks-node'].map((r) => role(r)),
      functionRoles: FUNCTIONS.map((f) => role(`${f}-role`, '/service-role/')),
      taskRoles: ['checkout-task', 'search-task'].map((r) => role(r)),
      ssoRoles: ['AdministratorAccess', 'PowerUserAccess', 'ViewOnlyAccess'].map((set) =>
        role(
          `AWSReservedSSO_${set}_${hex(randomFor(seed, `sso ${id} ${set}`), 16)}`,
          `/aws-reserved/sso.amazonaws.com/${HOME_REGION}/`,
        ),
      ),
      pipelineRoles: ['github-deploy', 'terraform'].map((r) => role(r)),
      auditRoles: [
        role('AWSServiceRoleForConfig', '/aws-service-role/config.amazonaws.com/'),
        role('AWSServiceRoleForAutoScaling', '/aws-service-role/autoscaling.amazonaws.com/'),
      ],
      buckets: ['assets', 'uploads', 'reports', 'backups', 'tfstate', 'logs'].map(
        (b) => `${name}-${b}-${id.slice(-4)}`,
      ),
      places,
    }
    regionNames.forEach((region, r) => {
      places.set(region, makePlace(seed, account, region, index * regionNames.length + r))
    })
    return account
  })
  return { seed, organization: ORGANIZATION, accounts: made, regions: regionNames }
}
