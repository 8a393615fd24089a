import { BarChart3, Download, Rows3, Square, TableProperties } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { SqlColumn } from '../../../electron/contract/sql'
import { announce } from '../../app/notices'
import { formatCount, plural } from '../../lib/format'
import { placeFieldOfColumn } from '../../lib/place-names'
import { durationShort, formatInstant } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { Button } from '../../ui/button'
import { DataTable } from '../../ui/data-table/data-table'
import { isSelected, noRows, type RowSelection } from '../../ui/data-table/row-selection'
import type { TableColumn, TableSort } from '../../ui/data-table/types'
import { Menu } from '../../ui/menu'
import { placeCell } from '../../ui/place-cell'
import { Segmented } from '../../ui/segmented'
import { EmptyState } from '../../ui/states'
import { exportResult, openEvent, resultMenu } from './result-actions'
import { ResultChart } from './result-chart'
import { columnId, columnIndex, eventIdAt, isNumeric, isTime, nextSort, resultRows } from './result-rows'
import css from './sql.module.css'
import { type Run, type SqlTab, useSql } from './sql-store'

/** What came of the last run: rows or a picture, or what went wrong, with the count, the time and the cap said. */
export function Results({ caseId, tab, run }: { caseId: string; tab: SqlTab; run: Run | undefined }) {
  const result = run?.result
  useEffect(() => {
    if (run?.state === 'done' && result)
      announce(`${plural(result.rows, 'row')}${result.capped ? ', and there are more' : ''}`)
    if (run?.state === 'failed') announce(run.error?.message ?? '')
  }, [run?.state, result, run?.error])
  if (!run || run.state === 'cancelled') {
    return (
      <EmptyState icon={TableProperties} title={run ? 'Cancelled' : 'No result yet'}>
        Ctrl+Enter runs the statement the cursor is in, or what is selected.
      </EmptyState>
    )
  }
  if (run.state === 'running') return <Running run={run} />
  if (run.error) {
    return (
      <div className={css.failure} role="alert">
        <h2>{run.error.message}</h2>
        {run.error.hint && <p>{run.error.hint}</p>}
      </div>
    )
  }
  return result ? <Answer key={run.startedAt} caseId={caseId} tab={tab} run={run} result={result} /> : null
}

function Running({ run }: { run: Run }) {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 200)
    return () => clearInterval(timer)
  }, [])
  return (
    <EmptyState
      icon={TableProperties}
      title="Running"
      actions={
        <Button icon={Square} onClick={run.cancel}>
          Cancel
        </Button>
      }
    >
      {durationShort(now - run.startedAt)}
    </EmptyState>
  )
}

/** Accounts and Regions have their names beside them here too. */
function placeOf(column: SqlColumn): Pick<TableColumn, 'render'> {
  const field = placeFieldOfColumn(column.name)
  return field === null ? {} : { render: placeCell(field) }
}

type AnswerProps = { caseId: string; tab: SqlTab; run: Run; result: NonNullable<Run['result']> }

function Answer({ caseId, tab, result }: AnswerProps) {
  const [sort, setSort] = useState<TableSort>([])
  const [selection, setSelection] = useState<RowSelection>(noRows)
  const [shown, setShown] = useState<'table' | 'chart'>('table')
  const [order, setOrder] = useState<string[] | null>(null)
  const zone = useUi((state) => state.zone)
  const setMaxRows = useSql((state) => state.setMaxRows)
  const source = useMemo(() => resultRows(result, sort), [result, sort])
  const columns = useMemo(() => {
    const all = result.columns.map(
      (column, index): TableColumn => ({
        id: columnId(index),
        label: column.name,
        width: isNumeric(column) ? 110 : isTime(column) ? 170 : 220,
        align: isNumeric(column) ? 'end' : 'start',
        sortable: true,
        ...placeOf(column),
        ...(isTime(column)
          ? {
              render: (cell) =>
                cell === null
                  ? '–'
                  : String(cell).length === 10
                    ? String(cell)
                    : formatInstant(String(cell), zone),
            }
          : {}),
      }),
    )
    return order ? order.flatMap((id) => all.filter((column) => column.id === id)) : all
  }, [result, order, zone])
  const rowsChosen = () => source.order.filter((_, index) => isSelected(selection, index))
  const rowAt = (index: number) => source.order[index] ?? 0
  const open = (index: number) => {
    const id = eventIdAt(result, rowAt(index))
    if (id) openEvent(caseId, id)
  }
  return (
    <div className={css.answer}>
      <div className={css.answerBar}>
        <Segmented
          label="Show the result as"
          value={shown}
          options={[
            { value: 'table', label: 'Table' },
            { value: 'chart', label: 'Chart' },
          ]}
          onChange={setShown}
        />
        <span data-testid="sql-rows">
          {formatCount(result.rows)} {result.rows === 1 ? 'row' : 'rows'} · {durationShort(result.elapsedMs)}
        </span>
        {result.capped && (
          <span className={css.capped}>
            Only the first {formatCount(result.rows)} rows; there are more.
            {result.rows < 100_000 && (
              <Button size="small" tone="quiet" icon={Rows3} onClick={() => setMaxRows(100_000)}>
                Allow 100,000
              </Button>
            )}
          </span>
        )}
        <span className={css.grow} />
        <Menu
          align="end"
          trigger={
            <Button size="small" icon={Download} disabled={result.rows === 0}>
              Export
            </Button>
          }
          entries={[
            ...(result.capped
              ? [{ kind: 'label' as const, label: `The ${formatCount(result.rows)} rows shown` }]
              : []),
            {
              label: 'As CSV',
              icon: Download,
              run: () => exportResult(caseId, result, source.order, 'csv', tab.title),
            },
            {
              label: 'As NDJSON',
              icon: Download,
              run: () => exportResult(caseId, result, source.order, 'ndjson', tab.title),
            },
          ]}
        />
      </div>
      {result.notes.length > 0 && (
        <ul className={css.notes} aria-label="What was read differently">
          {result.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {shown === 'chart' ? (
        <ResultChart result={result} />
      ) : (
        <div className={css.table}>
          <DataTable
            name="sql"
            label="Result"
            columns={columns}
            source={source}
            sort={sort}
            onSort={(column, add) => setSort((now) => nextSort(now, column, add))}
            onColumns={setOrder}
            selection={selection}
            onSelection={setSelection}
            onOpen={open}
            menuFor={({ row, column }) =>
              resultMenu(caseId, result, columnIndex(column), rowAt(row), rowsChosen())
            }
            onKey={(event, place) => {
              if (!place || !(event.ctrlKey || event.metaKey) || event.key !== 'c') return false
              const copyEntry = resultMenu(
                caseId,
                result,
                columnIndex(place.column),
                rowAt(place.row),
                rowsChosen(),
              )
              const wanted = rowsChosen().length > 1 ? / as TSV$/ : /^Copy the value$/
              const entry = copyEntry.find((one) => 'label' in one && wanted.test(one.label))
              if (entry && 'run' in entry) entry.run()
              return true
            }}
            overlay={result.rows === 0 ? <EmptyState icon={BarChart3} title="No row matches" /> : null}
          />
        </div>
      )}
    </div>
  )
}
