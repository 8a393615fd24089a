import type { categories, outcomes } from '../../contract/event'

/**
 * What Backtrail works out about an event by lists of names, in one place: the import writes it into columns, so the
 * window, SQL and the command line see the same. The scanner asks here once for each value (assembly/words.ts); the
 * rules that go by structure alone stand in assembly/derive.ts.
 */

/** What stands in an error code that says somebody was not allowed. */
const deniedParts = [
  'AccessDenied',
  'Unauthorized',
  'NotAuthorized',
  'AuthFailure',
  'Forbidden',
  'AuthorizationError',
]
const deniedCodes = new Set([
  'InsufficientPrivilegesException',
  'AuthorizationFailure',
  'AllAccessDisabled',
  'SignatureDoesNotMatch',
  'InvalidClientTokenId',
  'ExpiredToken',
])

/**
 * How a call with this error code ended. A dry run that would have been allowed is reported by EC2 as the error
 * DryRunOperation.
 */
export function outcomeOfError(code: string): (typeof outcomes)[number] {
  if (code.includes('DryRunOperation')) return 'dry-run'
  return deniedCodes.has(code) || deniedParts.some((part) => code.includes(part)) ? 'denied' : 'failed'
}

const signInFailure =
  /"(ConsoleLogin|CheckMfa|SwitchRole|ExitRole|CredentialVerification|CredentialChallenge|UserAuthentication)":"Failure"/

/** Whether `responseElements` of a sign-in, as compact JSON, says that it failed. */
export const isFailedSignIn = (responseElements: string): boolean => signInFailure.test(responseElements)

const agentRules: readonly (readonly [family: string, matches: (agent: string) => boolean])[] = [
  ['Terraform', (agent) => /[Tt]erraform/.test(agent)],
  ['CloudShell', (agent) => agent.includes('CloudShell')],
  ['AWS CLI', (agent) => agent.includes('aws-cli')],
  ['Boto3', (agent) => agent.includes('Boto3') || agent.includes('Botocore')],
  ['Pulumi', (agent) => /[Pp]ulumi/.test(agent)],
  ['Ansible', (agent) => /[Aa]nsible/.test(agent)],
  ['AWS CDK', (agent) => agent.includes('aws-cdk')],
  ['AWS PowerShell', (agent) => agent.includes('AWSPowerShell')],
  [
    'Console',
    (agent) =>
      agent.includes('S3Console') ||
      agent === 'signin.amazonaws.com' ||
      agent.includes('console.amazonaws.com') ||
      agent.startsWith('console.') ||
      agent.includes('Mozilla/'),
  ],
  [
    'AWS service',
    (agent) =>
      agent.endsWith('.amazonaws.com') ||
      agent === 'AWS Internal' ||
      agent.endsWith('.aws.internal') ||
      /^(AWS Service|Coral\/|\[?aws-internal\/)/.test(agent),
  ],
  ['AWS SDK', (agent) => agent.includes('aws-sdk-')],
  ['Kubernetes', (agent) => agent.includes('kube') || agent.includes('eks')],
  ['curl', (agent) => agent.startsWith('curl/')],
]

export const agentFamilies: readonly string[] = [...agentRules.map(([family]) => family), 'Other']

/** The kind of program that called, from a user agent that says something. */
export function agentFamilyOf(agent: string): string {
  return agentRules.find(([, matches]) => matches(agent))?.[0] ?? 'Other'
}

const objectCall =
  /^(Get|Head|Put|Delete|Copy|Restore|Select|Upload|ListParts|Post|Options|Rename)(Object|Part|Parts|PartCopy|$)|^(Create|Complete|Abort)MultipartUpload$|^DeleteObjects$|^Get.*ObjectAcl$/

export type CategoryFacts = {
  eventType: string | null
  eventSource: string | null
  eventName: string | null
  managementEvent: boolean | null
  hasInsightDetails: boolean
}

/**
 * The category where the record does not say (before eventVersion 1.07). Data events began with S3 objects and Lambda
 * invocations; before `managementEvent` came with 1.06 those were the only ones.
 */
export function categoryOf(facts: CategoryFacts): (typeof categories)[number] {
  const { eventType, eventSource, eventName, managementEvent } = facts
  if (eventType === 'AwsCloudTrailInsight' || facts.hasInsightDetails) return 'Insight'
  if (eventType === 'AwsVpceEvents') return 'NetworkActivity'
  if (eventType === 'AwsAggregatedEvent') return 'Aggregated'
  if (managementEvent !== null) return managementEvent ? 'Management' : 'Data'
  const name = eventName ?? ''
  if (eventSource === 's3.amazonaws.com' && objectCall.test(name)) {
    return name.endsWith('ObjectLockConfiguration') ? 'Management' : 'Data'
  }
  return eventSource === 'lambda.amazonaws.com' && name.startsWith('Invoke') ? 'Data' : 'Management'
}
