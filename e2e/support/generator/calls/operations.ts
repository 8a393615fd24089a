import { uuid } from '../ids'
import { FUNCTIONS } from '../world'
import { accountOf, arnOf, type CallKind, denied, resource, type Text } from './call'

const aFunction: Text = (d) => d.random.pickSkewed(FUNCTIONS)
const functionArn = arnOf('lambda', (d) => `function:${d.subject}`)

function read(
  source: string,
  name: string,
  by: CallKind['by'],
  request: Text,
  more: Partial<CallKind> = {},
): CallKind {
  return { source, name, readOnly: true, by, request, ...more }
}

export const operationsCalls: readonly CallKind[] = [
  {
    source: 'signin',
    name: 'ConsoleLogin',
    readOnly: false,
    type: 'AwsConsoleSignIn',
    by: { person: 2 },
    response: () => '{"ConsoleLogin":"Success"}',
    additional: (d) =>
      `{"LoginTo":"https://${d.place.region}.console.aws.amazon.com/console/home","MobileVersion":"No","MFAUsed":"No"}`,
  },
  {
    source: 'kms',
    name: 'RotateKey',
    readOnly: false,
    type: 'AwsServiceEvent',
    by: { service: 0.3 },
    subject: (d) => d.random.pick(d.place.keys),
    resources: resource(
      'AWS::KMS::Key',
      arnOf('kms', (d) => `key/${d.subject}`),
    ),
  },
  {
    source: 'lambda',
    name: 'Invoke',
    readOnly: false,
    data: true,
    by: { function: 7, task: 3, service: 16, user: 4 },
    subject: aFunction,
    request: (d) =>
      `{"functionName":"${functionArn(d)}","invocationType":"Event","sourceArn":"arn:aws:events:${d.place.region}:${accountOf(d)}:rule/every-minute"}`,
    resources: resource('AWS::Lambda::Function', functionArn),
    additional: (d) => `{"functionVersion":"${functionArn(d)}:$LATEST"}`,
  },
  read(
    'lambda',
    'GetFunction20150331v2',
    { person: 2, pipeline: 4, audit: 3 },
    (d) => `{"functionName":"${d.subject}"}`,
    {
      subject: aFunction,
      errors: [[0.04, 'ResourceNotFoundException', (d) => `Function not found: ${functionArn(d)}`]],
    },
  ),
  read('lambda', 'ListFunctions20150331', { person: 2, audit: 4 }, () => '{"maxItems":50}'),
  {
    source: 'lambda',
    name: 'UpdateFunctionCode20150331v2',
    readOnly: false,
    by: { pipeline: 2.5 },
    subject: aFunction,
    request: (d) =>
      `{"functionName":"${functionArn(d)}","s3Bucket":"${d.place.account.buckets[0]}","s3Key":"builds/${d.subject}.zip","publish":true,"dryRun":false}`,
    response: (d) =>
      `{"functionName":"${d.subject}","functionArn":"${functionArn(d)}","runtime":"python3.12","lastUpdateStatus":"InProgress"}`,
  },
  {
    source: 'logs',
    name: 'CreateLogStream',
    readOnly: false,
    apiVersion: '20140328',
    by: { function: 9, task: 3, service: 6 },
    subject: aFunction,
    request: (d) =>
      `{"logGroupName":"/aws/lambda/${d.subject}","logStreamName":"${new Date(d.timeMs).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${uuid(d.random).replaceAll('-', '')}"}`,
    errors: [[0.03, 'ResourceAlreadyExistsException', () => 'The specified log stream already exists']],
  },
  read('logs', 'DescribeLogGroups', { person: 4, audit: 3, user: 3 }, () => '{"limit":50}', {
    apiVersion: '20140328',
  }),
  read(
    'logs',
    'FilterLogEvents',
    { person: 5, user: 4 },
    (d) => `{"logGroupName":"/aws/lambda/${d.subject}","limit":100,"interleaved":true}`,
    { subject: aFunction, apiVersion: '20140328' },
  ),
  {
    source: 'logs',
    name: 'DeleteLogStream',
    readOnly: false,
    apiVersion: '20140328',
    by: { function: 0.3 },
    subject: aFunction,
    request: (d) => `{"logGroupName":"/aws/lambda/${d.subject}","logStreamName":"old"}`,
  },
  read('monitoring', 'DescribeAlarms', { person: 6, audit: 3, user: 8 }, () => '{"maxRecords":100}'),
  read('monitoring', 'ListMetrics', { user: 8, person: 1 }, () => '{"namespace":"AWS/ApplicationELB"}'),
  read(
    'elasticloadbalancing',
    'DescribeLoadBalancers',
    { person: 3, pipeline: 3, audit: 3, scaling: 4 },
    () => '{"pageSize":400}',
    { apiVersion: '2015-12-01' },
  ),
  read(
    'elasticloadbalancing',
    'DescribeTargetHealth',
    { person: 3, scaling: 16 },
    (d) =>
      `{"targetGroupArn":"arn:aws:elasticloadbalancing:${d.place.region}:${accountOf(d)}:targetgroup/shop/73e2d6bc24d8a067"}`,
    { apiVersion: '2015-12-01' },
  ),
  {
    source: 'elasticloadbalancing',
    name: 'DeregisterTargets',
    readOnly: false,
    apiVersion: '2015-12-01',
    by: { scaling: 5 },
    subject: (d) => d.random.pickSkewed(d.place.instances),
    request: (d) =>
      `{"targetGroupArn":"arn:aws:elasticloadbalancing:${d.place.region}:${accountOf(d)}:targetgroup/shop/73e2d6bc24d8a067","targets":[{"id":"${d.subject}"}]}`,
  },
  read(
    'autoscaling',
    'DescribeAutoScalingGroups',
    { person: 3, pipeline: 2, instance: 3 },
    () => '{"maxRecords":100}',
  ),
  read(
    'ecs',
    'DescribeServices',
    { person: 3, pipeline: 4 },
    () => '{"cluster":"shop","services":["checkout","search"]}',
  ),
  read('ecs', 'DescribeTasks', { person: 2, task: 1 }, () => '{"cluster":"shop","include":["TAGS"]}'),
  read('eks', 'DescribeCluster', { instance: 2, person: 2, pipeline: 3 }, () => '{"name":"shop-eks"}'),
  read(
    'cloudtrail',
    'DescribeTrails',
    { person: 1.5, audit: 3 },
    () => '{"trailNameList":[],"includeShadowTrails":true}',
  ),
  read('cloudtrail', 'GetTrailStatus', { audit: 2 }, () => '{"name":"org-trail"}'),
  read('cloudtrail', 'LookupEvents', { person: 2 }, () => '{"maxResults":50}'),
  read('config', 'DescribeConfigurationRecorderStatus', { person: 1, audit: 2 }, () => 'null'),
  read(
    'health',
    'DescribeEventAggregates',
    { person: 5 },
    () => '{"aggregateField":"eventTypeCategory","filter":{"eventStatusCodes":["open","upcoming"]}}',
  ),
  read('tagging', 'GetResources', { audit: 3, user: 5 }, () => '{"resourcesPerPage":100}', {
    errors: [[0.03, 'ThrottlingException', () => 'Rate exceeded']],
  }),
  read(
    'ce',
    'GetCostAndUsage',
    { person: 1, user: 2 },
    () => '{"granularity":"DAILY","metrics":["UnblendedCost"]}',
    { global: true, errors: [[0.2, 'AccessDenied', denied('ce:GetCostAndUsage')]] },
  ),
  read('organizations', 'DescribeOrganization', { audit: 3, person: 1 }, () => 'null', {
    global: true,
    errors: [[0.1, 'AccessDeniedException', () => "You don't have permissions to access this resource."]],
  }),
  read('route53', 'ListHostedZones', { person: 2, pipeline: 2, audit: 1 }, () => 'null', { global: true }),
  read('cloudfront', 'ListDistributions', { person: 2, audit: 2 }, () => 'null', { global: true }),
  read(
    'cloudformation',
    'DescribeStacks',
    { person: 4, pipeline: 5, audit: 2 },
    (d) => `{"stackName":"${d.random.pick(['network', 'shop', 'search', 'reports'])}"}`,
    { errors: [[0.05, 'ValidationException', () => 'Stack with id shop does not exist']] },
  ),
  read(
    'sqs',
    'GetQueueAttributes',
    { function: 2, task: 2, audit: 2 },
    (d) =>
      `{"queueUrl":"https://sqs.${d.place.region}.amazonaws.com/${accountOf(d)}/orders","attributeNames":["All"]}`,
  ),
  read(
    'ecr',
    'BatchGetImage',
    { task: 3, instance: 3, pipeline: 2 },
    () => '{"repositoryName":"shop/checkout","imageIds":[{"imageTag":"stable"}]}',
    { errors: [[0.03, 'ImageNotFoundException', () => 'The image with imageId does not exist']] },
  ),
  read('ecr', 'GetAuthorizationToken', { task: 2, instance: 3, pipeline: 3 }, () => 'null'),
]
