import { accountOf, arnOf, type CallKind, denied, resource, type Text } from './call'

const keyArn = arnOf('kms', (d) => `key/${d.subject}`)
const keyResource = resource('AWS::KMS::Key', keyArn)
const aKey: Text = (d) => d.random.pickSkewed(d.place.keys)

/** An instance speaks of itself. */
const ownInstance: Text = (d) => d.caller.name ?? d.random.pickSkewed(d.place.instances)

const SECRETS = ['prod/orders/db', 'prod/mail/smtp', 'prod/search/api', 'prod/payments/psp'] as const
const PARAMETERS = [
  '/shop/feature-flags',
  '/shop/db/host',
  '/shop/cache/host',
  '/shop/limits',
  '/aws/service/ami-amazon-linux-latest/al2023',
] as const

function iamRead(name: string, weight: number, request: Text): CallKind {
  return {
    source: 'iam',
    name,
    readOnly: true,
    global: true,
    by: { person: weight, pipeline: weight * 2, audit: weight * 3 },
    subject: (d) => d.random.pick(d.place.account.functionRoles).name,
    request,
    errors: [
      [0.05, 'NoSuchEntityException', (d) => `The role with name ${d.subject} cannot be found.`],
      [0.05, 'AccessDenied', denied(`iam:${name}`)],
    ],
  }
}

export const securityCalls: readonly CallKind[] = [
  {
    source: 'kms',
    name: 'Decrypt',
    readOnly: true,
    by: { function: 18, instance: 8, task: 14, service: 10, pipeline: 3 },
    subject: aKey,
    other: (d) => d.random.pick(d.place.account.buckets),
    request: (d) =>
      `{"encryptionContext":{"aws:s3:arn":"arn:aws:s3:::${d.other}"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}`,
    resources: keyResource,
    errors: [[0.02, 'AccessDenied', denied('kms:Decrypt')]],
  },
  {
    source: 'kms',
    name: 'GenerateDataKey',
    readOnly: true,
    by: { function: 8, instance: 4, task: 5, service: 14 },
    subject: aKey,
    other: (d) => d.random.pick(d.place.account.buckets),
    request: (d) =>
      `{"keyId":"${keyArn(d)}","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::${d.other}"},"keySpec":"AES_256"}`,
    resources: keyResource,
  },
  {
    source: 'kms',
    name: 'DescribeKey',
    readOnly: true,
    by: { person: 3, audit: 6, pipeline: 3 },
    subject: aKey,
    request: (d) => `{"keyId":"${keyArn(d)}"}`,
    resources: keyResource,
  },
  { source: 'kms', name: 'ListAliases', readOnly: true, by: { person: 3, audit: 3 }, request: () => 'null' },
  {
    source: 'kms',
    name: 'CreateGrant',
    readOnly: false,
    by: { scaling: 2, instance: 0.3 },
    subject: aKey,
    other: (d) => d.random.pick(d.place.volumes),
    request: (d) =>
      `{"keyId":"${keyArn(d)}","granteePrincipal":"ec2.${d.place.region}.amazonaws.com","operations":["Decrypt"],"constraints":{"encryptionContextSubset":{"aws:ebs:id":"${d.other}"}}}`,
    response: (d) => `{"keyId":"${keyArn(d)}","grantId":"${d.other.slice(4)}"}`,
    resources: keyResource,
  },
  {
    source: 'sts',
    name: 'GetCallerIdentity',
    readOnly: true,
    by: { instance: 4, pipeline: 8, person: 4, user: 10, task: 2 },
    request: () => 'null',
  },
  iamRead('GetRole', 3, (d) => `{"roleName":"${d.subject}"}`),
  iamRead('ListRoles', 1, () => '{"maxItems":1000}'),
  iamRead('ListAttachedRolePolicies', 3, (d) => `{"roleName":"${d.subject}"}`),
  iamRead('ListRolePolicies', 2.5, (d) => `{"roleName":"${d.subject}"}`),
  iamRead('GetUser', 2, () => '{"userName":"svc-reporting"}'),
  iamRead('ListUsers', 1, () => '{"maxItems":100}'),
  iamRead(
    'GetPolicyVersion',
    2,
    (d) => `{"policyArn":"arn:aws:iam::${accountOf(d)}:policy/${d.subject}","versionId":"v1"}`,
  ),
  iamRead('GetAccountSummary', 1, () => 'null'),
  {
    source: 'iam',
    name: 'PutRolePolicy',
    readOnly: false,
    global: true,
    by: { pipeline: 1.5 },
    subject: (d) => d.random.pick(d.place.account.functionRoles).name,
    request: (d) =>
      `{"roleName":"${d.subject}","policyName":"inline","policyDocument":"{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Action\\":\\"s3:GetObject\\",\\"Resource\\":\\"*\\"}]}"}`,
  },
  {
    source: 'iam',
    name: 'DetachRolePolicy',
    readOnly: false,
    global: true,
    by: { pipeline: 0.5 },
    subject: (d) => d.random.pick(d.place.account.functionRoles).name,
    request: (d) =>
      `{"roleName":"${d.subject}","policyArn":"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}`,
  },
  {
    source: 'secretsmanager',
    name: 'GetSecretValue',
    readOnly: true,
    by: { function: 6, task: 6, instance: 2 },
    subject: (d) => d.random.pickSkewed(SECRETS),
    request: (d) => `{"secretId":"${d.subject}"}`,
    errors: [
      [0.01, 'ResourceNotFoundException', () => 'Secrets Manager can’t find the specified secret.'],
      [0.01, 'AccessDenied', denied('secretsmanager:GetSecretValue')],
    ],
  },
  {
    source: 'secretsmanager',
    name: 'DescribeSecret',
    readOnly: true,
    by: { person: 1, audit: 3, pipeline: 2 },
    subject: (d) => d.random.pick(SECRETS),
    request: (d) => `{"secretId":"${d.subject}"}`,
  },
  {
    source: 'ssm',
    name: 'GetParameter',
    readOnly: true,
    by: { function: 7, instance: 5, task: 5, pipeline: 2 },
    subject: (d) => d.random.pickSkewed(PARAMETERS),
    request: (d) => `{"name":"${d.subject}","withDecryption":true}`,
    resources: (d) =>
      `[{"accountId":"${accountOf(d)}","ARN":"arn:aws:ssm:${d.place.region}:${accountOf(d)}:parameter${d.subject}"}]`,
    errors: [
      [0.01, 'ParameterNotFound', () => 'The parameter could not be found.'],
      [0.03, 'ThrottlingException', () => 'Rate exceeded'],
    ],
  },
  {
    source: 'ssm',
    name: 'UpdateInstanceInformation',
    readOnly: false,
    by: { instance: 22 },
    subject: ownInstance,
    request: (d) =>
      `{"instanceId":"${d.subject}","agentVersion":"3.3.987.0","agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2023","iPAddress":"10.20.1.17","computerName":"ip-10-20-1-17","agentName":"amazon-ssm-agent","availabilityZone":"${d.place.region}a","sSMConnectionChannel":"ssmmessages"}`,
  },
  {
    source: 'ssm',
    name: 'ListInstanceAssociations',
    readOnly: true,
    by: { instance: 10 },
    subject: ownInstance,
    request: (d) => `{"instanceId":"${d.subject}","maxResults":20}`,
  },
  {
    source: 'ssm',
    name: 'DescribeInstanceInformation',
    readOnly: true,
    by: { person: 3, audit: 2 },
    request: () => '{"maxResults":50}',
    errors: [[0.01, 'ThrottlingException', () => 'Rate exceeded']],
  },
]
