import { Ban, CircleCheck, CircleX, FlaskConical } from 'lucide-react'
import type { Cell } from '../../../electron/contract/events'
import { valueLabel } from '../../lib/fields'
import css from './events.module.css'

const icons = { succeeded: CircleCheck, denied: Ban, failed: CircleX, 'dry-run': FlaskConical }

/** How a call ended: a shape, a word and a colour. */
export function OutcomeMark({ outcome, errorCode }: { outcome: Cell; errorCode: Cell }) {
  if (outcome === null) return <span className={css.none}>–</span>
  const name = String(outcome)
  const Icon = icons[name as keyof typeof icons] ?? CircleX
  return (
    <span
      className={css.outcome}
      data-outcome={name}
      title={errorCode === null ? undefined : String(errorCode)}
    >
      <Icon size={13} aria-hidden />
      {valueLabel('outcome', name)}
    </span>
  )
}
