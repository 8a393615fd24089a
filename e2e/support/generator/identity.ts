/** A role as it stands in the records of its sessions. */
export interface Role {
  readonly account: string
  readonly name: string
  /** With both slashes: `/` or `/service-role/`. */
  readonly path: string
  /** `AROA…` */
  readonly id: string
}

/** An IAM user with a long-lived key. */
export interface User {
  readonly account: string
  readonly name: string
  /** `AIDA…` */
  readonly id: string
  /** `AKIA…` */
  readonly key: string
}

/** A session of a role. */
export interface RoleSession {
  readonly role: Role
  readonly name: string
  /** `ASIA…` */
  readonly key: string
  /** `2026-03-04T10:07:31Z` */
  readonly created: string
  readonly mfa?: boolean
  /** How an instance got its credentials. */
  readonly ec2RoleDelivery?: '1.0' | '2.0'
  readonly sourceIdentity?: string
  readonly invokedBy?: string
  /** Set for sessions that came by a web identity. */
  readonly webIdentity?: { readonly provider: string; readonly subject: string; readonly audience: string }
  readonly onBehalfOf?: { readonly userId: string; readonly identityStoreArn: string }
}

export function roleArn(role: Role): string {
  return `arn:aws:iam::${role.account}:role${role.path}${role.name}`
}

export function sessionArn(session: RoleSession): string {
  return `arn:aws:sts::${session.role.account}:assumed-role/${session.role.name}/${session.name}`
}

export function userArn(user: Pick<User, 'account' | 'name'>): string {
  return `arn:aws:iam::${user.account}:user/${user.name}`
}

/** `userIdentity` of a call with a user's long-lived key, or, with `session`, with temporary credentials. */
export function userIdentity(
  user: User,
  session?: { key: string | null; created: string; mfa: boolean },
): string {
  return JSON.stringify({
    type: 'IAMUser',
    principalId: user.id,
    arn: userArn(user),
    accountId: user.account,
    ...(session?.key === null ? {} : { accessKeyId: session?.key ?? user.key }),
    userName: user.name,
    ...(session && session.key !== null
      ? {
          sessionContext: {
            attributes: { creationDate: session.created, mfaAuthenticated: String(session.mfa) },
          },
        }
      : {}),
  })
}

/** `userIdentity` of a call by a role's session. */
export function sessionIdentity(session: RoleSession): string {
  const { role, webIdentity } = session
  return JSON.stringify({
    type: 'AssumedRole',
    principalId: `${role.id}:${session.name}`,
    arn: sessionArn(session),
    accountId: role.account,
    accessKeyId: session.key,
    ...(session.onBehalfOf ? { onBehalfOf: session.onBehalfOf } : {}),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: role.id,
        arn: roleArn(role),
        accountId: role.account,
        userName: role.name,
      },
      ...(webIdentity
        ? {
            webIdFederationData: {
              federatedProvider: webIdentity.provider,
              attributes: { sub: webIdentity.subject, aud: webIdentity.audience },
            },
          }
        : {}),
      attributes: { creationDate: session.created, mfaAuthenticated: String(session.mfa ?? false) },
      ...(session.ec2RoleDelivery ? { ec2RoleDelivery: session.ec2RoleDelivery } : {}),
      ...(session.sourceIdentity ? { sourceIdentity: session.sourceIdentity } : {}),
    },
    ...(session.invokedBy ? { invokedBy: session.invokedBy } : {}),
  })
}

/** `userIdentity` of a call a service makes for itself. */
export function serviceIdentity(service: string): string {
  return JSON.stringify({ type: 'AWSService', invokedBy: service })
}

/** `userIdentity` of a caller from another account, as the account that owns the resource sees it. */
export function foreignIdentity(account: string, id: string): string {
  return JSON.stringify({ type: 'AWSAccount', principalId: id, accountId: account })
}

/** `userIdentity` of AssumeRoleWithSAML. */
export function samlIdentity(user: string, providerArn: string): string {
  return JSON.stringify({
    type: 'SAMLUser',
    principalId: `${providerArn.split('/').at(-1)}:${user}`,
    userName: user,
    identityProvider: providerArn,
  })
}

/** `userIdentity` of AssumeRoleWithWebIdentity. */
export function webIdentity(subject: string, audience: string, providerArn: string): string {
  return JSON.stringify({
    type: 'WebIdentityUser',
    principalId: `${providerArn}:${audience}:${subject}`,
    userName: subject,
    identityProvider: providerArn,
  })
}

/** `userIdentity` of the root user, signed in at the console. */
export function rootIdentity(
  account: string,
  session?: { key: string; created: string; mfa: boolean },
): string {
  return JSON.stringify({
    type: 'Root',
    principalId: account,
    arn: `arn:aws:iam::${account}:root`,
    accountId: account,
    ...(session
      ? {
          accessKeyId: session.key,
          sessionContext: {
            attributes: { creationDate: session.created, mfaAuthenticated: String(session.mfa) },
          },
        }
      : { accessKeyId: '' }),
  })
}
