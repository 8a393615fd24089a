import { Ban, CircleCheck, CircleX, FlaskConical } from 'lucide-react'
import type { Cell } from '../../../electron/contract/events'
import { valueLabel } from '../../lib/fields'
import css from './events.module.css'

const failed = <CircleX size={13} aria-hidden />
const icons = {
  succeeded: <CircleCheck size={13} aria-hidden />,
  denied: <Ban size={13} aria-hidden />,
  failed,
  'dry-run': <FlaskConical size={13} aria-hidden />,
}

/** How a call ended: a shape, a word and a colour. */
export function OutcomeMark({ outcome, errorCode }: { outcome: Cell; errorCode: Cell }) {
  if (outcome === null) return <span className={css.none}>–</span>
  const name = String(outcome)
  return (
    <span
      className={css.outcome}
      data-outcome={name}
      title={errorCode === null ? undefined : String(errorCode)}
    >
      {icons[name as keyof typeof icons] ?? failed}
      {valueLabel('outcome', name)}
    </span>
  )
}
