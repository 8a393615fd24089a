import { CalendarRange } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import type { TimeRange } from '../../../../electron/contract/view'
import { formatInstant, parseTyped, rangeZone } from '../../../lib/time'
import { useCase } from '../../../state/case-store'
import { useUi } from '../../../state/ui-store'
import { setRange } from '../../../state/view-edit'
import { useView } from '../../../state/view-store'
import { TextField } from '../../../ui/bits'
import { Button } from '../../../ui/button'
import { Popover } from '../../../ui/popover'
import { spanRange } from '../../timeline/range-steps'
import css from './range-inputs.module.css'

/** Sets the time range of the View in exact times. */
export function RangeInputs() {
  const [open, setOpen] = useState(false)
  const info = useCase((state) => state.current)
  const range = useView((state) => state.view.range)
  const span = useMemo(() => (info?.span ? spanRange(info.span) : null), [info?.span])
  if (!span) return null
  return (
    <Popover
      label="Time range"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button tone="quiet" size="small" icon={CalendarRange} aria-pressed={range !== null}>
          {range ? 'Time range' : 'Any time'}
        </Button>
      }
    >
      <RangeForm range={range ?? span} onDone={() => setOpen(false)} />
    </Popover>
  )
}

function RangeForm({ range, onDone }: { range: TimeRange; onDone: () => void }) {
  const zone = useUi((ui) => ui.zone)
  const id = useId()
  const edit = useView((state) => state.edit)
  const [from, setFrom] = useState(formatInstant(range.from, zone))
  const [to, setTo] = useState(formatInstant(range.to, zone))
  const parsed = { from: parseTyped(from, zone), to: parseTyped(to, zone) }
  const isRange =
    parsed.from !== null && parsed.to !== null && Date.parse(parsed.from) < Date.parse(parsed.to)
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        const { from: start, to: end } = parsed
        if (!isRange || start === null || end === null) return
        edit((view) => setRange(view, { from: start, to: end }))
        onDone()
      }}
    >
      <label htmlFor={`${id}-from`}>From, {rangeZone(range, zone)}</label>
      <TextField
        id={`${id}-from`}
        value={from}
        aria-invalid={parsed.from === null}
        onChange={(event) => setFrom(event.target.value)}
      />
      <label htmlFor={`${id}-to`}>To, not included</label>
      <TextField
        id={`${id}-to`}
        value={to}
        aria-invalid={parsed.to === null || !isRange}
        onChange={(event) => setTo(event.target.value)}
      />
      <p className={css.hint}>
        A date, or a date and a time: 2026-03-04 10:07:31. The Events view shows the same range.
      </p>
      <div className={css.buttons}>
        <Button
          tone="quiet"
          onClick={() => {
            edit((view) => setRange(view, null))
            onDone()
          }}
        >
          Any time
        </Button>
        <Button type="submit" tone="primary" disabled={!isRange}>
          Set the range
        </Button>
      </div>
    </form>
  )
}
