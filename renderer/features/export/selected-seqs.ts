import type { View } from '../../../electron/contract/view'
import { engine } from '../../client/engine'
import type { RowSelection } from '../../ui/data-table/row-selection'

const page = 1_000
/** The engine takes no more in one list; `all matching` is the way for larger ones. */
const most = 1_000_000

/** Positions in the case of the chosen rows of a View, in its order. */
export async function selectedSeqs(
  caseId: string,
  view: View,
  selection: RowSelection,
  total: number,
  signal: AbortSignal,
): Promise<number[] | null> {
  if (selection.all) return null
  const seqs: number[] = []
  for (const [from, to] of selection.intervals) {
    for (let at = from; at < Math.min(to, total) && seqs.length < most; at += page) {
      const count = Math.min(page, to - at)
      const params = { case: caseId, view, from: at, count, columns: ['seq'] }
      const answer = await engine.call('events.page', params, { signal })
      seqs.push(...(answer.data[0] ?? []).map(Number))
    }
  }
  return seqs
}
