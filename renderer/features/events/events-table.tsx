import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef } from 'react'
import type { View } from '../../../electron/contract/view'
import { notify, notifyError } from '../../app/notices'
import { engine } from '../../client/engine'
import { usePagedRows } from '../../client/use-paged-rows'
import { formatCount, plural } from '../../lib/format'
import { useUi } from '../../state/ui-store'
import { cycleSort, sortableField } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { DataTable, type DataTableHandle } from '../../ui/data-table/data-table'
import { noRows, onlyRow, selectedCount, selectedRows } from '../../ui/data-table/row-selection'
import { cellText } from '../../ui/data-table/table-row'
import type { CellPlace, TableRow } from '../../ui/data-table/types'
import { ErrorState } from '../../ui/states'
import { useTableFind } from '../find/use-table-find'
import { cellMenu, copyText, filterIn, filterOut } from './cell-actions'
import { rowsAsJson, rowsAsTsv } from './copy-text'
import { askedFields, loadRows, seqOf } from './event-rows'
import { shownColumns, useEventColumns } from './events-columns'
import { NothingShown } from './nothing-shown'
import { useOpenRecord } from './open-record'
import { stepByKey } from './step-keys'
import { eventsTable } from './table-handle'

/** No clipboard takes a million rows well; beyond this the export is the way. */
const mostCopied = 10_000
const copyPage = 1_000

type Props = { caseId: string; revision: number; view: View; onMs: (ms: number | undefined) => void }

/** The events of the View, row by row. */
export const EventsTable = memo(function EventsTable({ caseId, revision, view, onMs }: Props) {
  const zone = useUi((ui) => ui.zone)
  const recordOpen = useUi((ui) => ui.recordOpen)
  const edit = useView((state) => state.edit)
  const selection = useOpenRecord((state) => state.selection)
  const openRow = useOpenRecord((state) => state.row)
  const { select, open } = useOpenRecord.getState()
  const handle = useRef<DataTableHandle>(null)
  const shown = shownColumns(view)
  const columns = useEventColumns(shown, zone)
  const asked = useMemo(() => askedFields(shown), [shown])
  const { range, filters, sort } = view
  const rows = usePagedRows(
    ['events.page', caseId, revision, { range, filters, sort }, asked],
    true,
    (from, count, signal) => loadRows(caseId, view, asked, from, count, signal),
  )
  const { source } = rows
  const find = useTableFind(shown)
  useEffect(() => onMs(rows.ms), [rows.ms, onMs])
  useEffect(() => {
    eventsTable.current = handle.current
    return () => {
      eventsTable.current = null
    }
  }, [])

  const identity = JSON.stringify({ caseId, range, filters, sort })
  const before = useRef(identity)
  useEffect(() => {
    if (before.current === identity) return
    before.current = identity
    select(noRows)
    useOpenRecord.setState({ row: null })
    handle.current?.toTop()
  }, [identity, select])

  const openAt = useCallback(
    (row: number) => {
      const seq = seqOf(source.rowAt(row))
      if (seq !== null) open(seq, row)
    },
    [source, open],
  )

  const rowsForCopy = async (place: number): Promise<TableRow[]> => {
    const chosen = selectedCount(selection, source.total ?? 0) > 1 ? selection : onlyRow(place)
    const all = selectedCount(chosen, source.total ?? 0)
    if (all > mostCopied) notify(`Copying the first ${formatCount(mostCopied)} of ${formatCount(all)} rows.`)
    const wanted = selectedRows(chosen, source.total ?? 0, mostCopied)
    const copied: TableRow[] = []
    for (let at = 0; at < wanted.length; ) {
      const from = wanted[at] ?? 0
      const page = await loadRows(caseId, view, asked, from, copyPage)
      while (at < wanted.length && (wanted[at] ?? 0) < from + copyPage) {
        const row = page.rows[(wanted[at] ?? 0) - from]
        if (row) copied.push(row)
        at += 1
      }
      if (page.rows.length === 0) break
    }
    return copied
  }

  const copyRows = (place: number) => (as: 'tsv' | 'json') => {
    rowsForCopy(place)
      .then((copied) =>
        copyText(
          as === 'tsv' ? rowsAsTsv(shown, copied) : rowsAsJson(shown, copied),
          plural(copied.length, 'row'),
        ),
      )
      .catch(notifyError)
  }

  const copyEvent = (row: TableRow) => () => {
    const seq = seqOf(row)
    if (seq === null) return
    engine
      .call('events.record', { case: caseId, key: { seq } })
      .then((record) =>
        copyText(record.json, record.delivered ? 'the record as delivered' : 'the rebuilt record'),
      )
      .catch(notifyError)
  }

  const menuFor = (place: CellPlace) => {
    const row = source.rowAt(place.row)
    if (!row) return []
    return cellMenu(place.column, row, selectedCount(selection, source.total ?? 0), {
      copyRows: copyRows(place.row),
      copyEvent: copyEvent(row),
    })
  }

  const onKey = (event: KeyboardEvent, place: CellPlace | null): boolean => {
    if (!place || event.altKey) return false
    const plain = !event.ctrlKey && !event.metaKey
    if (plain && useUi.getState().letterKeys && stepByKey(event.key, caseId)) return true
    const row = source.rowAt(place.row)
    if (!row) return false
    const cell = row.cells[place.column] ?? null
    if (!plain && event.key === 'c') {
      if (selectedCount(selection, source.total ?? 0) > 1) copyRows(place.row)('tsv')
      else copyText(cellText(cell), 'the value')
      return true
    }
    if (!plain || !useUi.getState().letterKeys) return false
    if (event.key === 'f') filterIn(place.column, cell)
    else if (event.key === 'F') filterOut(place.column, cell)
    else if (event.key === 'c') copyText(cellText(cell), 'the value')
    else if (event.key === 'm') {
      const seq = seqOf(row)
      if (seq !== null) useOpenRecord.getState().toggleCompared(seq)
    } else return false
    return true
  }

  if (rows.error && source.total === undefined) return <ErrorState error={rows.error} onRetry={rows.retry} />
  const empty = source.total === 0 && !rows.pending
  return (
    <DataTable
      ref={handle}
      name="events"
      label="Events"
      columns={columns}
      source={source}
      busy={rows.pending}
      sort={sort}
      onSort={(column, add) => {
        const field = sortableField(column)
        if (field) edit((now) => cycleSort(now, field, add))
      }}
      onColumns={(next) => edit((now) => ({ ...now, columns: next }))}
      selection={selection}
      onSelection={select}
      openRow={openRow}
      find={find}
      onFocusCell={(place) => recordOpen && openAt(place.row)}
      onOpen={(row) => {
        useUi.getState().set({ recordOpen: true })
        openAt(row)
      }}
      onRows={rows.onRows}
      menuFor={menuFor}
      onKey={onKey}
      overlay={empty ? <NothingShown /> : null}
    />
  )
})
