import type { Grade, Human } from '../../contract/deletions'
import type { Issued } from './issued'
import { nameOf, type Principal, sessionName } from './principal'
import { isHidden } from './record'

/**
 * The person or system an identity is, where the identity itself says so; null for sessions and foreign accounts, whose
 * beginning is elsewhere.
 * @param last the event the identity asked for credentials with; null when it acted directly
 */
export function humanOf(
  principal: Principal,
  last: Issued | null,
  start: Principal,
  grade: Grade,
): Human | null {
  const name = nameOf(principal)
  switch (principal.type) {
    case 'IAMUser':
      return name ? { kind: 'IAMUser', name, arn: principal.arn, grade } : null
    case 'Root':
      return { kind: 'Root', name: 'root', arn: principal.arn ?? rootArn(principal.account), grade }
    case 'SAMLUser': {
      const kind = isIdentityCenter(last, start) ? 'IdentityCenterUser' : 'SAMLUser'
      return { kind, name: federatedName(principal, last), arn: null, grade }
    }
    case 'WebIdentityUser':
      return { kind: 'WebIdentityUser', name: federatedName(principal, last), arn: null, grade }
    case 'IdentityCenterUser':
      return {
        kind: 'IdentityCenterUser',
        name: visible(principal.userName) ?? principal.onBehalfOf ?? name ?? 'unknown',
        arn: null,
        grade,
      }
    case 'Directory':
      return name ? { kind: 'Directory', name, arn: principal.arn, grade } : null
    case 'AWSService':
      return { kind: 'AWSService', name: principal.invokedBy ?? name ?? 'an AWS service', arn: null, grade }
    default:
      return null
  }
}

/**
 * What can still be said when the record that began a session is missing: the source identity, which the caller cannot
 * change; the name of an Identity Center session, which is the user; the name of an instance's session.
 */
export function weakHuman(principal: Principal, start: Principal): Human | null {
  const identity = principal.sourceIdentity ?? start.sourceIdentity
  if (identity) return { kind: 'FederatedUser', name: identity, arn: null, grade: 'source identity' }
  const session = sessionName(principal)
  if (!session) return null
  if (/^AWSReservedSSO_/.test(principal.role ?? '')) {
    return { kind: 'IdentityCenterUser', name: session, arn: null, grade: 'session name and time' }
  }
  if (/^i-[0-9a-f]{8,17}$/.test(session)) {
    return { kind: 'AWSService', name: 'ec2.amazonaws.com', arn: null, grade: 'session name and time' }
  }
  if (principal.type === 'FederatedUser') {
    return { kind: 'FederatedUser', name: session, arn: principal.arn, grade: 'session name and time' }
  }
  return null
}

const rootArn = (account: string | null): string | null => (account ? `arn:aws:iam::${account}:root` : null)
const visible = (name: string | null): string | null => (name && !isHidden(name) ? name : null)

function federatedName(principal: Principal, last: Issued | null): string {
  const inId = /:([^:]+)$/.exec(principal.principalId ?? '')?.[1]
  return visible(principal.userName) ?? last?.subject ?? inId ?? nameOf(principal) ?? 'unknown'
}

/** Identity Center comes in through a SAML provider of its own, into roles of its own. */
function isIdentityCenter(last: Issued | null, start: Principal): boolean {
  const signs = [last?.samlProvider, last?.sessionArn, start.role]
  return signs.some((sign) => sign && /AWSSSO_|portal\.sso\.|AWSReservedSSO_/.test(sign))
}
