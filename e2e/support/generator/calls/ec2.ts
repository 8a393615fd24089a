import type { CallKind, Text } from './call'

const UNAUTHORIZED: Text = () => 'You are not authorized to perform this operation.'

function listing(name: string, weight: number, request: Text, more: Partial<CallKind> = {}): CallKind {
  return {
    source: 'ec2',
    name,
    readOnly: true,
    by: { person: weight, pipeline: weight, audit: weight, user: weight * 0.5, scaling: weight * 0.3 },
    request,
    errors: [[0.025, 'Client.UnauthorizedOperation', UNAUTHORIZED]],
    ...more,
  }
}

const done: Text = () => '{"_return":true}'

export const ec2Calls: readonly CallKind[] = [
  listing(
    'DescribeInstances',
    30,
    (d) => `{"instancesSet":{"items":[{"instanceId":"${d.subject}"}]},"filterSet":{}}`,
    {
      subject: (d) => d.random.pickSkewed(d.place.instances),
      by: { person: 30, pipeline: 16, audit: 12, user: 14, scaling: 25, instance: 4 },
    },
  ),
  listing(
    'DescribeInstanceStatus',
    8,
    () => '{"instancesSet":{},"filterSet":{},"includeAllInstances":false}',
  ),
  listing(
    'DescribeSecurityGroups',
    14,
    (d) =>
      `{"securityGroupSet":{},"securityGroupIdSet":{"items":[{"groupId":"${d.subject}"}]},"filterSet":{}}`,
    {
      subject: (d) => d.random.pickSkewed(d.place.groups),
    },
  ),
  listing(
    'DescribeSubnets',
    8,
    (d) => `{"subnetSet":{"items":[{"subnetId":"${d.subject}"}]},"filterSet":{}}`,
    {
      subject: (d) => d.random.pick(d.place.subnets),
    },
  ),
  listing('DescribeVpcs', 8, () => '{"vpcSet":{},"filterSet":{}}'),
  listing('DescribeVolumes', 9, () => '{"volumeSet":{},"filterSet":{},"maxResults":500}'),
  listing(
    'DescribeSnapshots',
    5,
    (d) =>
      `{"maxResults":1000,"snapshotSet":{},"ownersSet":{"items":[{"owner":"${d.place.account.id}"}]},"sharedUsersSet":{},"filterSet":{}}`,
  ),
  listing(
    'DescribeNetworkInterfaces',
    9,
    (d) => `{"networkInterfaceIdSet":{"items":[{"networkInterfaceId":"${d.subject}"}]},"filterSet":{}}`,
    {
      subject: (d) => d.random.pickSkewed(d.place.interfaces),
      by: { person: 9, pipeline: 9, audit: 9, instance: 3 },
    },
  ),
  listing('DescribeRouteTables', 10, () => '{"routeTableIdSet":{},"filterSet":{}}'),
  listing(
    'DescribeImages',
    4,
    (d) =>
      `{"executableBySet":{},"imagesSet":{"items":[{"imageId":"${d.subject}"}]},"ownersSet":{},"filterSet":{}}`,
    {
      subject: (d) => d.random.pick(d.place.images),
    },
  ),
  listing(
    'DescribeTags',
    6,
    (d) => `{"filterSet":{"items":[{"name":"resource-id","valueSet":{"items":[{"value":"${d.subject}"}]}}]}}`,
    {
      subject: (d) => d.random.pickSkewed(d.place.instances),
      by: { instance: 10, pipeline: 4, user: 3 },
    },
  ),
  listing('DescribeAvailabilityZones', 4, () => '{"availabilityZoneSet":{},"availabilityZoneIdSet":{}}'),
  {
    source: 'ec2',
    name: 'CreateTags',
    readOnly: false,
    by: { pipeline: 4, scaling: 6, person: 1 },
    subject: (d) => d.random.pickSkewed(d.place.instances),
    request: (d) =>
      `{"resourcesSet":{"items":[{"resourceId":"${d.subject}"}]},"tagSet":{"items":[{"key":"owner","value":"platform"}]}}`,
    response: done,
  },
  {
    source: 'ec2',
    name: 'RunInstances',
    readOnly: false,
    by: { scaling: 8, pipeline: 1 },
    subject: (d) => d.random.pickSkewed(d.place.instances),
    other: (d) => d.random.pick(d.place.images),
    request: (d) =>
      `{"instancesSet":{"items":[{"imageId":"${d.other}","minCount":1,"maxCount":1}]},"instanceType":"m6i.large","blockDeviceMapping":{},"monitoring":{"enabled":false},"disableApiTermination":false}`,
    response: (d) =>
      `{"reservationId":"r-${d.subject.slice(2)}","ownerId":"${d.place.account.id}","groupSet":{},"instancesSet":{"items":[{"instanceId":"${d.subject}","imageId":"${d.other}","currentState":{"code":0,"name":"pending"},"instanceType":"m6i.large"}]}}`,
    errors: [
      [
        0.03,
        'Server.InsufficientInstanceCapacity',
        () => 'There is no Spot capacity available that matches your request.',
      ],
    ],
  },
  {
    source: 'ec2',
    name: 'TerminateInstances',
    readOnly: false,
    by: { scaling: 7 },
    subject: (d) => d.random.pickSkewed(d.place.instances),
    request: (d) => `{"instancesSet":{"items":[{"instanceId":"${d.subject}"}]}}`,
    response: (d) =>
      `{"instancesSet":{"items":[{"instanceId":"${d.subject}","currentState":{"code":32,"name":"shutting-down"},"previousState":{"code":16,"name":"running"}}]}}`,
  },
  {
    source: 'ec2',
    name: 'AuthorizeSecurityGroupIngress',
    readOnly: false,
    by: { pipeline: 2, person: 0.6 },
    subject: (d) => d.random.pick(d.place.groups),
    request: (d) =>
      `{"groupId":"${d.subject}","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"groups":{},"ipRanges":{"items":[{"cidrIp":"10.20.0.0/16"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}`,
    response: done,
    errors: [
      [
        0.1,
        'Client.InvalidPermission.Duplicate',
        () =>
          'the specified rule "peer: 10.20.0.0/16, TCP, from port: 443, to port: 443, ALLOW" already exists',
      ],
    ],
  },
  {
    source: 'ec2',
    name: 'RevokeSecurityGroupIngress',
    readOnly: false,
    by: { pipeline: 1.2 },
    subject: (d) => d.random.pick(d.place.groups),
    request: (d) =>
      `{"groupId":"${d.subject}","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":8080,"toPort":8080,"groups":{},"ipRanges":{"items":[{"cidrIp":"10.20.0.0/16"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}`,
    response: done,
  },
  {
    source: 'ec2',
    name: 'DeleteNetworkInterface',
    readOnly: false,
    by: { function: 0.15, task: 1 },
    subject: (d) => d.random.pick(d.place.interfaces),
    request: (d) => `{"networkInterfaceId":"${d.subject}"}`,
    response: done,
    errors: [
      [
        0.2,
        'Client.InvalidNetworkInterface.InUse',
        (d) => `Network interface '${d.subject}' is currently in use.`,
      ],
    ],
  },
  {
    source: 'ec2',
    name: 'DeleteSecurityGroup',
    readOnly: false,
    by: { pipeline: 0.8 },
    subject: (d) => d.random.pick(d.place.groups),
    request: (d) => `{"groupId":"${d.subject}"}`,
    response: done,
    errors: [[0.4, 'Client.DependencyViolation', (d) => `resource ${d.subject} has a dependent object`]],
  },
]
