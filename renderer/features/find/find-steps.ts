import { isCancelled } from '../../../electron/contract/errors'
import type { Filter } from '../../../electron/contract/filter'
import { announce, notifyError } from '../../app/notices'
import { engine } from '../../client/engine'
import { inTurn } from '../../client/in-turn'
import { formatCount } from '../../lib/format'
import { useCase } from '../../state/case-store'
import { useUi } from '../../state/ui-store'
import { useView } from '../../state/view-store'
import { askedFields, loadRows } from '../events/event-rows'
import { shownColumns } from '../events/events-columns'
import { showEvent } from '../events/show-event'
import { eventsTable } from '../events/table-handle'
import { cellMatches, findClauses } from './find-clauses'
import { useFind } from './find-store'

type Direction = 'next' | 'previous'

export const findFieldId = 'find-in-table'

/** Answers before this need no word about waiting. */
const quickMs = 250
const lastRow = Number.MAX_SAFE_INTEGER

let running: AbortController | null = null
/** Counts what was given up: steps that wait for their turn from before are not taken. */
let turn = 0

/** The clauses of what is looked for, in the columns that are shown. */
export function clausesNow(): Filter[] {
  const { zone, accountNames } = useUi.getState()
  const columns = shownColumns(useView.getState().view)
  return findClauses(useFind.getState().text, columns, { zone, accountNames })
}

export function cancelFind(): void {
  turn += 1
  running?.abort()
  running = null
  useFind.getState().set({ slow: false, progress: null })
}

export function clearFind(): void {
  cancelFind()
  useFind.getState().set({ text: '', at: null, matches: null })
}

/** Looks from a row on, around the end too. Null where nothing matches; throws `cancelled` when a newer step began. */
async function look(from: number, direction: Direction) {
  const info = useCase.getState().current
  const any = clausesNow()
  if (!info || any.length === 0) return null
  running?.abort()
  const control = new AbortController()
  running = control
  const { set } = useFind.getState()
  const timer = setTimeout(() => set({ slow: true }), quickMs)
  const ask = (row: number) =>
    engine.call(
      'events.find',
      { case: info.id, view: useView.getState().view, any, from: Math.max(0, row), direction },
      { signal: control.signal, onProgress: (progress) => running === control && set({ progress }) },
    )
  try {
    const beyond = from < 0
    const first = await ask(from)
    const around = first.matches > 0 && (beyond || first.index === null)
    const found = around ? await ask(direction === 'next' ? 0 : lastRow) : first
    set({ matches: found.matches })
    return { ...found, around, caseId: info.id, any }
  } finally {
    clearTimeout(timer)
    if (running === control) {
      running = null
      set({ slow: false, progress: null })
    }
  }
}

/** Looks for a text that was typed elsewhere, and goes on in the field of the search. */
export function beginFind(text: string): void {
  clearFind()
  useFind.getState().set({ text })
  void stepFind('next', true)
  requestAnimationFrame(() => document.getElementById(findFieldId)?.focus())
}

/** How many rows match, without going anywhere: after the View has changed. */
export function countFound(): void {
  useFind.getState().set({ at: null, matches: null })
  look(0, 'next').catch(notifyError)
}

/** To the next or previous matching row. `inclusive` stays where it is when that row matches: while the text is typed. */
export function stepFind(direction: Direction, inclusive = false): Promise<void> {
  return takeStep(turn, direction, inclusive)
}

const takeStep = inTurn(async (asked: number, direction: Direction, inclusive: boolean) => {
  if (asked !== turn) return
  const row = eventsTable.current?.place().row ?? 0
  const from = inclusive ? row : direction === 'next' ? row + 1 : row - 1
  try {
    const found = await look(from, direction)
    if (!found || found.index === null || found.nth === null) {
      useFind.getState().set({ at: null })
      if (found) announce('No row matches.')
      return
    }
    const { index, nth, matches, around, caseId, any } = found
    const { view } = useView.getState()
    const columns = shownColumns(view)
    const [match] = (await loadRows(caseId, view, askedFields(columns), index, 1)).rows
    if (asked !== turn) return
    const column = columns.find((field) => match && cellMatches(any, field, match.cells[field] ?? null))
    useFind.getState().set({ at: { index, nth } })
    showEvent(index, match, column)
    announce(
      `${around ? 'From the other end: ' : ''}match ${formatCount(nth)} of ${formatCount(matches)}, row ${formatCount(index + 1)}`,
    )
  } catch (error) {
    if (!isCancelled(error)) notifyError(error)
  }
})
