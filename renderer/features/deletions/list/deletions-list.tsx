import { FilterX, Settings2, ShieldCheck } from 'lucide-react'
import { type Ref, useCallback, useEffect, useMemo, useState } from 'react'
import type { CaseInfo } from '../../../../electron/contract/case'
import type { DeletionFilter } from '../../../../electron/contract/deletions-api'
import { announce } from '../../../app/notices'
import { engine } from '../../../client/engine'
import { useAnswer } from '../../../client/use-answer'
import { usePagedRows } from '../../../client/use-paged-rows'
import { formatCount, plural } from '../../../lib/format'
import { isWhole, noFilter } from '../../../state/deletion-edit'
import { useDeletions } from '../../../state/deletions-store'
import { useUi } from '../../../state/ui-store'
import { setRange } from '../../../state/view-edit'
import { useView } from '../../../state/view-store'
import { Button } from '../../../ui/button'
import { DataTable, type DataTableHandle } from '../../../ui/data-table/data-table'
import { useAccountWidth } from '../../../ui/place-cell'
import { Split } from '../../../ui/split'
import { EmptyState, ErrorState } from '../../../ui/states'
import { NoEvents } from '../../import/no-events'
import { go } from '../place'
import { Building, type BuildProgress } from './building'
import { deletionColumns } from './deletion-columns'
import { DeletionFacets } from './deletion-facets'
import { deletionOf, rowOf } from './deletion-rows'
import { FilterBar } from './filter-bar'
import css from './list.module.css'
import { WhatHappened, whatHappenedId } from './what-happened'

const openStory = (eventId: string) => go({ kind: 'story', eventId })

/** Every destructive action of the case: the list, its facets, and the question "what happened to …". */
export function DeletionsList({ info, table }: { info: CaseInfo; table: Ref<DataTableHandle> }) {
  const chosen = useDeletions((state) => state.filter)
  const { descending, setDescending } = useDeletions()
  const range = useView((state) => state.view.range)
  const { zone, facetsOpen, facetsWidth, set } = useUi()
  const [all, setAll] = useState<number | undefined>()
  const [progress, setProgress] = useState<BuildProgress | null>(null)
  const [stopped, setStopped] = useState(false)
  const filter = useMemo((): DeletionFilter => ({ ...chosen, range }), [chosen, range])
  const { id: caseId, revision } = info
  const rows = usePagedRows(
    ['deletions.list', caseId, revision, filter, descending],
    !stopped,
    async (from, count, signal) => {
      const page = await engine.call(
        'deletions.list',
        { case: caseId, filter, descending, from, count },
        { signal, onProgress: setProgress },
      )
      setProgress(null)
      setAll(page.all)
      return { total: page.total, rows: page.deletions.map(rowOf) }
    },
  )
  const facets = useAnswer(
    'deletions.facets',
    facetsOpen && all !== undefined ? { case: caseId, filter } : null,
    revision,
  )
  const accountWidth = useAccountWidth(112)
  const columns = useMemo(() => deletionColumns(zone, accountWidth, openStory), [zone, accountWidth])
  const { total } = rows.source
  const open = useCallback(
    (row: number) => {
      const deletion = deletionOf(rows.source.rowAt(row))
      if (deletion) openStory(deletion.eventId)
    },
    [rows.source],
  )

  useEffect(() => {
    if (total !== undefined && !rows.stale) announce(plural(total, 'destructive action'))
  }, [total, rows.stale])

  const isFirst = all === undefined
  return (
    <div className={css.screen}>
      <header className={css.head}>
        <h1>Deletions</h1>
        <span className={css.total} data-testid="deletions-total">
          {total !== undefined && all !== undefined && (
            <>
              <strong>{formatCount(total)}</strong> of {plural(all, 'destructive action')}
            </>
          )}
        </span>
        <WhatHappened id={whatHappenedId} />
      </header>
      <FilterBar filter={filter} />
      <div className={css.lower}>
        {isFirst && (progress || stopped) ? (
          <Building
            progress={progress}
            stopped={stopped}
            onStop={() => {
              setProgress(null)
              setStopped(true)
            }}
            onStart={() => setStopped(false)}
          />
        ) : (
          <Split
            start={facetsOpen ? <DeletionFacets filter={filter} answer={facets} /> : null}
            startWidth={facetsWidth}
            onStartWidth={(width) => set({ facetsWidth: width })}
            startLabel="Width of the facets"
            end={null}
            endWidth={0}
            onEndWidth={() => {}}
            endLabel=""
          >
            {rows.error ? (
              <ErrorState error={rows.error} onRetry={rows.retry} />
            ) : (
              <DataTable
                ref={table}
                name="deletions"
                label="Destructive actions"
                columns={columns}
                source={rows.source}
                onRows={rows.onRows}
                busy={rows.pending}
                sort={[{ field: 'eventTime', descending }]}
                onSort={(column) => column === 'eventTime' && setDescending(!descending)}
                onOpen={open}
                overlay={
                  total === 0 && !rows.pending ? <Nothing all={all ?? 0} filter={filter} info={info} /> : null
                }
              />
            )}
          </Split>
        )}
      </div>
    </div>
  )
}

/** Why there is nothing: nothing in the case, or nothing that matches. */
function Nothing({ all, filter, info }: { all: number; filter: DeletionFilter; info: CaseInfo }) {
  const edit = useDeletions((state) => state.edit)
  const editView = useView((state) => state.edit)
  if (all > 0)
    return (
      <EmptyState
        icon={FilterX}
        title="No destructive action matches"
        actions={
          <>
            {filter.range && (
              <Button onClick={() => editView((view) => setRange(view, null))}>Look at any time</Button>
            )}
            {!isWhole(filter) && <Button onClick={() => edit(() => noFilter)}>Clear the filters</Button>}
          </>
        }
      >
        The case holds {plural(all, 'destructive action')}; none is within this choice.
      </EmptyState>
    )
  if (info.events === 0) return <NoEvents />
  if (info.importing)
    return (
      <EmptyState icon={Settings2} title="Nothing yet">
        The import is still running. Destructive actions appear here as they are read.
      </EmptyState>
    )
  return (
    <EmptyState icon={ShieldCheck} title="No destructive action in this case">
      None of the {plural(info.events, 'event')} deletes, stops, detaches or unprotects anything Backtrail
      knows of. That holds for what the trail recorded: without data events, deleted objects and items leave
      no record.
    </EmptyState>
  )
}
