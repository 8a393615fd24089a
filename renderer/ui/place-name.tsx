import { placeName } from '../lib/place-names'
import { useUi } from '../state/ui-store'
import { LogText } from './bits'
import css from './bits.module.css'

/** An account or a Region with its name after it. */
export function Place({ field, value }: { field: string; value: string }) {
  return (
    <span>
      <LogText>{value}</LogText>
      <PlaceName field={field} value={value} />
    </span>
  )
}

/** The name of an account or a Region, quietly after its id; nothing where there is none. */
export function PlaceName({ field, value }: { field: string; value: string | null }) {
  const name = placeName(
    field,
    value,
    useUi((ui) => ui.accountNames),
  )
  if (name === null) return null
  return (
    <span className={css.placeName}>
      {' '}
      <LogText>{name}</LogText>
    </span>
  )
}
