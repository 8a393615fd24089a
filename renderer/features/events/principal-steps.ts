import { notify, notifyError } from '../../app/notices'
import { engine } from '../../client/engine'
import { inTurn } from '../../client/in-turn'
import { useView } from '../../state/view-store'
import { onlyRow } from '../../ui/data-table/row-selection'
import { askedFields, loadRows, seqOf } from './event-rows'
import { shownColumns } from './events-columns'
import { useOpenRecord } from './open-record'
import { eventsTable } from './table-handle'

/** To the next or previous row of the same principal, wherever in the View it stands. */
export const stepPrincipal = inTurn(async (caseId: string, step: 1 | -1) => {
  const from = eventsTable.current?.place().row ?? 0
  const { view } = useView.getState()
  const asked = askedFields(shownColumns(view))
  const rowAt = async (index: number) => (await loadRows(caseId, view, asked, index, 1)).rows[0]
  try {
    const principal = (await rowAt(from))?.cells.principal ?? null
    const same = {
      kind: 'values' as const,
      id: 'same-principal',
      field: 'principal',
      values: [principal === null ? null : String(principal)],
    }
    const none = from + step < 0
    const direction: 'next' | 'previous' = step === 1 ? 'next' : 'previous'
    const params = { case: caseId, view, any: [same], from: Math.max(0, from + step), direction }
    const { index } = none ? { index: null } : await engine.call('events.find', params)
    if (index === null) return notify('No more events of this principal in this direction.')
    const found = await rowAt(index)
    eventsTable.current?.showRow(index)
    const { select, open } = useOpenRecord.getState()
    select(onlyRow(index))
    open(seqOf(found), index)
  } catch (error) {
    notifyError(error)
  }
})
