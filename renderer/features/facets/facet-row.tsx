import { Minus, Plus } from 'lucide-react'
import { type CSSProperties, type KeyboardEvent, memo } from 'react'
import type { z } from 'zod'
import type { FacetValue } from '../../../electron/contract/events'
import type { View } from '../../../electron/contract/view'
import { seriesColor } from '../../lib/colors'
import { valueLabel } from '../../lib/fields'
import { formatCount, formatShort } from '../../lib/format'
import { withPlaceName } from '../../lib/place-names'
import { showHidden } from '../../lib/safe-text'
import { useUi } from '../../state/ui-store'
import { clearField, excludeValue, onlyValue, standing, toggleValue } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { Dot, LogText } from '../../ui/bits'
import { classes } from '../../ui/classes'
import { PlaceName } from '../../ui/place-name'
import { Principal } from '../../ui/principal'
import css from './facets.module.css'

type Props = { field: string; view: View; row: z.infer<typeof FacetValue>; most: number }

const coloured = new Set(['eventCategory', 'outcome', 'readOnly'])

/** To the value above or below, also into the next facet: one does not tab through what can be long. */
function stepByArrow(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || event.altKey) return
  const values = [
    ...(event.currentTarget.closest('[data-facets]')?.querySelectorAll<HTMLElement>('[data-facet-value]') ??
      []),
  ]
  event.preventDefault()
  values[values.indexOf(event.currentTarget) + step]?.focus()
}

/** One value: a click or Enter shows only it, with Ctrl adds it to others, with Alt leaves it out; the buttons do the same. */
export const FacetRow = memo(function FacetRow({ field, view, row, most }: Props) {
  const edit = useView((state) => state.edit)
  const { value, count, total } = row
  const state = standing(view, field, value)
  const label = valueLabel(field, value)
  const accountNames = useUi((ui) => ui.accountNames)
  const spoken = showHidden(withPlaceName(field, value, label, accountNames))
  const pick = (add: boolean, out: boolean) => {
    if (out) return edit((now) => excludeValue(now, field, value))
    if (add) return edit((now) => toggleValue(now, field, value))
    edit((now) => {
      const only = now.filters.find(
        (filter) => filter.kind === 'values' && filter.field === field && !filter.exclude,
      )
      const alone =
        only?.kind === 'values' && only.values.length === 1 && only.values[0] === value && !only.disabled
      return alone ? clearField(now, field) : onlyValue(now, field, value)
    })
  }
  return (
    <li className={css.row} data-state={state ?? undefined} data-empty={count === 0 || undefined}>
      <button
        type="button"
        data-facet-value
        className={css.value}
        aria-pressed={state === 'in'}
        title={`${spoken}\n${formatCount(count)} of ${formatCount(total)}\nClick or Enter: only this · with Ctrl: add · with Alt: leave out`}
        onKeyDown={(event) => {
          const add = event.ctrlKey || event.metaKey
          if (event.key !== 'Enter' || !(add || event.altKey)) return stepByArrow(event)
          event.preventDefault()
          pick(add, event.altKey)
        }}
        onClick={(event) => pick(event.ctrlKey || event.metaKey, event.altKey)}
      >
        <span
          className={css.bars}
          style={{ '--total': total / most, '--part': Math.min(count, total) / most } as CSSProperties}
          aria-hidden
        >
          <span className={css.barTotal} />
          <span className={css.barPart} />
        </span>
        <span className={css.text}>
          {coloured.has(field) && <Dot color={seriesColor(field, value)} />}
          <span className={classes(css.label, value === null && css.null)}>
            <Value field={field} text={label} />
            <PlaceName field={field} value={value} />
          </span>
        </span>
        <span className={css.count}>
          <span className="sr">, </span>
          {formatShort(count)}
        </span>
      </button>
      <span className={css.actions}>
        <button
          type="button"
          tabIndex={-1}
          aria-label={state === 'in' ? `Take ${spoken} out of the choice` : `Add ${spoken} to the choice`}
          aria-pressed={state === 'in'}
          onClick={() => pick(true, false)}
        >
          <Plus size={12} aria-hidden />
        </button>
        <button
          type="button"
          tabIndex={-1}
          aria-label={state === 'out' ? `Let ${spoken} in again` : `Leave ${spoken} out`}
          aria-pressed={state === 'out'}
          onClick={() => pick(false, true)}
        >
          <Minus size={12} aria-hidden />
        </button>
      </span>
    </li>
  )
})

function Value({ field, text }: { field: string; text: string }) {
  if (field === 'principal') return <Principal arn={text} className={css.dim} />
  if (field === 'eventSource' && text.endsWith('.amazonaws.com'))
    return (
      <>
        <LogText>{text.slice(0, -'.amazonaws.com'.length)}</LogText>
        <span className={css.dim}>.amazonaws.com</span>
      </>
    )
  return <LogText>{text.length > 300 ? text.slice(0, 300) : text}</LogText>
}
