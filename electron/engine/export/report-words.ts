import { type Deletion, type Impact, impactLabels, type Target } from '../../contract/deletions'

export const timeText = (iso: string): string =>
  iso === '' ? 'a time that the record does not give' : `${iso.replace('T', ' ').replace(/Z$/, '')} UTC`

export const kindText = (kind: string | null): string =>
  kind === null ? 'read' : (impactLabels[kind as Impact] ?? kind.replace('-', ' '))

export const targetText = ({ type, id, arn }: Target): string => `${type} ${arn ?? id}`

/** The facts of a deletion, a name and a value each; values that are not recorded say so. */
export function factsOf(deletion: Deletion): (readonly [name: string, value: string])[] {
  const { actor, human, cause, recoverable } = deletion
  const none = 'not recorded'
  const named = deletion.targets.map(targetText)
  const more = named.length > 10 ? [`and ${named.length - 10} more`] : []
  return [
    ['Event', `${deletion.eventName} (${deletion.eventSource})`],
    ['Event ID', deletion.eventId],
    ['Time', timeText(deletion.eventTime)],
    ['Account and Region', `${deletion.account ?? none}, ${deletion.region ?? none}`],
    ['Impact', kindText(deletion.impact)],
    ['Outcome', deletion.outcomeReason ? `${deletion.outcome}: ${deletion.outcomeReason}` : deletion.outcome],
    [
      'Target',
      named.length > 0 ? [...named.slice(0, 10), ...more].join('\n') : (deletion.targetsUnknown ?? none),
    ],
    ['Acting principal', actor.arn ?? actor.name ?? none],
    ['Access key', actor.accessKeyId ?? none],
    ['Source address', actor.sourceIp ?? none],
    ['User agent', actor.userAgent ?? none],
    ['Multi-factor', actor.mfa === null ? none : actor.mfa ? 'yes' : 'no'],
    [
      'Behind it',
      human ? `${human.name} (${human.kind}; evidence: ${human.grade})` : 'not known from this archive',
    ],
    ['Cause', cause ? cause.why : 'a direct call'],
    [
      'Recovery',
      recoverable
        ? `${recoverable.state}${recoverable.until ? ` until ${timeText(recoverable.until)}` : ''}. ${recoverable.how}`
        : 'nothing to recover',
    ],
  ]
}
