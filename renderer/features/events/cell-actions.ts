import {
  ChevronDown,
  ChevronUp,
  Clipboard,
  Columns2,
  Copy,
  Filter,
  FilterX,
  GitCompare,
  PanelRight,
  Terminal,
  Timer,
} from 'lucide-react'
import type { Cell } from '../../../electron/contract/events'
import { notify, notifyError } from '../../app/notices'
import { useScreen } from '../../app/screen-store'
import { fieldLabel, valueLabel } from '../../lib/fields'
import { showHidden } from '../../lib/safe-text'
import { durationWords, minute } from '../../lib/time'
import { useCase } from '../../state/case-store'
import { aroundInstant, excludeValue, onlyValue, setRange } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { cellText } from '../../ui/data-table/table-row'
import type { TableRow } from '../../ui/data-table/types'
import type { MenuEntry } from '../../ui/menu'
import { lookupCommand, sqlPredicate } from './copy-text'
import { seqOf } from './event-rows'
import { useOpenRecord } from './open-record'
import { stepPrincipal } from './principal-steps'

/** A cell as the value of a clause: what the engine compares with. */
export const clauseValue = (cell: Cell): string | null => {
  if (cell === null) return null
  return Array.isArray(cell) ? (cell[0] ?? null) : String(cell)
}

export function copyText(text: string, what: string): void {
  navigator.clipboard.writeText(text).then(() => notify(`Copied ${what}.`), notifyError)
}

export const filterIn = (field: string, cell: Cell) =>
  useView
    .getState()
    .edit((view) =>
      field === 'eventTime' && cell !== null
        ? setRange(view, aroundInstant(String(cell), 0))
        : onlyValue(view, field, clauseValue(cell)),
    )

export const filterOut = (field: string, cell: Cell) =>
  field === 'eventTime'
    ? notify('A moment cannot be left out; choose a time range instead.')
    : useView.getState().edit((view) => excludeValue(view, field, clauseValue(cell)))

export const around = (iso: string, minutes: number) =>
  useView.getState().edit((view) => setRange(view, aroundInstant(iso, minutes * minute)))

/** Minutes on either side of an event that are offered. */
const widthsAround = [5, 60]

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text)

const stepOfPrincipal = (step: 1 | -1) => {
  const info = useCase.getState().current
  if (info) void stepPrincipal(info.id, step)
}

type CopyActions = { copyRows: (as: 'tsv' | 'json') => void; copyEvent: () => void }

/** What can be done with a cell and its row: the same list for the mouse, the menu key and screen readers. */
export function cellMenu(field: string, row: TableRow, selected: number, copy: CopyActions): MenuEntry[] {
  const cell = row.cells[field] ?? null
  const shown = short(showHidden(cell === null ? '(none)' : valueLabel(field, cellText(cell))))
  const time = row.cells.eventTime
  const seq = seqOf(row)
  const rows = selected > 1 ? `${selected.toLocaleString('en-US')} rows` : 'row'
  const entries: MenuEntry[] = [
    {
      label: `Only ${fieldLabel(field)} “${shown}”`,
      icon: Filter,
      shortcut: 'f',
      run: () => filterIn(field, cell),
    },
  ]
  if (field !== 'eventTime')
    entries.push({
      label: `Leave out “${shown}”`,
      icon: FilterX,
      shortcut: 'F',
      run: () => filterOut(field, cell),
    })
  if (typeof time === 'string')
    entries.push(
      { kind: 'separator' },
      ...widthsAround.map((minutes) => ({
        label: `± ${durationWords(minutes * minute)} around this event`,
        icon: Timer,
        run: () => around(time, minutes),
      })),
    )
  if (row.cells.principal !== null)
    entries.push(
      {
        label: 'Next event of this principal',
        icon: ChevronDown,
        shortcut: ']',
        run: () => stepOfPrincipal(1),
      },
      {
        label: 'Previous event of this principal',
        icon: ChevronUp,
        shortcut: '[',
        run: () => stepOfPrincipal(-1),
      },
    )
  entries.push(
    { kind: 'separator' },
    {
      label: 'Copy the value',
      icon: Copy,
      shortcut: 'Mod+C',
      run: () => copyText(cellText(cell), 'the value'),
    },
    { label: `Copy the ${rows} as TSV`, icon: Clipboard, run: () => copy.copyRows('tsv') },
    { label: `Copy the ${rows} as JSON`, icon: Clipboard, run: () => copy.copyRows('json') },
    { label: 'Copy the record as delivered', icon: Clipboard, run: copy.copyEvent },
    {
      label: 'Copy as SQL condition',
      icon: Clipboard,
      run: () => copyText(sqlPredicate(field, cell), 'the condition'),
    },
  )
  const lookup = lookupCommand(field, cell)
  if (lookup)
    entries.push({
      label: 'Copy as AWS CLI lookup-events',
      icon: Terminal,
      run: () => copyText(lookup, 'the command'),
    })
  if (seq !== null)
    entries.push(
      { kind: 'separator' },
      {
        label: 'Open the record',
        icon: PanelRight,
        shortcut: 'Enter',
        run: () => useOpenRecord.getState().open(seq, null),
      },
      {
        label: useOpenRecord.getState().compared.includes(seq)
          ? 'Take out of the comparison'
          : 'Add to the comparison',
        icon: GitCompare,
        shortcut: 'm',
        run: () => useOpenRecord.getState().toggleCompared(seq),
      },
      { label: 'Choose columns…', icon: Columns2, run: () => useScreen.getState().open('columns') },
    )
  return entries
}
