import { Building2, CircleQuestionMark, KeyRound, type LucideIcon, ServerCog, UserRound } from 'lucide-react'
import type { Deletion } from '../../../../electron/contract/deletions'
import type { Investigation } from '../../../../electron/contract/deletions-api'
import { formatInstant, type Zone } from '../../../lib/time'
import { LogText } from '../../../ui/bits'
import { classes } from '../../../ui/classes'
import { Place, PlaceName } from '../../../ui/place-name'
import { Breakable } from '../breakable'
import { type ChainLink, type ChainNode, chainPicture } from '../chain-picture'
import { GradeMark, lookOf } from '../marks'
import { isFirm, kindWords, targetName, typeWords } from '../words'
import css from './chain.module.css'

const icons: Record<ChainNode['kind'], LucideIcon> = {
  unknown: CircleQuestionMark,
  person: UserRound,
  service: ServerCog,
  role: KeyRound,
  session: KeyRound,
  account: Building2,
}

type Props = { story: Investigation; zone: Zone; onRecord: (eventId: string) => void }

/** The way from a person to the deletion as a picture: who became whom by which call, and how firmly that is known. */
export function Chain({ story, zone, onRecord }: Props) {
  const { nodes, links } = chainPicture(story)
  return (
    <div className={css.frame}>
      <ol
        className={css.chain}
        data-many={nodes.length > 3 || undefined}
        aria-label="The chain to the person"
      >
        {nodes.map((node, at) => {
          const link = links[at]
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the nodes of one fixed chain
            <li key={at} className={css.step}>
              <Node node={node} />
              {link && (
                <Link
                  link={link}
                  isLast={at === nodes.length - 1}
                  day={story.deletion.eventTime.slice(0, 10)}
                  zone={zone}
                  onRecord={onRecord}
                />
              )}
            </li>
          )
        })}
        <li className={css.step}>
          <Goal deletion={story.deletion} />
        </li>
      </ol>
      <p className={css.end}>
        <LogText>{story.chainEnd.reason}</LogText>
      </p>
    </div>
  )
}

/** The time of day, with the day where that is another one. */
function shortTime(iso: string, day: string, zone: Zone): string {
  const [date = '', time = ''] = formatInstant(iso, zone).split(' ')
  return iso.startsWith(day) ? time.slice(0, 8) : `${date} ${time.slice(0, 8)}`
}

function Node({ node }: { node: ChainNode }) {
  const Icon = icons[node.kind]
  return (
    <div className={css.node} data-kind={node.kind} title={node.arn ?? undefined}>
      <span className={css.picture} aria-hidden>
        <Icon size={18} strokeWidth={1.75} />
      </span>
      <strong className={css.name}>
        <Breakable text={node.name} />
      </strong>
      <span className={css.what}>
        <Breakable text={node.what} />
        {node.mfa === true && ' · MFA'}
        {node.mfa === false && node.kind === 'person' && ' · no MFA'}
      </span>
      {node.kind === 'account' && <PlaceName field="account" value={node.name} />}
      {node.account && node.account !== node.name && (
        <span className={css.fact}>
          <Place field="account" value={node.account} />
        </span>
      )}
      {node.sourceIp && <span className={css.fact}>from {node.sourceIp}</span>}
    </div>
  )
}

function Link({
  link,
  isLast,
  day,
  zone,
  onRecord,
}: {
  link: ChainLink
  isLast: boolean
  /** The day of the deletion: only other days are named. */
  day: string
  zone: Zone
  onRecord: Props['onRecord']
}) {
  const { eventId, eventName, eventTime, grade } = link
  const isKnown = isLast || (grade !== null && isFirm(grade))
  return (
    <div className={css.link} data-firm={isKnown}>
      <span className={css.call}>
        {eventId && eventName ? (
          <button type="button" title="Open the record" onClick={() => onRecord(eventId)}>
            <Breakable text={eventName} />
          </button>
        ) : (
          <span className={css.absent}>no record</span>
        )}
        {eventTime && <span className={css.when}>{shortTime(eventTime, day, zone)}</span>}
      </span>
      <span className={css.arrow} aria-hidden />
      {grade && <GradeMark grade={grade} />}
    </div>
  )
}

function Goal({ deletion }: { deletion: Deletion }) {
  const { impact, targets } = deletion
  const { icon: Icon, tone } = lookOf(impact)
  const [first] = targets
  return (
    <div className={classes(css.node, css.goal, deletion.outcome === 'succeeded' && css[tone])}>
      <span className={css.picture} aria-hidden>
        <Icon size={18} strokeWidth={1.75} />
      </span>
      <strong className={css.name}>
        <Breakable text={first ? targetName(first) : deletion.eventName} />
      </strong>
      <span className={css.what}>
        {first && typeWords(first.type)}
        {targets.length > 1 && ` and ${targets.length - 1} more`}
      </span>
      <span className={css.fact}>
        {deletion.outcome === 'succeeded'
          ? kindWords(impact)
          : `${deletion.outcome}: not ${kindWords(impact)}`}
      </span>
    </div>
  )
}

/** Each hop with its reason, for those who have to defend it. */
export function ChainHops({ story, zone, onRecord }: Props) {
  if (story.chain.length === 0) return null
  return (
    <ol className={css.hops} aria-label="Evidence of each hop">
      {story.chain.map((hop, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the hops of one fixed chain
        <li key={at}>
          <GradeMark grade={hop.grade} />
          <p>
            {hop.eventId && hop.eventName && (
              <button
                type="button"
                className={css.hopName}
                onClick={() => hop.eventId && onRecord(hop.eventId)}
              >
                {hop.eventName}
              </button>
            )}{' '}
            {hop.eventTime && <span className={css.hopTime}>{formatInstant(hop.eventTime, zone)}</span>}{' '}
            <LogText>{hop.why}</LogText>
          </p>
        </li>
      ))}
    </ol>
  )
}
