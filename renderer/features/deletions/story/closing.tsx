import { CircleSlash, Info } from 'lucide-react'
import type { Investigation } from '../../../../electron/contract/deletions-api'
import { LogText } from '../../../ui/bits'
import css from './closing.module.css'
import { Section } from './section'

/** What was looked for without finding any. Whoever hands a story over is asked about that first. */
export function nothingFound(story: Investigation): string[] {
  const { precursors, attempts, logging, restores, cascade, session, deletion } = story
  const looked: [unknown[], string][] = [
    [precursors, 'protection removed or copies made beforehand'],
    [cascade, 'consequences of it'],
    [[...session.before, ...session.after], 'other events of the session'],
    [attempts, 'denied or failed attempts'],
    [logging, 'logging or detection impaired'],
  ]
  if (deletion.outcome === 'succeeded') looked.push([restores, 'a later restore'])
  return looked.filter(([found]) => found.length === 0).map(([, words]) => words)
}

export function NothingFound({ story }: { story: Investigation }) {
  const nothing = nothingFound(story)
  if (nothing.length === 0) return null
  return (
    <Section title="Looked for, and not found in this archive">
      <ul className={css.nothing}>
        {nothing.map((words) => (
          <li key={words}>
            <CircleSlash size={13} aria-hidden />
            {words}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What the archive cannot show: said before somebody takes silence for proof. */
export function Caveats({ story }: { story: Investigation }) {
  if (story.caveats.length === 0) return null
  return (
    <Section title="What this archive cannot show">
      <ul className={css.caveats}>
        {story.caveats.map((caveat) => (
          <li key={caveat}>
            <Info size={14} aria-hidden />
            <span>
              <LogText>{caveat}</LogText>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
