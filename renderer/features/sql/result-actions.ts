import { Clipboard, Copy, Filter, PanelRight, Search } from 'lucide-react'
import type { Cell } from '../../../electron/contract/events'
import { parseField } from '../../../electron/contract/field'
import type { SqlResult } from '../../../electron/contract/sql'
import { notify, notifyError } from '../../app/notices'
import { useScreen } from '../../app/screen-store'
import { engine } from '../../client/engine'
import { saveText } from '../../client/save-text'
import { toCsv, tsvField } from '../../lib/csv'
import { fieldLabel } from '../../lib/fields'
import { showHidden } from '../../lib/safe-text'
import { minute } from '../../lib/time'
import { addFilter, aroundInstant, type FilterDraft, setRange } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { cellText } from '../../ui/data-table/table-row'
import type { MenuEntry } from '../../ui/menu'
import { fieldOfColumn } from './completion-text'
import { eventIdAt } from './result-rows'
import { useSqlRecord } from './sql-record'

const mostValues = 1_000

/** Names under which queries give an ARN, an address or a key of the caller. */
const givenNames: Readonly<Record<string, string>> = {
  actor: 'userIdentity.arn',
  principal: 'userIdentity.arn',
  arn: 'userIdentity.arn',
  caller: 'userIdentity.arn',
  session: 'userIdentity.arn',
  owner: 'userIdentity.arn',
  access_key: 'userIdentity.accessKeyId',
  accesskeyid: 'userIdentity.accessKeyId',
  bucket: 'requestParameters.bucketName',
  username: 'userIdentity.userName',
}

const fieldOf = (name: string): string | null => {
  const field = fieldOfColumn(name) ?? givenNames[name.toLowerCase()]
  return field && parseField(field) ? field : null
}

function showFiltered(draft: FilterDraft): void {
  useView.getState().edit((view) => addFilter(view, draft))
  useScreen.getState().show('events')
}

/** Values of a column as one clause of the View; of those no field has, a search for the text. */
function filterBy(name: string, values: readonly Cell[]): void {
  const [first] = values
  const field = fieldOf(name)
  if (/^event_?time$/i.test(name) && values.length === 1 && typeof first === 'string') {
    useView.getState().edit((view) => setRange(view, aroundInstant(first, minute)))
    useScreen.getState().show('events')
    return
  }
  if (field) {
    const distinct = [...new Set(values.map((value) => (value === null ? null : cellText(value))))]
    if (distinct.length > mostValues) {
      notify(
        `A filter takes ${mostValues.toLocaleString('en-US')} values; these are ${distinct.length.toLocaleString('en-US')}.`,
      )
      return
    }
    showFiltered({ kind: 'values', field, values: distinct })
  } else if (first !== null && first !== undefined)
    showFiltered({ kind: 'text', text: cellText(first).slice(0, 10_000) })
}

export function openEvent(caseId: string, eventId: string): void {
  engine
    .call('events.record', { case: caseId, key: { eventId } })
    .then((record) => useSqlRecord.getState().open(record.seq), notifyError)
}

const copy = (text: string, what: string) =>
  navigator.clipboard.writeText(text).then(() => notify(`Copied ${what}.`), notifyError)

const rowObject = (result: SqlResult, row: number) =>
  Object.fromEntries(result.columns.map(({ name }, at) => [name, result.data[at]?.[row] ?? null]))

const short = (text: string) => showHidden(text.length > 40 ? `${text.slice(0, 39)}…` : text)

/** What can be done with a cell of a result and its row. `row` and `rows` are positions in the result itself. */
export function resultMenu(
  caseId: string,
  result: SqlResult,
  column: number,
  row: number,
  rows: readonly number[],
): MenuEntry[] {
  const name = result.columns[column]?.name ?? ''
  const values = result.data[column] ?? []
  const cell = values[row] ?? null
  const field = fieldOf(name)
  const eventId = eventIdAt(result, row)
  const entries: MenuEntry[] = []
  if (field) {
    entries.push({
      label: `Filter events: ${fieldLabel(field)} “${short(cell === null ? '(none)' : cellText(cell))}”`,
      icon: Filter,
      run: () => filterBy(name, [cell]),
    })
    entries.push({
      label: `Filter events by every ${fieldLabel(field)} of this result`,
      icon: Filter,
      run: () => filterBy(name, values.slice(0, result.rows)),
    })
  } else if (cell !== null && cellText(cell) !== '') {
    entries.push({
      label: `Search events for “${short(cellText(cell))}”`,
      icon: Search,
      run: () => filterBy(name, [cell]),
    })
  }
  if (eventId)
    entries.push({
      label: 'Open the record',
      icon: PanelRight,
      shortcut: 'Enter',
      run: () => openEvent(caseId, eventId),
    })
  if (entries.length > 0) entries.push({ kind: 'separator' })
  const what = rows.length > 1 ? `${rows.length.toLocaleString('en-US')} rows` : 'the row'
  const chosen = rows.length > 0 ? rows : [row]
  entries.push(
    {
      label: 'Copy the value',
      icon: Copy,
      shortcut: 'Mod+C',
      run: () => void copy(cellText(cell), 'the value'),
    },
    { label: `Copy ${what} as TSV`, icon: Clipboard, run: () => void copy(tsvOf(result, chosen), what) },
    {
      label: `Copy ${what} as JSON`,
      icon: Clipboard,
      run: () => void copy(chosen.map((one) => JSON.stringify(rowObject(result, one))).join('\n'), what),
    },
  )
  return entries
}

const tsvOf = (result: SqlResult, rows: readonly number[]): string =>
  [
    result.columns.map(({ name }) => tsvField(name)).join('\t'),
    ...rows.map((row) =>
      result.data
        .map((column) => column[row] ?? null)
        .map((cell) => (typeof cell === 'number' ? String(cell) : tsvField(cellText(cell))))
        .join('\t'),
    ),
  ].join('\n')

/** The rows of a result, in the order they are shown in, as a file. */
export function exportResult(
  caseId: string,
  result: SqlResult,
  order: readonly number[],
  format: 'csv' | 'ndjson',
  title: string,
): void {
  const name =
    title
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .slice(0, 60) || 'result'
  saveText(caseId, name, format, format === 'csv' ? csvOf(result, order) : ndjsonOf(result, order)).then(
    (saved) => saved && notify(`Saved ${saved}.`),
    notifyError,
  )
}

const ndjsonOf = (result: SqlResult, order: readonly number[]): string =>
  order.map((row) => `${JSON.stringify(rowObject(result, row))}\n`).join('')

const csvOf = (result: SqlResult, order: readonly number[]): string =>
  toCsv(
    result.columns.map((column) => column.name),
    order.map((row) =>
      result.data.map((column) => {
        const cell = column[row] ?? null
        return typeof cell === 'number' || cell === null ? cell : cellText(cell)
      }),
    ),
  )
