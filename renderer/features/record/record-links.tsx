import { Box, Fingerprint, Globe, KeyRound, Link2, type LucideIcon, Share2, Timer, User } from 'lucide-react'
import type { Result } from '../../../electron/contract/engine-api'
import type { EventRecord } from '../../../electron/contract/events'
import { useAnswer } from '../../client/use-answer'
import { plural } from '../../lib/format'
import { useCase } from '../../state/case-store'
import { useView } from '../../state/view-store'
import { LogText, Skeleton } from '../../ui/bits'
import css from './record.module.css'

type Link = Result<'events.neighbours'>['links'][number]

const kinds: Record<Link['kind'], { icon: LucideIcon; words: string }> = {
  around: { icon: Timer, words: 'In the 5 minutes around it' },
  session: { icon: KeyRound, words: 'Same session' },
  principal: { icon: User, words: 'Same principal' },
  sourceIP: { icon: Globe, words: 'Same source IP' },
  resource: { icon: Box, words: 'Same resource' },
  request: { icon: Link2, words: 'Same request' },
  sharedEvent: { icon: Share2, words: 'Same event in other accounts' },
}

/** The ways on from one event, each with how many events it leads to. */
export function RecordLinks({ caseId, record }: { caseId: string; record: EventRecord }) {
  const revision = useCase((state) => state.current?.revision ?? 0)
  const edit = useView((state) => state.edit)
  const { data, error, stale } = useAnswer(
    'events.neighbours',
    { case: caseId, seq: record.seq, minutes: 5 },
    revision,
  )
  if (error) return null
  return (
    <section className={css.section} aria-label="Related events">
      <h3>Related events</h3>
      {!data || stale ? (
        <div className={css.waiting}>
          <Skeleton width={0.6} />
          <Skeleton width={0.5} />
        </div>
      ) : (
        <ul className={css.links}>
          {data.links.map((link) => {
            const { icon: Icon, words } = kinds[link.kind] ?? { icon: Fingerprint, words: link.kind }
            return (
              <li key={`${link.kind}:${link.value}`}>
                <button
                  type="button"
                  title={link.value}
                  onClick={() => edit((now) => ({ ...link.view, sort: now.sort, columns: now.columns }))}
                >
                  <Icon size={14} aria-hidden />
                  <span className={css.linkText}>
                    {words}
                    {link.kind !== 'around' && (
                      <small>
                        <LogText>{link.value}</LogText>
                      </small>
                    )}
                  </span>
                  <span className={css.linkCount}>{plural(link.count, 'event')}</span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
