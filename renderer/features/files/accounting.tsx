import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react'
import type { CaseInfo } from '../../../electron/contract/case'
import { importArchives } from '../../app/case-actions'
import { notifyError } from '../../app/notices'
import { formatBytes, formatCount } from '../../lib/format'
import { isRunning, useImport } from '../../state/import-store'
import { LogText } from '../../ui/bits'
import { Button } from '../../ui/button'
import css from './files.module.css'

/** Nothing is lost silently: both identities written out, with the reasons for what is not there. */
export function Accounting({ info, onSkipped }: { info: CaseInfo; onSkipped?: (reason: string) => void }) {
  const { files, records, reconciles } = info
  const importing = useImport((state) => isRunning(state.job)) || info.importing
  const whole = info.unfinished.length === 0
  const Icon = importing ? LoaderCircle : reconciles && whole ? CircleCheck : CircleAlert
  return (
    <section className={css.accounting} aria-label="Accounting" data-ok={reconciles && whole && !importing}>
      <div className={css.equations}>
        <Equation
          total={['files seen', files.seen]}
          parts={[
            ['loaded', files.loaded],
            ['skipped', files.skipped],
          ]}
        />
        <Equation
          total={['records read', records.read]}
          parts={[
            ['stored', records.stored],
            ['duplicates', records.duplicates],
            ['rejected', records.rejected],
          ]}
        />
        <p className={css.verdict}>
          <Icon size={16} aria-hidden />
          {importing
            ? 'An import is running; the sums are checked at its end.'
            : reconciles
              ? 'Everything adds up.'
              : 'The sums do not add up. Import the archive again into a new case and report this.'}
          <span>
            {formatBytes(info.bytes.disk)} on disk for {formatBytes(info.bytes.json)} of JSON
          </span>
        </p>
        {!importing && !whole && <Unfinished info={info} />}
      </div>
      {info.skipped.length > 0 && (
        <ul className={css.reasons} aria-label="Why files were skipped">
          {info.skipped.map(({ reason, count }) => (
            <li key={reason}>
              <button type="button" disabled={!onSkipped} onClick={() => onSkipped?.(reason)}>
                <strong>{formatCount(count)}</strong> {reason}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** A part of an archive adds up too; that it is only a part has to be said beside it. */
function Unfinished({ info }: { info: CaseInfo }) {
  const goOn = () => void importArchives([...info.unfinished], info.path).catch(notifyError)
  return (
    <p className={css.verdict}>
      <CircleAlert size={16} aria-hidden />
      Not complete: an import was stopped before its end.
      {info.unfinished.map((path) => (
        <code key={path}>
          <LogText>{path}</LogText>
        </code>
      ))}
      <Button size="small" onClick={goOn}>
        Go on with it
      </Button>
    </p>
  )
}

type Term = readonly [label: string, count: number]

function Equation({ total, parts }: { total: Term; parts: readonly Term[] }) {
  return (
    <p className={css.equation}>
      <Figure term={total} />
      {parts.map((part, index) => (
        <span key={part[0]} className={css.term}>
          <span className={css.sign}>{index === 0 ? '=' : '+'}</span>
          <Figure term={part} />
        </span>
      ))}
    </p>
  )
}

function Figure({ term: [label, count] }: { term: Term }) {
  return (
    <span className={css.figure}>
      <strong>{formatCount(count)}</strong>
      <small> {label}</small>
    </span>
  )
}
