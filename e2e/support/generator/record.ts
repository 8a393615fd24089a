/** The parts of one CloudTrail record. Members that hold JSON hold it as text, ready to be written. */
export interface RecordParts {
  readonly version: string
  readonly identity: string
  /** `2026-03-04T10:07:31Z` */
  readonly time: string
  /** Without the domain: `ec2` stands for `ec2.amazonaws.com`. */
  readonly source: string
  readonly name: string
  readonly region: string
  readonly ip: string
  readonly agent: string
  readonly error?: readonly [code: string, message: string] | undefined
  readonly request: string
  readonly response: string
  readonly additional?: string | undefined
  readonly requestId: string
  readonly eventId: string
  readonly readOnly: boolean
  readonly resources?: string | undefined
  readonly type: 'AwsApiCall' | 'AwsServiceEvent' | 'AwsConsoleSignIn' | 'AwsConsoleAction'
  readonly apiVersion?: string | undefined
  readonly management: boolean
  readonly account: string
  readonly serviceDetails?: string | undefined
  readonly sharedId?: string | undefined
  readonly endpoint?: string | undefined
  readonly addendum?: string | undefined
  readonly tls?: string | undefined
  readonly fromConsole?: boolean | undefined
}

/** Writes a record as CloudTrail does: compact, members in the order of AWS's own files. */
export function formatRecord(p: RecordParts): string {
  let text = `{"eventVersion":"${p.version}","userIdentity":${p.identity},"eventTime":"${p.time}","eventSource":"${p.source}.amazonaws.com","eventName":"${p.name}","awsRegion":"${p.region}","sourceIPAddress":"${p.ip}","userAgent":${JSON.stringify(p.agent)}`
  if (p.error) text += `,"errorCode":"${p.error[0]}","errorMessage":${JSON.stringify(p.error[1])}`
  text += `,"requestParameters":${p.request},"responseElements":${p.response}`
  if (p.additional) text += `,"additionalEventData":${p.additional}`
  text += `,"requestID":"${p.requestId}","eventID":"${p.eventId}","readOnly":${p.readOnly}`
  if (p.resources) text += `,"resources":${p.resources}`
  text += `,"eventType":"${p.type}"`
  if (p.apiVersion) text += `,"apiVersion":"${p.apiVersion}"`
  text += `,"managementEvent":${p.management},"recipientAccountId":"${p.account}"`
  if (p.serviceDetails) text += `,"serviceEventDetails":${p.serviceDetails}`
  if (p.sharedId) text += `,"sharedEventID":"${p.sharedId}"`
  if (p.endpoint) text += `,"vpcEndpointId":"${p.endpoint}","vpcEndpointAccountId":"${p.account}"`
  text += `,"eventCategory":"${p.management ? 'Management' : 'Data'}"`
  if (p.addendum) text += `,"addendum":${p.addendum}`
  if (p.tls) text += `,"tlsDetails":${p.tls}`
  if (p.fromConsole) text += ',"sessionCredentialFromConsole":"true"'
  return `${text}}`
}

/** `tlsDetails` of a call to this host. */
export function tlsTo(host: string): string {
  return `{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"${host}"}`
}

const globalHosts: Readonly<Record<string, string>> = {
  iam: 'iam.amazonaws.com',
  organizations: 'organizations.us-east-1.amazonaws.com',
  route53: 'route53.amazonaws.com',
  cloudfront: 'cloudfront.amazonaws.com',
}

/** The host a client calls for a service in a Region. */
export function hostOf(source: string, region: string): string {
  if (source === 'signin') return `${region}.signin.aws.amazon.com`
  return globalHosts[source] ?? `${source}.${region}.amazonaws.com`
}

const versions: Readonly<Record<string, string>> = {
  ec2: '1.10',
  s3: '1.11',
  iam: '1.10',
  kms: '1.11',
  rds: '1.11',
  dynamodb: '1.11',
  lambda: '1.10',
  logs: '1.11',
  ssm: '1.11',
  cloudtrail: '1.11',
  signin: '1.08',
  sts: '1.08',
  autoscaling: '1.08',
  elasticloadbalancing: '1.09',
  tagging: '1.09',
}

/** The `eventVersion` a service writes: services move to a new version one by one. */
export function versionOf(source: string): string {
  return versions[source] ?? '1.09'
}
