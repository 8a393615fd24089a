import { FolderOpen, PanelLeft, PanelRight } from 'lucide-react'
import { memo, useCallback, useEffect, useMemo, useState } from 'react'
import type { EngineError } from '../../../electron/contract/errors'
import type { View } from '../../../electron/contract/view'
import { closeCase } from '../../app/case-actions'
import { announce } from '../../app/notices'
import { useScreen } from '../../app/screen-store'
import { useAnswer } from '../../client/use-answer'
import { plural } from '../../lib/format'
import { useCase } from '../../state/case-store'
import { useUi } from '../../state/ui-store'
import { setRange } from '../../state/view-edit'
import { useView, zoomedOut } from '../../state/view-store'
import { Button, IconButton } from '../../ui/button'
import { Split } from '../../ui/split'
import { ErrorState } from '../../ui/states'
import { useFacetFields } from '../facets/facet-fields'
import { FacetsPanel } from '../facets/facets-panel'
import { RecordPane } from '../record/record-pane'
import { QueryBar } from '../search/query-bar'
import { SearchLine } from '../search/search-line'
import { noMarks } from '../timeline/marks'
import { Minimap } from '../timeline/minimap'
import { spanRange } from '../timeline/range-steps'
import { TimeBar } from '../timeline/time-bar'
import { Timeline } from '../timeline/timeline'
import css from './events.module.css'
import { EventsTable } from './events-table'
import { useOpenRecord } from './open-record'
import { SavedViewsButton } from './saved-views-button'
import { StatusBar } from './status-bar'
import { TableTools } from './table-tools'

/** Where analysts live: query bar, timeline, facets, table, record, status. Each part asks for itself and waits alone. */
export function EventsScreen() {
  const info = useCase((state) => state.current)
  const view = useView((state) => state.view)
  const edit = useView((state) => state.edit)
  const stackBy = useUi((ui) => ui.stackBy)
  const rarestFacets = useUi((ui) => ui.rarestFacets)
  const facetsOpen = useUi((ui) => ui.facetsOpen)
  const recordOpen = useUi((ui) => ui.recordOpen)
  const facetsWidth = useUi((ui) => ui.facetsWidth)
  const recordWidth = useUi((ui) => ui.recordWidth)
  const set = useUi((ui) => ui.set)
  const fields = useFacetFields()
  const openSeq = useOpenRecord((state) => state.seq)
  const [asTable, setAsTable] = useState(false)
  const [tableMs, setTableMs] = useState<number | undefined>()
  const caseId = info?.id ?? null
  const revision = info?.revision ?? 0
  // Order and columns change neither counts nor bars.
  const counted = useMemo(
    () => ({ range: view.range, filters: view.filters, sort: [], columns: null }),
    [view.range, view.filters],
  )
  const count = useAnswer('events.count', caseId ? { case: caseId, view: counted } : null, revision)
  const histogram = useAnswer(
    'events.histogram',
    caseId ? { case: caseId, view: counted, by: stackBy, bars: 260 } : null,
    revision,
  )
  const facets = useAnswer(
    'events.facets',
    caseId && facetsOpen && fields.length > 0
      ? { case: caseId, view: counted, fields, top: 20, rarest: rarestFacets }
      : null,
    revision,
  )
  // Not before the bars they stand beside, and not while an import runs: what is not there yet would look like a gap.
  const marked = caseId && !info?.importing && histogram.data ? { case: caseId } : null
  const marks = useAnswer('events.marks', marked, revision).data ?? noMarks
  const span = useMemo(() => (info?.span ? spanRange(info.span) : null), [info?.span])
  const zoomOut = useCallback(() => {
    const { view: now, past } = useView.getState()
    const { range } = now
    if (range) edit((current) => setRange(current, zoomedOut(range, past, span)))
  }, [edit, span])

  const visible = count.stale ? undefined : count.data?.visible
  useEffect(() => {
    if (visible === undefined) return
    const timer = setTimeout(() => announce(plural(visible, 'event')), 600)
    return () => clearTimeout(timer)
  }, [visible])

  if (!info || !caseId) return null
  if (count.error?.code.startsWith('case/')) return <CaseGone error={count.error} onRetry={count.retry} />
  const slowest = Math.max(
    0,
    ...[count.ms, histogram.ms, facets.ms, tableMs].filter((ms) => ms !== undefined),
  )
  const pending = count.pending || histogram.pending || facets.pending
  return (
    <div className={css.screen}>
      <h1 className="sr">Events</h1>
      <QueryRow caseId={caseId} revision={revision} view={view} />
      <SearchLine caseId={caseId} revision={revision} view={counted} />
      <section className={css.timeline} aria-label="Timeline">
        <TimeBar
          range={view.range}
          span={span}
          histogram={histogram.data}
          marks={marks}
          asTable={asTable}
          onAsTable={setAsTable}
          onZoomOut={zoomOut}
        />
        {histogram.error && !histogram.data ? (
          <ErrorState error={histogram.error} onRetry={histogram.retry} />
        ) : (
          <Timeline
            caseId={caseId}
            view={counted}
            histogram={histogram.data}
            marks={marks}
            stale={histogram.stale}
            asTable={asTable}
            onZoomOut={zoomOut}
          />
        )}
        {span && <Minimap caseId={caseId} revision={revision} view={counted} span={span} />}
      </section>
      <div className={css.lower}>
        <Split
          start={
            facetsOpen ? (
              <FacetsPanel caseId={caseId} revision={revision} view={view} answer={facets} />
            ) : null
          }
          startWidth={facetsWidth}
          onStartWidth={(width) => set({ facetsWidth: width })}
          startLabel="Width of the facets"
          end={recordOpen && openSeq !== null ? <RecordPane caseId={caseId} seq={openSeq} /> : null}
          endWidth={recordWidth}
          onEndWidth={(width) => set({ recordWidth: width })}
          endLabel="Width of the record"
        >
          <section className={css.middle} aria-label="Events">
            <TableTools caseId={caseId} revision={revision} view={view} />
            <div className={css.table}>
              <EventsTable caseId={caseId} revision={revision} view={view} onMs={setTableMs} />
            </div>
          </section>
        </Split>
      </div>
      <StatusBar count={count} span={span} ms={slowest} pending={pending} />
    </div>
  )
}

type RowProps = { caseId: string; revision: number; view: View }

const QueryRow = memo(function QueryRow({ caseId, revision, view }: RowProps) {
  return (
    <div className={css.query}>
      <FacetsToggle />
      <QueryBar caseId={caseId} revision={revision} view={view} />
      <SavedViewsButton />
      <RecordToggle />
    </div>
  )
})

const FacetsToggle = memo(function FacetsToggle() {
  const open = useUi((ui) => ui.facetsOpen)
  return (
    <IconButton
      icon={PanelLeft}
      label={open ? 'Hide the facets' : 'Show the facets'}
      aria-pressed={open}
      onClick={() => useUi.getState().set({ facetsOpen: !open })}
    />
  )
})

const RecordToggle = memo(function RecordToggle() {
  const open = useUi((ui) => ui.recordOpen)
  return (
    <IconButton
      icon={PanelRight}
      label={open ? 'Hide the record' : 'Show the record'}
      aria-pressed={open}
      onClick={() => useUi.getState().set({ recordOpen: !open })}
    />
  )
})

/** The case as a whole cannot be read: said once, not in each part. */
function CaseGone({ error, onRetry }: { error: EngineError; onRetry: () => void }) {
  const open = useScreen((state) => state.open)
  return (
    <ErrorState error={error} onRetry={onRetry}>
      <Button icon={FolderOpen} onClick={() => open('case')}>
        Open another case
      </Button>
      <Button onClick={closeCase}>Close this one</Button>
    </ErrorState>
  )
}
