import type { Actor } from '../../contract/deletions'
import { isHidden, type TrailRecord, textAt, valueAt } from './record'

/** Who made the call, as the record says it. */
export function actorOf(record: TrailRecord): Actor {
  const identity = record.userIdentity
  const mfa = textAt(identity, 'sessionContext', 'attributes', 'mfaAuthenticated')
  const flag = valueAt(identity, 'sessionContext', 'attributes', 'mfaAuthenticated')
  return {
    type: textAt(identity, 'type') ?? (textAt(identity, 'invokedBy') ? 'AWSService' : null),
    arn: textAt(identity, 'arn'),
    name: actorName(record),
    accessKeyId: textAt(identity, 'accessKeyId'),
    sourceIp: textAt(record, 'sourceIPAddress'),
    userAgent: textAt(record, 'userAgent'),
    principalId: textAt(identity, 'principalId'),
    account: textAt(identity, 'accountId'),
    role: textAt(identity, 'sessionContext', 'sessionIssuer', 'userName'),
    mfa: mfa === 'true' || flag === true ? true : mfa === 'false' || flag === false ? false : null,
  }
}

/** What people call the one who acted: the user's name, the name of the role session, the service. */
function actorName(record: TrailRecord): string | null {
  const identity = record.userIdentity
  const user = textAt(identity, 'userName')
  if (user && !isHidden(user)) return user
  const type = textAt(identity, 'type')
  if (type === 'Root') return 'root'
  const arn = textAt(identity, 'arn')
  const session = sessionName(arn, textAt(identity, 'principalId'))
  if (session) return session
  return (
    textAt(identity, 'invokedBy') ?? (arn ? (arn.split('/').pop() ?? arn) : textAt(identity, 'accountId'))
  )
}

/** The name of a role or federation session: what stands after the role in its ARN, or after the colon of its id. */
export function sessionName(arn: string | null, principalId: string | null): string | null {
  const inArn = /:(?:assumed-role\/[^/]+|federated-user)\/(.+)$/.exec(arn ?? '')?.[1]
  return inArn ?? /^[A-Z0-9]+:(.+)$/.exec(principalId ?? '')?.[1] ?? null
}
