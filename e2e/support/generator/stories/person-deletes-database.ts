import { GLOBAL_REGION, HOME_REGION, MANAGEMENT, PRODUCTION, roleOf, userOf } from '../world'
import { assumeRole, CLI, humanOf, signIn, webIdentitySession } from './actors'
import type { Scene } from './scene'

const DATABASE = 'prod-orders'
const ARN = `arn:aws:rds:${HOME_REGION}:${PRODUCTION}:db:${DATABASE}`

function databaseResponse(status: string, deletionProtection: boolean) {
  return {
    dBInstanceIdentifier: DATABASE,
    dBInstanceArn: ARN,
    dBInstanceStatus: status,
    dBInstanceClass: 'db.r6g.xlarge',
    engine: 'postgres',
    engineVersion: '16.4',
    allocatedStorage: 400,
    multiAZ: true,
    storageEncrypted: true,
    deletionProtection,
    backupRetentionPeriod: 7,
    dbiResourceId: 'db-7XQ2M5KJ3LVWAPT4N6YBRC8DZE',
    masterUsername: 'orders',
    publiclyAccessible: false,
  }
}

/** Ann signs in with MFA, goes into production, and deletes a database three minutes after unprotecting it. */
export function personDeletesDatabase(scene: Scene): void {
  const region = HOME_REGION
  const build = webIdentitySession(scene, 'repo:example/platform:ref:refs/heads/main', {
    role: roleOf(scene.world.seed, PRODUCTION, 'terraform'),
    name: 'GitHubActions',
    at: scene.at(0, '08:14:02'),
    region,
    ip: '192.0.2.31',
    agent: CLI,
  })
  scene.call(build, {
    at: scene.at(0, '08:16:40'),
    region,
    source: 'rds',
    name: 'CreateDBInstance',
    request: {
      dBInstanceIdentifier: DATABASE,
      engine: 'postgres',
      dBInstanceClass: 'db.r6g.xlarge',
      allocatedStorage: 400,
      multiAZ: true,
      deletionProtection: true,
      backupRetentionPeriod: 7,
      masterUsername: 'orders',
      masterUserPassword: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    },
    response: databaseResponse('creating', true),
  })

  const ann = userOf(scene.world.seed, MANAGEMENT, 'ann')
  const ip = '198.51.100.7'
  const login = signIn(scene, ann, scene.at(2, '09:58:12'), ip)
  scene.read(login.actor, scene.at(2, '09:58:15'), GLOBAL_REGION, 'health', 'DescribeEventAggregates', {
    aggregateField: 'eventTypeCategory',
  })
  const admin = assumeRole(
    scene,
    login.actor,
    ann.id,
    {
      role: roleOf(scene.world.seed, PRODUCTION, 'Admin'),
      name: 'ann',
      at: scene.at(2, '10:01:47'),
      region,
      ip,
      agent: CLI,
      mfa: true,
    },
    [login.eventId],
    humanOf(ann),
  )
  scene.read(admin, scene.at(2, '10:02:20'), region, 'rds', 'DescribeDBInstances', { maxRecords: 100 })
  const request = { dBInstanceIdentifier: DATABASE, skipFinalSnapshot: true, deleteAutomatedBackups: true }
  const refused = scene.call(admin, {
    at: scene.at(2, '10:03:38'),
    region,
    source: 'rds',
    name: 'DeleteDBInstance',
    error: [
      'InvalidParameterCombination',
      'Cannot delete protected DB Instance, please disable deletion protection and try again.',
    ],
    request,
  })
  const unprotected = scene.call(admin, {
    at: scene.at(2, '10:04:29'),
    region,
    source: 'rds',
    name: 'ModifyDBInstance',
    request: { dBInstanceIdentifier: DATABASE, deletionProtection: false, applyImmediately: true },
    response: databaseResponse('available', false),
  })
  const deleted = scene.call(admin, {
    at: scene.at(2, '10:07:31'),
    region,
    source: 'rds',
    name: 'DeleteDBInstance',
    request,
    response: databaseResponse('deleting', false),
  })
  scene.read(admin, scene.at(2, '10:09:02'), region, 'rds', 'DescribeDBInstances', {
    dBInstanceIdentifier: DATABASE,
  })
  scene.redeliver(deleted, 25)

  const targets = [{ type: 'AWS::RDS::DBInstance', id: DATABASE, arn: ARN }]
  const who = { human: admin.human, chain: admin.chain, targets }
  scene.deletion(refused, { ...who, impact: 'destroyed', outcome: 'failed' })
  scene.deletion(unprotected, { ...who, impact: 'protection-removed', outcome: 'succeeded' })
  scene.deletion(deleted, {
    ...who,
    impact: 'destroyed',
    outcome: 'succeeded',
    precursors: [{ eventId: unprotected, kind: 'protection-removed', target: DATABASE }],
    recoverable: { state: 'not recoverable', until: null },
  })
  scene.tell(
    'Ann Smith (IAM user ann, MFA) deletes RDS database prod-orders through role Admin, after removing its protection.',
  )
}
