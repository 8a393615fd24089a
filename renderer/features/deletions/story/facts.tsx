import { ListFilter } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Investigation } from '../../../../electron/contract/deletions-api'
import { plural } from '../../../lib/format'
import { LogText } from '../../../ui/bits'
import { Breakable } from '../breakable'
import { type Pivot, pivotsOf } from '../pivots'
import { go } from '../place'
import { showPivot } from '../show-events'
import { causeWords, targetName, typeWords } from '../words'
import css from './facts.module.css'

const shownTargets = 6

/** What the record itself says: what was hit, who called, from where. Values lead to the same in the Events view. */
export function Facts({ story }: { story: Investigation }) {
  const { deletion } = story
  const { actor, targets, cause } = deletion
  const pivots = pivotsOf(story)
  const pivot = (value: string | null) => pivots.find((candidate) => candidate.value === value)
  return (
    <dl className={css.facts}>
      <Fact label={targets.length > 1 ? `${targets.length} targets` : 'Target'}>
        {targets.length === 0 && (
          <span className={css.unknown}>Not known: {deletion.targetsUnknown ?? 'the record names none'}</span>
        )}
        {targets.slice(0, shownTargets).map((target) => (
          <div key={`${target.type} ${target.id}`} className={css.target}>
            <button
              type="button"
              className={css.value}
              title="Show everything that happened to it"
              onClick={() => go({ kind: 'resource', target: target.arn ?? target.id })}
            >
              <LogText>{targetName(target)}</LogText>
            </button>
            <span className={css.sub}>{typeWords(target.type)}</span>
            {target.arn && (
              <span className={css.mono}>
                <Breakable text={target.arn} />
              </span>
            )}
            <span className={css.sub}>
              found in {target.path} ({target.rule})
            </span>
          </div>
        ))}
        {targets.length > shownTargets && (
          <span className={css.sub}>and {targets.length - shownTargets} more, in the record</span>
        )}
        {deletion.children > 0 && (
          <span className={css.sub}>
            {plural(deletion.children, 'event')} of single items belong to this call
          </span>
        )}
      </Fact>
      <Fact label="Acted as">
        <Value
          text={actor.role ?? actor.name ?? actor.type}
          pivot={pivot(actor.principalId) ?? pivot(actor.arn)}
        />
        {actor.arn && (
          <span className={css.mono}>
            <Breakable text={actor.arn} />
          </span>
        )}
        {actor.accessKeyId && <Value text={actor.accessKeyId} pivot={pivot(actor.accessKeyId)} small />}
        <span className={css.sub}>{[actor.type, mfaWords(actor)].filter(Boolean).join(' · ')}</span>
      </Fact>
      <Fact label="From">
        <Value text={actor.sourceIp} pivot={pivot(actor.sourceIp)} />
        {actor.userAgent && (
          <span className={css.agent}>
            <LogText>{actor.userAgent.slice(0, 400)}</LogText>
          </span>
        )}
      </Fact>
      <Fact label="Cause">
        <span className={css.plain}>{cause ? `Cascade: ${causeWords[cause.kind]}` : 'Direct call'}</span>
        <span className={css.sub}>
          <LogText>{cause?.why ?? 'The caller asked for it; no service acted on its own.'}</LogText>
        </span>
      </Fact>
    </dl>
  )
}

/** Sessions of federated people carry no MFA of AWS's own, whatever they used to sign in. */
function mfaWords({ mfa, type }: Investigation['deletion']['actor']): string | null {
  if (mfa === true) return 'with MFA'
  if (mfa === null) return type === 'AWSService' ? null : 'MFA not recorded'
  return type === 'IAMUser' || type === 'Root' ? 'without MFA' : 'the session carries no MFA'
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Value({
  text,
  pivot,
  small = false,
}: {
  text: string | null
  pivot: Pivot | undefined
  small?: boolean
}) {
  if (text === null) return <span className={css.unknown}>not recorded</span>
  const shown = <Breakable text={text} />
  if (!pivot) return <span className={small ? css.mono : css.plain}>{shown}</span>
  return (
    <button
      type="button"
      className={small ? css.valueSmall : css.value}
      title={`${pivot.label}: show in Events`}
      onClick={() => showPivot(pivot)}
    >
      {shown}
      <ListFilter size={11} aria-hidden />
    </button>
  )
}
