import { FileCheck2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { EngineError } from '../../../electron/contract/errors'
import { isCancelled } from '../../../electron/contract/errors'
import type { ExportFormat, ExportProgress, ExportResult } from '../../../electron/contract/export'
import { notifyError } from '../../app/notices'
import { asEngineError, engine } from '../../client/engine'
import { desktopBridge } from '../../client/shell'
import { formatBytes, formatCount, plural } from '../../lib/format'
import { durationShort } from '../../lib/time'
import { useCase } from '../../state/case-store'
import { useView } from '../../state/view-store'
import { ProgressBar, TextField } from '../../ui/bits'
import { Button } from '../../ui/button'
import { selectedCount } from '../../ui/data-table/row-selection'
import { Dialog } from '../../ui/dialog'
import { Segmented } from '../../ui/segmented'
import { copyText } from '../events/cell-actions'
import { shownColumns } from '../events/events-columns'
import { useOpenRecord } from '../events/open-record'
import css from './export.module.css'
import { selectedSeqs } from './selected-seqs'

const formats: { value: ExportFormat; label: string; about: string }[] = [
  { value: 'csv', label: 'CSV', about: 'One line an event, for spreadsheets.' },
  { value: 'ndjson', label: 'NDJSON', about: 'One record a line, as it was delivered.' },
  { value: 'parquet', label: 'Parquet', about: 'Typed columns, for DuckDB, Athena, pandas or Spark.' },
]

type Running = { control: AbortController; progress: ExportProgress | null }

/** Writes the events of the present View, or the chosen rows, to a file, with a note beside it of what it holds. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const info = useCase((state) => state.current)
  const view = useView((state) => state.view)
  const selection = useOpenRecord((state) => state.selection)
  const [visible, setVisible] = useState<number | null>(null)
  const chosen = selectedCount(selection, visible ?? 0)
  const [which, setWhich] = useState<'view' | 'rows'>(chosen > 1 && !selection.all ? 'rows' : 'view')
  const [format, setFormat] = useState<ExportFormat>('csv')
  const [shownOnly, setShownOnly] = useState<'shown' | 'all'>('shown')
  const [safe, setSafe] = useState(true)
  const [overwrite, setOverwrite] = useState(false)
  const [path, setPath] = useState('')
  /** Before the proposal is there, it would be put into what somebody types. */
  const [proposed, setProposed] = useState(false)
  const [running, setRunning] = useState<Running | null>(null)
  const [result, setResult] = useState<ExportResult | null>(null)
  const [error, setError] = useState<EngineError | null>(null)
  const bridge = desktopBridge()
  const alive = useRef<AbortController | null>(null)
  const caseId = info?.id ?? ''
  const name = `${info?.name ?? 'events'}-events.${format}`
  const proposal = useRef(name)
  proposal.current = name

  useEffect(() => () => alive.current?.abort(), [])
  useEffect(() => {
    if (!caseId) return
    engine
      .call('events.count', { case: caseId, view })
      .then((count) => setVisible(count.visible), notifyError)
  }, [caseId, view])
  useEffect(() => {
    if (bridge) return
    engine
      .call('files.list', { path: null })
      .then(({ path: home }) => setPath(`${home}/${proposal.current}`), notifyError)
      .finally(() => setProposed(true))
  }, [bridge])
  useEffect(() => setPath((now) => now.replace(/\.(csv|ndjson|parquet)$/, `.${format}`)), [format])

  const start = async () => {
    setError(null)
    const control = new AbortController()
    alive.current = control
    const { signal } = control
    try {
      const target = bridge
        ? (await bridge.shell('shell.chooseSave', { suggestedName: name, kind: format })).path
        : path.trim()
      if (!target) return
      setRunning({ control, progress: null })
      const only = which === 'rows' ? await selectedSeqs(caseId, view, selection, visible ?? 0, signal) : null
      const columns = format !== 'ndjson' && shownOnly === 'shown' ? [...shownColumns(view)] : null
      const params = {
        case: caseId,
        view,
        format,
        path: target,
        columns,
        only,
        safe,
        overwrite: overwrite || !!bridge,
      }
      const onProgress = (progress: ExportProgress) => setRunning({ control, progress })
      setResult(await engine.call('export.events', params, { signal, onProgress }))
    } catch (caught) {
      if (!isCancelled(caught)) setError(asEngineError(caught))
    } finally {
      setRunning(null)
    }
  }

  if (result) return <Done result={result} onClose={onClose} />
  const progress = running?.progress
  return (
    <Dialog
      open
      onClose={onClose}
      title="Export"
      width={560}
      footer={
        running ? (
          <>
            <span className={css.progress}>
              <ProgressBar
                value={progress && progress.total > 0 ? progress.done / progress.total : null}
                label="Export"
              />
              {progress
                ? `${formatCount(progress.done)} of ${plural(progress.total, 'event')}, ${formatBytes(progress.bytes)}`
                : 'Starting…'}
            </span>
            <Button onClick={() => running.control.abort()}>Cancel</Button>
          </>
        ) : (
          <>
            <span className={css.grow} />
            <Button
              tone="primary"
              disabled={visible === null || visible === 0 || (!bridge && !path.trim())}
              onClick={start}
            >
              {bridge ? 'Choose where and export…' : 'Export'}
            </Button>
          </>
        )
      }
    >
      <dl className={css.form}>
        <dt>Which events</dt>
        <dd>
          <Segmented
            label="Which events"
            value={which}
            options={[
              {
                value: 'view',
                label: visible === null ? 'All matching' : `All ${formatCount(visible)} matching`,
              },
              ...(chosen > 0 && !selection.all
                ? [{ value: 'rows' as const, label: `${plural(chosen, 'selected row')}` }]
                : []),
            ]}
            onChange={setWhich}
          />
        </dd>
        <dt>Format</dt>
        <dd>
          <Segmented label="Format" value={format} options={formats} onChange={setFormat} />
          <small>{formats.find((entry) => entry.value === format)?.about}</small>
        </dd>
        {format !== 'ndjson' && (
          <>
            <dt>Columns</dt>
            <dd>
              <Segmented
                label="Columns"
                value={shownOnly}
                options={[
                  { value: 'shown', label: `The ${shownColumns(view).length} of the table` },
                  { value: 'all', label: 'All' },
                ]}
                onChange={setShownOnly}
              />
            </dd>
          </>
        )}
        {!bridge && (
          <>
            <dt>File</dt>
            <dd>
              <TextField
                aria-label="File to write"
                disabled={!proposed}
                value={path}
                onChange={(event) => setPath(event.target.value)}
              />
              <label className={css.check}>
                <input
                  type="checkbox"
                  checked={overwrite}
                  onChange={(event) => setOverwrite(event.target.checked)}
                />
                Replace the file when it is there already
              </label>
            </dd>
          </>
        )}
        {format === 'csv' && (
          <>
            <dt>Safety</dt>
            <dd>
              <label className={css.check}>
                <input type="checkbox" checked={safe} onChange={(event) => setSafe(event.target.checked)} />
                Defuse cells that a spreadsheet would run as formulas
              </label>
            </dd>
          </>
        )}
      </dl>
      {error && (
        <p className={css.error} role="alert">
          {error.message} {error.hint}
        </p>
      )}
    </Dialog>
  )
}

function Done({ result, onClose }: { result: ExportResult; onClose: () => void }) {
  const bridge = desktopBridge()
  return (
    <Dialog
      open
      onClose={onClose}
      title="Exported"
      width={560}
      footer={
        <>
          <span className={css.grow} />
          {bridge && (
            <Button
              onClick={() => bridge.shell('shell.showInFolder', { path: result.path }).catch(notifyError)}
            >
              Show in folder
            </Button>
          )}
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <p className={css.done}>
        <FileCheck2 size={18} aria-hidden />
        {plural(result.events, 'event')}, {formatBytes(result.bytes)}, in {durationShort(result.elapsedMs)}
      </p>
      <dl className={css.form}>
        <dt>File</dt>
        <dd className={css.mono}>{result.path}</dd>
        <dt>SHA-256</dt>
        <dd>
          <span className={css.mono}>{result.sha256}</span>
          <Button size="small" onClick={() => copyText(result.sha256, 'the hash')}>
            Copy
          </Button>
        </dd>
        <dt>What it is</dt>
        <dd className={css.mono}>{result.sidecar}</dd>
      </dl>
      {result.rebuilt > 0 && (
        <p className={css.note}>
          {plural(result.rebuilt, 'record')} had to be rebuilt from the columns, because the source file is
          gone or has changed.
        </p>
      )}
    </Dialog>
  )
}
