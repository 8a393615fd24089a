import { type CSSProperties, type KeyboardEvent, memo } from 'react'
import { seriesColor } from '../../lib/colors'
import { valueLabel } from '../../lib/fields'
import { formatCount, formatShort } from '../../lib/format'
import { withPlaceName } from '../../lib/place-names'
import { showHidden } from '../../lib/safe-text'
import { useUi } from '../../state/ui-store'
import { clearField, excludeValue, onlyValue, type standing, toggleValue } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { Dot, LogText } from '../../ui/bits'
import { classes } from '../../ui/classes'
import { PlaceName } from '../../ui/place-name'
import { Principal } from '../../ui/principal'
import css from './facets.module.css'

type Standing = ReturnType<typeof standing>

/** Plain values, so that a row is drawn again only when something in it has changed. */
type Props = {
  field: string
  value: string | null
  count: number
  total: number
  /** The total of the longest bar. */
  most: number
  state: Standing
}

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

function pick(field: string, value: string | null, add: boolean, out: boolean): void {
  useView.getState().edit((now) => {
    if (out) return excludeValue(now, field, value)
    if (add) return toggleValue(now, field, value)
    const only = now.filters.find(
      (filter) => filter.kind === 'values' && filter.field === field && !filter.exclude,
    )
    const alone =
      only?.kind === 'values' && only.values.length === 1 && only.values[0] === value && !only.disabled
    return alone ? clearField(now, field) : onlyValue(now, field, value)
  })
}

/** One value: a click or Enter shows only it, with Ctrl adds it to others, with Alt leaves it out; the buttons do the same. */
export const FacetRow = memo(function FacetRow({ field, value, count, total, most, state }: Props) {
  const accountNames = useUi((ui) => ui.accountNames)
  const spoken = showHidden(withPlaceName(field, value, valueLabel(field, value), accountNames))
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
          pick(field, value, add, event.altKey)
        }}
        onClick={(event) => pick(field, value, event.ctrlKey || event.metaKey, event.altKey)}
      >
        <span
          className={css.bars}
          style={{ '--total': total / most, '--part': Math.min(count, total) / most } as CSSProperties}
          aria-hidden
        />
        <Label field={field} value={value} />
        <span className={css.count}>
          <span className="sr">, </span>
          {formatShort(count)}
        </span>
      </button>
      <Actions field={field} value={value} spoken={spoken} state={state} />
    </li>
  )
})

const Label = memo(function Label({ field, value }: { field: string; value: string | null }) {
  return (
    <span className={css.text}>
      {coloured.has(field) && <Dot color={seriesColor(field, value)} />}
      <span className={classes(css.label, value === null && css.null)}>
        <Value field={field} text={valueLabel(field, value)} />
        <PlaceName field={field} value={value} />
      </span>
    </span>
  )
})

type ActionsProps = { field: string; value: string | null; spoken: string; state: Standing }

const Actions = memo(function Actions({ field, value, spoken, state }: ActionsProps) {
  return (
    <span className={css.actions}>
      <button
        type="button"
        tabIndex={-1}
        className={css.plus}
        aria-label={state === 'in' ? `Take ${spoken} out of the choice` : `Add ${spoken} to the choice`}
        aria-pressed={state === 'in'}
        onClick={() => pick(field, value, true, false)}
      />
      <button
        type="button"
        tabIndex={-1}
        className={css.minus}
        aria-label={state === 'out' ? `Let ${spoken} in again` : `Leave ${spoken} out`}
        aria-pressed={state === 'out'}
        onClick={() => pick(field, value, false, true)}
      />
    </span>
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
