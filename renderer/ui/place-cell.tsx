import type { Cell } from '../../electron/contract/events'
import { isAccountField, withPlaceName } from '../lib/place-names'
import { showHidden } from '../lib/safe-text'
import { useUi } from '../state/ui-store'
import { LogText } from './bits'
import css from './data-table/data-table.module.css'
import { PlaceName } from './place-name'

/** Room for an account id and a name, px. */
const namedWidth = 200

/** Width of a column of account ids, px: more than usual where the person gave them names. */
export const useAccountWidth = (usual: number): number =>
  useUi((ui) => (Object.keys(ui.accountNames).length > 0 ? Math.max(usual, namedWidth) : usual))

/** Draws a table's cell of an account with its name, or of a Region with its name as a tip: its column is narrow. */
export const placeCell = (field: string) => (cell: Cell) =>
  cell === null || cell === '' ? (
    <span className={css.none}>–</span>
  ) : (
    <PlaceCell field={field} value={String(cell)} />
  )

function PlaceCell({ field, value }: { field: string; value: string }) {
  const accountNames = useUi((ui) => ui.accountNames)
  return (
    <span className={css.cellText} title={showHidden(withPlaceName(field, value, value, accountNames))}>
      <LogText>{value}</LogText>
      {isAccountField(field) && <PlaceName field={field} value={value} />}
    </span>
  )
}
