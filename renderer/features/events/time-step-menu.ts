import { keysOf } from '../../app/keymap'
import type { TimeUnit } from '../../lib/time'
import type { MenuEntry } from '../../ui/menu'
import { stepTime } from './time-steps'

const units: readonly TimeUnit[] = ['minute', 'hour', 'day']

/** Steps by the clock, for the menu beside the table and the palette. */
export const timeSteps = units.flatMap((unit) =>
  ([1, -1] as const).map((step) => ({
    id: `${step === 1 ? 'next' : 'previous'}-${unit}`,
    label: `${step === 1 ? 'Next' : 'Previous'} ${unit} with events`,
    run: () => void stepTime(unit, step),
  })),
)

export const timeStepEntries = (): MenuEntry[] =>
  timeSteps.map(({ id, label, run }) => ({ label, run, shortcut: keysOf(id) }))
