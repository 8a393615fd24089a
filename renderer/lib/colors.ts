const categoryTokens: Record<string, string> = {
  Management: '--cat-management',
  Data: '--cat-data',
  Insight: '--cat-insight',
  NetworkActivity: '--cat-network',
  Aggregated: '--cat-aggregated',
}

const outcomeTokens: Record<string, string> = {
  succeeded: '--good-bar',
  failed: '--bad-bar',
  denied: '--denied-bar',
  'dry-run': '--dry-bar',
}

const readTokens: Record<string, string> = { true: '--series-5', false: '--series-6' }

/** Colours that are given out to values without one of their own: `--series-1` to `--series-9`. */
const slots = 9

/** The slot that each value of a field was given first, so that a filter does not change the colour of what it leaves. */
const given = new Map<string, Map<string, number>>()

/**
 * A slot for each part of a stack, no two the same as long as there are enough: that of the value from before where it is
 * free, else the first one that no value of the field has, else any free one.
 */
export function seriesSlots(field: string, parts: readonly { value: string | null }[]): number[] {
  const known = given.get(field) ?? new Map<string, number>()
  given.set(field, known)
  const taken = new Set<number>()
  const all = Array.from({ length: slots }, (_, slot) => slot)
  const take = (slot: number) => {
    taken.add(slot)
    return slot
  }
  // Those that have a slot come first, or a new value might take it from them.
  const kept = parts.map(({ value }) => {
    const slot = value === null ? undefined : known.get(value)
    return slot === undefined || taken.has(slot) ? null : take(slot)
  })
  return parts.map(({ value }, index) => {
    const before = kept[index]
    if (before !== null && before !== undefined) return before
    const owned = new Set(known.values())
    const free = all.filter((slot) => !taken.has(slot))
    const slot = take(free.find((one) => !owned.has(one)) ?? free[0] ?? index % slots)
    if (value !== null && !known.has(value)) known.set(value, slot)
    return slot
  })
}

/** The colour token of one part of a stack. A value has the same colour wherever it is shown, as far as it has its own. */
export function seriesToken(field: string, value: string | null, slot: number, other = false): string {
  if (other || value === null) return '--cat-other'
  if (field === 'eventCategory') return categoryTokens[value] ?? '--cat-other'
  if (field === 'outcome') return outcomeTokens[value] ?? '--cat-other'
  if (field === 'readOnly') return readTokens[value] ?? '--cat-other'
  return `--series-${(slot % slots) + 1}`
}

export const seriesColor = (field: string, value: string | null, slot = 0, other = false) =>
  `var(${seriesToken(field, value, slot, other)})`
