import { LogText } from './bits'
import { PlaceName } from './place-name'

const iamArn = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):(.+)$/

/** A principal's ARN with what tells one from another first: the name, then the account. */
export function principalParts(arn: string): { name: string; account: string | null } {
  const match = iamArn.exec(arn)
  if (!match?.[1] || !match[2]) return { name: arn, account: null }
  return { name: match[2].replace(/^(assumed-role|user|federated-user)\//, ''), account: match[1] }
}

/** The same on one line; the whole ARN belongs in a title or beside it. */
export function Principal({ arn, className }: { arn: string; className?: string | undefined }) {
  const { name, account } = principalParts(arn)
  return (
    <>
      <LogText>{name}</LogText>
      {account && (
        <span className={className}>
          {' '}
          {account}
          <PlaceName field="account" value={account} />
        </span>
      )}
    </>
  )
}
