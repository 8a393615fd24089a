/** The members of a record that wrappers repeat outside of it. */
export interface ParsedRecord {
  readonly eventID: string
  readonly eventTime: string
  readonly eventName: string
  readonly eventSource: string
  readonly awsRegion: string
  readonly recipientAccountId: string
  readonly sourceIPAddress?: string
  readonly userAgent?: string
  readonly errorCode?: string
  readonly requestID?: string
  readonly eventType?: string
  readonly eventCategory?: string
  readonly readOnly?: boolean
  readonly resources?: readonly { readonly ARN?: string; readonly type?: string }[]
  readonly userIdentity?: {
    readonly type?: string
    readonly userName?: string
    readonly arn?: string
    readonly invokedBy?: string
    readonly accessKeyId?: string
  }
}

export function parseRecord(text: string): ParsedRecord {
  return JSON.parse(text)
}

/** The user name AWS shows beside an event: of a user the name, of a role the session's. */
export function shownUser({ userIdentity }: ParsedRecord): string | undefined {
  if (userIdentity?.type === 'Root') return 'root'
  return userIdentity?.userName ?? userIdentity?.arn?.split('/').at(-1) ?? userIdentity?.invokedBy
}

/** Last part of an ARN: how AWS names resources in lists. */
export function shownResource(arn: string | undefined): string {
  return arn?.split(/[:/]/).at(-1) ?? ''
}
