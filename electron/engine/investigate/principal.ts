import type { Actor } from '../../contract/deletions'
import type { Row } from '../case/connection'
import { isHidden, type JsonObject } from './record'

/** An acting identity as the columns of `events` have it. The same identity in two records is the same object by value. */
export type Principal = {
  type: string | null
  arn: string | null
  principalId: string | null
  accessKeyId: string | null
  account: string | null
  userName: string | null
  /** Name and ARN of the role (or user) a session was made from. */
  role: string | null
  roleArn: string | null
  /** When the session was made, as recorded: `2026-03-04T10:01:47Z`. */
  created: string | null
  mfa: boolean | null
  invokedBy: string | null
  sourceIdentity: string | null
  signInSession: string | null
  onBehalfOf: string | null
  provider: string | null
}

/** Column of a Parquet index and the SQL over `events` that fills it. */
export const principalColumns: readonly (readonly [name: string, from: string])[] = [
  ['p_type', 'identity_type'],
  ['p_arn', 'identity_arn'],
  ['p_id', 'identity_principal_id'],
  ['p_key', 'identity_access_key_id'],
  ['p_account', 'identity_account_id'],
  ['p_user', 'identity_user_name'],
  ['p_role', 'session_issuer_user_name'],
  ['p_role_arn', 'session_issuer_arn'],
  ['p_created', 'session_creation_date'],
  ['p_mfa', 'session_mfa_authenticated'],
  ['p_invoked_by', 'identity_invoked_by'],
  ['p_source_identity', 'session_source_identity'],
  ['p_sign_in', 'session_sign_in_session_arn'],
  ['p_on_behalf_of', 'identity_on_behalf_of_user_id'],
  ['p_provider', 'coalesce(session_federated_provider, identity_provider)'],
]

export const principalNames = principalColumns.map(([name]) => name)

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** A row that has the `p_…` columns. */
export function principalOf(row: Row): Principal {
  const mfa = text(row.p_mfa)
  return {
    type: text(row.p_type) ?? (text(row.p_invoked_by) ? 'AWSService' : null),
    arn: text(row.p_arn),
    principalId: text(row.p_id),
    accessKeyId: text(row.p_key),
    account: text(row.p_account),
    userName: text(row.p_user),
    role: text(row.p_role),
    roleArn: text(row.p_role_arn),
    created: text(row.p_created),
    mfa: mfa === null ? null : mfa === 'true',
    invokedBy: text(row.p_invoked_by),
    sourceIdentity: text(row.p_source_identity),
    signInSession: text(row.p_sign_in),
    onBehalfOf: text(row.p_on_behalf_of),
    provider: text(row.p_provider),
  }
}

/** Identities that lead to the same chain have the same text. */
export const principalKey = (p: Principal): string =>
  [p.accessKeyId, p.principalId, p.arn, p.created, p.invokedBy, p.type, p.account].join('\u0000')

/** `userIdentity` of a record, as far as the rules for targets look into it. */
export const identityJson = (row: Row): JsonObject => ({
  userName: text(row.p_user),
  accountId: text(row.p_account),
  arn: text(row.p_arn),
})

/** What people call whoever acted: the user, the session of a role, `root`, the service. */
export function nameOf(p: Principal): string | null {
  if (p.type === 'Root') return 'root'
  const session = sessionName(p)
  if (session && p.type !== 'IAMUser') return session
  if (p.userName && !isHidden(p.userName)) return p.userName
  if (p.type === 'AWSService') return p.invokedBy ?? p.principalId
  return p.arn?.split('/').pop() ?? p.invokedBy ?? p.principalId ?? p.account
}

/** The name of a role or federation session: behind the role in its ARN, or behind the colon of its id. */
export function sessionName(p: Pick<Principal, 'arn' | 'principalId'>): string | null {
  const inArn = /:(?:assumed-role\/[^/]+|federated-user)\/(.+)$/.exec(p.arn ?? '')?.[1]
  return inArn ?? /^[A-Z0-9]+:(.+)$/.exec(p.principalId ?? '')?.[1] ?? null
}

/** Who made the call, for people and for `--json`. */
export function actorOf(p: Principal, sourceIp: string | null, userAgent: string | null): Actor {
  return {
    type: p.type,
    arn: p.arn,
    name: nameOf(p),
    accessKeyId: p.accessKeyId,
    sourceIp,
    userAgent,
    principalId: p.principalId,
    account: p.account,
    role: p.role,
    mfa: p.mfa,
  }
}

/** Microseconds since 1970 of a session's creation; null where it is not recorded. Old records write other formats. */
export function createdMicros(p: Principal): number | null {
  const time = Date.parse(p.created ?? '')
  return Number.isNaN(time) ? null : time * 1000
}
