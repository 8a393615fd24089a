import { Copy, Filter, FilterX } from 'lucide-react'
import { fieldLabel, valueLabel } from '../../lib/fields'
import { showHidden } from '../../lib/safe-text'
import { copyText, filterIn, filterOut } from '../events/cell-actions'
import css from './record.module.css'

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

/** Filter in, filter out, copy: beside every value of a record. */
export function ValueActions({ field, value }: { field: string; value: string | null }) {
  const spoken = short(showHidden(`${fieldLabel(field)} ${valueLabel(field, value)}`))
  return (
    <span className={css.actions}>
      <button
        type="button"
        aria-label={`Filter in: ${spoken}`}
        title="Only events with this value"
        onClick={() => filterIn(field, value)}
      >
        <Filter size={12} aria-hidden />
      </button>
      {field !== 'eventTime' && (
        <button
          type="button"
          aria-label={`Filter out: ${spoken}`}
          title="Leave out events with this value"
          onClick={() => filterOut(field, value)}
        >
          <FilterX size={12} aria-hidden />
        </button>
      )}
      {value !== null && (
        <button
          type="button"
          aria-label={`Copy: ${spoken}`}
          title="Copy the value"
          onClick={() => copyText(value, 'the value')}
        >
          <Copy size={12} aria-hidden />
        </button>
      )}
    </span>
  )
}
