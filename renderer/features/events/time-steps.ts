import type { TimeRange, View } from '../../../electron/contract/view'
import { announce, notify, notifyError } from '../../app/notices'
import { engine } from '../../client/engine'
import { inTurn } from '../../client/in-turn'
import { formatCount } from '../../lib/format'
import {
  earliestInstant,
  formatInstant,
  latestInstant,
  type TimeUnit,
  toInstant,
  unitStart,
} from '../../lib/time'
import { useCase } from '../../state/case-store'
import { useUi } from '../../state/ui-store'
import { useView } from '../../state/view-store'
import { overlap } from './overlap'
import { showEvent } from './show-event'
import { eventsTable } from './table-handle'

type Moment = { seq: number; time: string }

/**
 * To the first event of the next minute, hour or day that has one, or of the last one before. Empty ones are passed over.
 * Works under any order of the rows: later is later, wherever it stands.
 */
export const stepTime = inTurn(async (unit: TimeUnit, step: 1 | -1) => {
  const info = useCase.getState().current
  const from = eventsTable.current?.place().row
  if (!info || from === undefined) return
  const { view } = useView.getState()
  const { zone } = useUi.getState()

  const momentOf = async (asked: View, row: number): Promise<Moment | null> => {
    const columns = ['seq', 'eventTime']
    const page = await engine.call('events.page', {
      case: info.id,
      view: asked,
      from: row,
      count: 1,
      columns,
    })
    const [seq, time] = page.data.map((cells) => cells[0] ?? null)
    return seq != null && typeof time === 'string' ? { seq: Number(seq), time } : null
  }
  const nearest = async (range: TimeRange, descending: boolean) => {
    const within = overlap(range, view.range)
    return within && momentOf({ ...view, range: within, sort: [{ field: 'eventTime', descending }] }, 0)
  }

  try {
    const now = await momentOf(view, Math.max(0, from))
    if (!now) return notify('This event has no time to go on from.')
    const start = unitStart(Date.parse(now.time), unit, zone)
    const last = step === 1 ? null : await nearest({ from: earliestInstant, to: toInstant(start) }, true)
    const begin =
      step === 1 ? unitStart(start, unit, zone, 1) : last && unitStart(Date.parse(last.time), unit, zone)
    const found = begin === null ? null : await nearest({ from: toInstant(begin), to: latestInstant }, false)
    if (!found) return notify(`No ${step === 1 ? 'later' : 'earlier'} ${unit} of this view has events.`)
    const { index } = await engine.call('events.position', { case: info.id, view, of: { seq: found.seq } })
    if (index === null) return
    showEvent(index, { cells: { seq: found.seq } })
    announce(`${formatInstant(found.time, zone)}, row ${formatCount(index + 1)}`)
  } catch (error) {
    notifyError(error)
  }
})
