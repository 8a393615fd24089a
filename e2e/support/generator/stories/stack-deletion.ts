import { ec2Id, uuid } from '../ids'
import { GLOBAL_REGION, HOME_REGION, roleOf, STAGING } from '../world'
import { BROWSER, onBehalf, samlSession } from './actors'
import type { Call, Scene } from './scene'

/** Carla deletes a CloudFormation stack, and CloudFormation deletes what was in it under her session. */
export function stackDeletion(scene: Scene): void {
  const region = HOME_REGION
  const carla = samlSession(scene, 'carla.reyes@example.com', {
    role: roleOf(
      scene.world.seed,
      STAGING,
      'AWSReservedSSO_AdministratorAccess_8e2b7d6c5a4f3019',
      `/aws-reserved/sso.amazonaws.com/${region}/`,
    ),
    name: 'carla.reyes@example.com',
    at: scene.at(3, '13:48:30'),
    region,
    ip: '198.51.100.21',
    agent: BROWSER,
  })
  const stack = 'search-preview'
  const stackArn = `arn:aws:cloudformation:${region}:${STAGING}:stack/${stack}/${uuid(scene.random)}`
  scene.read(carla, scene.at(3, '14:08:47'), region, 'cloudformation', 'DescribeStacks', { stackName: stack })
  const root = scene.call(carla, {
    at: scene.at(3, '14:10:05'),
    region,
    source: 'cloudformation',
    name: 'DeleteStack',
    request: { stackName: stackArn, clientRequestToken: `Console-DeleteStack-${uuid(scene.random)}` },
  })
  const service = onBehalf(scene, carla, 'cloudformation.amazonaws.com')
  const instance = ec2Id(scene.random, 'i')
  const group = ec2Id(scene.random, 'sg')
  const ec2 = (kind: string, id: string) => `arn:aws:ec2:${region}:${STAGING}:${kind}/${id}`
  const role = 'search-preview-indexer-role'
  const bucket = 'search-preview-artifacts-9999'
  const done = { _return: true }

  type Step = Pick<Call, 'source' | 'name' | 'request'> &
    Partial<Call> & { type_: string; id: string; arn: string; detached?: true; failed?: true }
  const steps: Step[] = [
    {
      source: 'lambda',
      name: 'DeleteFunction20150331',
      request: { functionName: 'search-preview-indexer' },
      type_: 'AWS::Lambda::Function',
      id: 'search-preview-indexer',
      arn: `arn:aws:lambda:${region}:${STAGING}:function:search-preview-indexer`,
    },
    {
      source: 'ec2',
      name: 'TerminateInstances',
      request: { instancesSet: { items: [{ instanceId: instance }] } },
      response: {
        instancesSet: {
          items: [
            {
              instanceId: instance,
              currentState: { code: 32, name: 'shutting-down' },
              previousState: { code: 16, name: 'running' },
            },
          ],
        },
      },
      type_: 'AWS::EC2::Instance',
      id: instance,
      arn: ec2('instance', instance),
    },
    {
      source: 'dynamodb',
      name: 'DeleteTable',
      request: { tableName: 'search-preview-index' },
      response: { tableDescription: { tableName: 'search-preview-index', tableStatus: 'DELETING' } },
      resources: [
        {
          accountId: STAGING,
          type: 'AWS::DynamoDB::Table',
          ARN: `arn:aws:dynamodb:${region}:${STAGING}:table/search-preview-index`,
        },
      ],
      type_: 'AWS::DynamoDB::Table',
      id: 'search-preview-index',
      arn: `arn:aws:dynamodb:${region}:${STAGING}:table/search-preview-index`,
    },
    {
      source: 'logs',
      name: 'DeleteLogGroup',
      request: { logGroupName: '/aws/lambda/search-preview-indexer' },
      type_: 'AWS::Logs::LogGroup',
      id: '/aws/lambda/search-preview-indexer',
      arn: `arn:aws:logs:${region}:${STAGING}:log-group:/aws/lambda/search-preview-indexer`,
    },
    {
      source: 'ec2',
      name: 'DeleteSecurityGroup',
      request: { groupId: group },
      response: done,
      type_: 'AWS::EC2::SecurityGroup',
      id: group,
      arn: ec2('security-group', group),
    },
    {
      source: 'iam',
      name: 'DetachRolePolicy',
      region: GLOBAL_REGION,
      detached: true,
      request: {
        roleName: role,
        policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
      },
      type_: 'AWS::IAM::Role',
      id: role,
      arn: `arn:aws:iam::${STAGING}:role/${role}`,
    },
    {
      source: 'iam',
      name: 'DeleteRole',
      region: GLOBAL_REGION,
      request: { roleName: role },
      type_: 'AWS::IAM::Role',
      id: role,
      arn: `arn:aws:iam::${STAGING}:role/${role}`,
    },
    {
      source: 's3',
      name: 'DeleteBucket',
      failed: true,
      request: { bucketName: bucket, Host: `${bucket}.s3.${region}.amazonaws.com` },
      error: ['BucketNotEmpty', 'The bucket you tried to delete is not empty'],
      resources: [{ accountId: STAGING, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }],
      type_: 'AWS::S3::Bucket',
      id: bucket,
      arn: `arn:aws:s3:::${bucket}`,
    },
  ]
  const who = { human: carla.human, chain: carla.chain }
  scene.deletion(root, {
    ...who,
    impact: 'destroyed',
    outcome: 'succeeded',
    targets: [{ type: 'AWS::CloudFormation::Stack', id: stack, arn: stackArn }],
    recoverable: { state: 'unknown', until: null },
  })
  steps.forEach((step, i) => {
    const { type_: type, id, arn, detached, failed, ...call } = step
    const eventId = scene.call(service, { region, ...call, at: scene.at(3, '14:10:12') + i * 7000 })
    scene.deletion(eventId, {
      ...who,
      chain: [root, ...carla.chain],
      impact: detached ? 'access-removed' : call.source === 'logs' ? 'logging-impaired' : 'destroyed',
      outcome: failed ? 'failed' : 'succeeded',
      targets: [{ type, id, arn }],
      cause: { kind: 'stack', eventId: root },
      recoverable: detached || failed ? null : { state: 'unknown', until: null },
    })
  })
  scene.tell(
    'Carla Reyes (Identity Center) deletes stack search-preview; CloudFormation deletes seven of its resources and fails on a bucket.',
  )
}
