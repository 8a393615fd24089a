import { ChevronLeft, ChevronRight, Table2, X, ZoomOut } from 'lucide-react'
import { memo, useCallback, useEffect, useState } from 'react'
import type { z } from 'zod'
import type { Histogram, StackBy } from '../../../electron/contract/events'
import type { Marks } from '../../../electron/contract/marks'
import type { TimeRange } from '../../../electron/contract/view'
import { notify } from '../../app/notices'
import { fieldLabel } from '../../lib/fields'
import { shortened } from '../../lib/format'
import { durationWords, formatInstant, parseTyped, rangeZone, zoneLabel, zoneName } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { onlyValue, setRange } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { TextField } from '../../ui/bits'
import { Button, IconButton } from '../../ui/button'
import { Menu } from '../../ui/menu'
import { useBrush } from './brush-store'
import { Legend } from './legend'
import { shiftRange, withEnd } from './range-steps'
import css from './timeline.module.css'

const stacks: readonly z.infer<typeof StackBy>[] = [
  'eventCategory',
  'readOnly',
  'outcome',
  'eventSource',
  'recipientAccountId',
]

type Props = {
  range: TimeRange | null
  span: TimeRange | null
  histogram: Histogram | null | undefined
  marks: Marks
  asTable: boolean
  onAsTable: (asTable: boolean) => void
  onZoomOut: () => void
}

/** The range in exact times, steps through it, and what the bars mean. */
export const TimeBar = memo(function TimeBar(props: Props) {
  const { range, span, histogram, marks, asTable, onAsTable, onZoomOut } = props
  const stackBy = useUi((ui) => ui.stackBy)
  const onPick = useCallback(
    (value: string | null) => useView.getState().edit((now) => onlyValue(now, stackBy, value)),
    [stackBy],
  )
  return (
    <div className={css.bar}>
      <Times range={range} span={span} />
      <RangeSteps range={range} onZoomOut={onZoomOut} />
      <span className={css.barWidth}>{histogram && `1 bar = ${durationWords(histogram.barMs)}`}</span>
      {histogram && histogram.withoutTime > 0 && (
        <span className={css.barWidth}>{histogram.withoutTime} without a time</span>
      )}
      <div className={css.barEnd}>
        {histogram && <Legend histogram={histogram} field={stackBy} marks={marks} onPick={onPick} />}
        <ChartTools asTable={asTable} onAsTable={onAsTable} />
      </div>
    </div>
  )
})

const Times = memo(function Times({ range, span }: Pick<Props, 'range' | 'span'>) {
  const zone = useUi((ui) => ui.zone)
  const edit = useView((state) => state.edit)
  const preview = useBrush((state) => state.range)
  const shown = preview ?? range ?? span
  return (
    <div className={css.times} data-preview={preview !== null || undefined}>
      <TimeInput
        label="From"
        value={shown?.from ?? null}
        onCommit={(from) => shown && edit((now) => setRange(now, withEnd(range ?? shown, 'from', from)))}
      />
      <span aria-hidden>–</span>
      <TimeInput
        label="To"
        value={shown?.to ?? null}
        onCommit={(to) => shown && edit((now) => setRange(now, withEnd(range ?? shown, 'to', to)))}
      />
      <span className={css.zone}>{shown ? rangeZone(shown, zone) : zoneName(zone)}</span>
    </div>
  )
})

const RangeSteps = memo(function RangeSteps({ range, onZoomOut }: Pick<Props, 'range' | 'onZoomOut'>) {
  const edit = useView((state) => state.edit)
  return (
    <>
      <IconButton
        icon={ChevronLeft}
        label="The stretch before"
        shortcut="Alt+←"
        size="small"
        disabled={!range}
        onClick={() => range && edit((now) => setRange(now, shiftRange(range, -1)))}
      />
      <IconButton
        icon={ChevronRight}
        label="The stretch after"
        shortcut="Alt+→"
        size="small"
        disabled={!range}
        onClick={() => range && edit((now) => setRange(now, shiftRange(range, 1)))}
      />
      <IconButton
        icon={ZoomOut}
        label="Zoom out one step"
        shortcut="z"
        size="small"
        disabled={!range}
        onClick={onZoomOut}
      />
      <IconButton
        icon={X}
        label="Clear the time range"
        size="small"
        disabled={!range}
        onClick={() => edit((now) => setRange(now, null))}
      />
    </>
  )
})

const ChartTools = memo(function ChartTools({ asTable, onAsTable }: Pick<Props, 'asTable' | 'onAsTable'>) {
  const stackBy = useUi((ui) => ui.stackBy)
  const set = useUi((ui) => ui.set)
  return (
    <>
      <IconButton
        icon={Table2}
        label="Show the bars as a table"
        size="small"
        aria-pressed={asTable}
        onClick={() => onAsTable(!asTable)}
      />
      <Menu
        align="end"
        trigger={
          <Button tone="quiet" size="small">
            Stack: {fieldLabel(stackBy)}
          </Button>
        }
        entries={stacks.map((field) => ({
          label: fieldLabel(field),
          checked: field === stackBy,
          run: () => set({ stackBy: field }),
        }))}
      />
    </>
  )
})

function TimeInput({
  label,
  value,
  onCommit,
}: {
  label: string
  value: string | null
  onCommit: (iso: string) => void
}) {
  const zone = useUi((ui) => ui.zone)
  const text = value === null ? '' : formatInstant(value, zone)
  const [draft, setDraft] = useState(text)
  useEffect(() => setDraft(text), [text])
  const parsed = parseTyped(draft, zone)
  const commit = () => {
    if (draft === text) return
    if (parsed) onCommit(parsed)
    else if (draft.trim() !== '')
      notify(`“${shortened(draft.trim(), 40)}” is no time. Type 2026-03-04, or 2026-03-04 10:07:31.`)
    if (!parsed) setDraft(text)
  }
  return (
    <TextField
      className={css.time}
      aria-label={`${label}, ${value === null ? zoneName(zone) : zoneLabel(zone, new Date(value))}`}
      aria-invalid={parsed === null && draft !== ''}
      disabled={value === null}
      value={draft}
      title="A date, or a date and a time: 2026-03-04 10:07:31"
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') setDraft(text)
      }}
    />
  )
}
