import type { Investigation } from '../../../../electron/contract/deletions-api'
import { formatCount, plural } from '../../../lib/format'
import { LogText } from '../../../ui/bits'
import css from './closing.module.css'
import { Section } from './section'

type Props = { story: Investigation; onRecord: (eventId: string) => void }

/** Where each record of the story stands: the file, its hash, the bytes. */
export function Evidence({ story, onRecord }: Props) {
  const { evidence, deletion } = story
  if (evidence.length === 0) return null
  return (
    <Section title="Evidence" aside={`${plural(evidence.length, 'record')}, as delivered`}>
      <table className={css.evidence}>
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">File, its SHA-256, and the bytes of the record in the inflated file</th>
          </tr>
        </thead>
        <tbody>
          {evidence.map(({ eventId, path, sha256, byteOffset, byteLength }) => (
            <tr
              key={`${eventId} ${path} ${byteOffset}`}
              data-main={eventId === deletion.eventId || undefined}
            >
              <td>
                <button type="button" className={css.evidenceId} onClick={() => onRecord(eventId)}>
                  <LogText>{eventId}</LogText>
                </button>
              </td>
              <td>
                <span className={css.path}>
                  <LogText>{path}</LogText>
                </span>
                <span className={css.hash}>{sha256 ?? 'hash not known'}</span>
                <span className={css.hash}>
                  {formatCount(byteOffset)} to {formatCount(byteOffset + byteLength)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
