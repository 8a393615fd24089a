/** Three of these tell a CloudTrail record from other JSON. */
export const markKeys: readonly string[] = [
  'eventVersion',
  'eventTime',
  'eventName',
  'eventSource',
  'eventID',
  'eventType',
  'eventCategory',
  'awsRegion',
  'userIdentity',
]
