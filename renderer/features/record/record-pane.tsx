import { Copy, FileCheck2, FileWarning, GitCompare, X } from 'lucide-react'
import { memo, useMemo, useState } from 'react'
import type { EventRecord } from '../../../electron/contract/events'
import { useAnswer } from '../../client/use-answer'
import { parseJsonTree, printJson } from '../../lib/json-tree'
import { formatZoned } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { LogText, Skeleton } from '../../ui/bits'
import { Button, IconButton } from '../../ui/button'
import { Segmented } from '../../ui/segmented'
import { ErrorState } from '../../ui/states'
import { InvestigateButton } from '../deletions/investigate-button'
import { copyText } from '../events/cell-actions'
import { useOpenRecord } from '../events/open-record'
import { OutcomeMark } from '../events/outcome-mark'
import { AllFields, KeyFields } from './field-list'
import { JsonTree } from './json-view'
import { Provenance } from './provenance'
import css from './record.module.css'
import { RecordLinks } from './record-links'
import { summarise } from './summary'

/** Letters of a name in the sentence; the fields below have the whole of it. */
const longestName = 90

type Tab = 'summary' | 'fields' | 'json'

type Props = { caseId: string; seq: number; onClose?: () => void }

/** One record: a sentence, what matters first, everything, the JSON, and where it comes from. */
export const RecordPane = memo(function RecordPane({ caseId, seq, onClose }: Props) {
  const answer = useAnswer('events.record', { case: caseId, key: { seq } })
  const { open, compared, toggleCompared } = useOpenRecord()
  const record = answer.data
  return (
    <aside className={css.pane} aria-label="Record" aria-busy={answer.pending || undefined}>
      <header className={css.head}>
        <h2 title={record ? String(record.fields.eventName ?? '') : undefined}>
          {record ? <LogText>{String(record.fields.eventName ?? 'Record')}</LogText> : 'Record'}
        </h2>
        {record && (
          <>
            {onClose === undefined && <InvestigateButton record={record} />}
            <IconButton
              icon={GitCompare}
              label={compared.includes(seq) ? 'Take out of the comparison' : 'Add to the comparison'}
              shortcut="m"
              size="small"
              aria-pressed={compared.includes(seq)}
              onClick={() => toggleCompared(seq)}
            />
            <IconButton
              icon={Copy}
              label="Copy the record as JSON"
              size="small"
              onClick={() =>
                copyText(record.json, record.delivered ? 'the record as delivered' : 'the rebuilt record')
              }
            />
          </>
        )}
        <IconButton
          icon={X}
          label="Close the record"
          shortcut="Esc"
          size="small"
          onClick={onClose ?? (() => open(null, null))}
        />
      </header>
      {answer.error && !record ? (
        <ErrorState error={answer.error} onRetry={answer.retry} />
      ) : record ? (
        <RecordBody record={record} caseId={caseId} stale={answer.stale} />
      ) : (
        <div className={css.waiting}>
          <Skeleton width={0.9} height={14} />
          <Skeleton width={0.6} height={14} />
          <Skeleton width={0.75} />
          <Skeleton width={0.5} />
        </div>
      )}
    </aside>
  )
})

function RecordBody({ record, caseId, stale }: { record: EventRecord; caseId: string; stale: boolean }) {
  const [tab, setTab] = useState<Tab>('summary')
  const zone = useUi((ui) => ui.zone)
  const tree = useMemo(() => parseJsonTree(record.json), [record.json])
  const { fields } = record
  const sentence = useMemo(() => summarise(fields, tree), [fields, tree])
  const brief = useMemo(() => summarise(fields, tree, longestName), [fields, tree])
  const [inFull, setInFull] = useState(false)
  const time = typeof fields.eventTime === 'string' ? fields.eventTime : null
  return (
    <div className={css.body} data-stale={stale || undefined}>
      <div className={css.lead}>
        <p className={css.when}>
          {time ? formatZoned(time, zone) : 'The record has no time'}
          <OutcomeMark outcome={fields.outcome ?? null} errorCode={fields.errorCode ?? null} />
        </p>
        <p className={css.sentence}>
          <LogText>{inFull ? sentence : brief}</LogText>
          {brief !== sentence && (
            <button type="button" className={css.more} onClick={() => setInFull(!inFull)}>
              {inFull ? 'Shorten the names' : 'Names in full'}
            </button>
          )}
        </p>
        <Segmented
          label="What to show of the record"
          value={tab}
          options={[
            { value: 'summary', label: 'Summary' },
            { value: 'fields', label: 'All fields' },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={setTab}
        />
      </div>
      <div className={css.scroll}>
        {tab === 'summary' && (
          <>
            <KeyFields record={record} tree={tree} />
            <RecordLinks caseId={caseId} record={record} />
            <Provenance record={record} />
          </>
        )}
        {tab === 'fields' && <AllFields record={record} />}
        {tab === 'json' && (
          <>
            <p className={css.delivered}>
              {record.delivered ? (
                <FileCheck2 size={14} aria-hidden />
              ) : (
                <FileWarning size={14} aria-hidden />
              )}
              {record.delivered
                ? 'As delivered: read again from the source file'
                : `Rebuilt from the columns. ${record.rebuiltBecause ?? ''}`}
              {tree && (
                <Button
                  size="small"
                  tone="quiet"
                  onClick={() => copyText(printJson(tree), 'the JSON, indented')}
                >
                  Copy indented
                </Button>
              )}
            </p>
            {tree ? (
              <JsonTree node={tree} />
            ) : (
              <pre className={css.raw}>
                <LogText>{record.json}</LogText>
              </pre>
            )}
          </>
        )}
      </div>
    </div>
  )
}
