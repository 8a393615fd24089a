import type { Investigation } from '../../../../electron/contract/deletions-api'
import { LogText } from '../../../ui/bits'
import { useDeletionRecord } from '../deletion-record'
import { emphasise } from '../emphasise'
import css from './hero.module.css'

/** Words of a statement that stand for a record: names and IDs of what was done before, after and against it. */
export function recordWords(story: Investigation): Map<string, number> {
  const words = new Map<string, number>()
  for (const event of [...story.attempts, ...story.logging, ...story.precursors, ...story.restores]) {
    words.set(event.eventName, event.seq)
    words.set(event.eventId, event.seq)
  }
  return words
}

/** A statement of the story. Each call it names opens its record. */
export function Told({ text, words }: { text: string; words: Map<string, number> }) {
  const open = useDeletionRecord((state) => state.open)
  return emphasise(text, [...words.keys()]).map((piece, at) => {
    const seq = piece.strong ? words.get(piece.text) : undefined
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
    if (seq === undefined) return <LogText key={at}>{piece.text}</LogText>
    return (
      <button
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        key={at}
        type="button"
        className={css.told}
        title="Open the record"
        onClick={() => open(seq)}
      >
        <LogText>{piece.text}</LogText>
      </button>
    )
  })
}
