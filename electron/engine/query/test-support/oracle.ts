import { BlockList, isIPv4, isIPv6 } from 'node:net'
import type { Facet, Histogram } from '../../../contract/events'
import { parseField } from '../../../contract/field'
import type { Filter } from '../../../contract/filter'
import type { View } from '../../../contract/view'
import { isoFromMicros, microsFromIso } from '../../case/connection'
import { identifierColumns, textColumns } from '../predicate'
import type { TestRow } from './rows'

/** Brute force over rows in memory: what every answer is compared with. Slow and plain on purpose. */

const jsonFields = ['userIdentity', 'requestParameters', 'responseElements'] as const

/** Values of a field as texts; empty where the event has none. */
export function valuesOf(row: TestRow, field: string): string[] {
  const ref = parseField(field)
  if (!ref) throw new Error(field)
  if (ref.field === 'seq') return [String(row.seq)]
  if (ref.field === 'eventTime') return row.timeMicros === null ? [] : [isoFromMicros(BigInt(row.timeMicros))]
  const value = row[ref.field] ?? null
  if (ref.kind === 'column') return value === null ? [] : Array.isArray(value) ? value : [String(value)]
  let at: unknown = value === null ? null : JSON.parse(value as string)
  for (const step of ref.path) {
    const fits = typeof at === 'object' && at !== null && Array.isArray(at) === (typeof step === 'number')
    at = fits ? (at as Record<string | number, unknown>)[step] : null
  }
  if (at === null || at === undefined) return []
  return [typeof at === 'string' ? at : JSON.stringify(at)]
}

export function matches(row: TestRow, filter: Filter): boolean {
  return matchesPlain(row, filter) !== filter.exclude
}

function matchesPlain(row: TestRow, filter: Filter): boolean {
  const has = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase())
  switch (filter.kind) {
    case 'values': {
      const own = valuesOf(row, filter.field)
      return filter.values.some((value) => (value === null ? own.length === 0 : own.includes(value)))
    }
    case 'contains':
      return valuesOf(row, filter.field).some((text) => has(text, filter.text))
    case 'cidr': {
      const [net = '', prefix = '0'] = filter.block.split('/')
      const list = new BlockList()
      const family = isIPv4(net) ? 'ipv4' : 'ipv6'
      list.addSubnet(net, Number(prefix), family)
      const fits = family === 'ipv4' ? isIPv4 : isIPv6
      return valuesOf(row, filter.field).some((text) => fits(text) && list.check(text, family))
    }
    case 'text': {
      const plain = textColumns.flatMap((field) => valuesOf(row, field))
      const time =
        /\d/.test(filter.text) && /^[\d:.TZ-]+$/i.test(filter.text) ? valuesOf(row, 'eventTime') : []
      const json = jsonFields.flatMap((field) => valuesOf(row, field))
      const escaped = JSON.stringify(filter.text).slice(1, -1)
      return (
        [...plain, ...time, ...json].some((text) => has(text, filter.text)) ||
        json.some((text) => has(text, escaped))
      )
    }
    case 'identifier':
      return (
        identifierColumns.some((field) => valuesOf(row, field).includes(filter.value)) ||
        valuesOf(row, 'resourceArns').includes(filter.value) ||
        jsonFields.some((field) => valuesOf(row, field)[0]?.includes(JSON.stringify(filter.value)))
      )
  }
}

const sameField = (filter: Filter, field: string) => 'field' in filter && filter.field === field

export function select(rows: readonly TestRow[], view: View, without: string | null = null): TestRow[] {
  const from = view.range && Number(microsFromIso(view.range.from))
  const to = view.range && Number(microsFromIso(view.range.to))
  return rows.filter(
    (row) =>
      (from === null ||
        to === null ||
        (row.timeMicros !== null && row.timeMicros >= from && row.timeMicros < to)) &&
      view.filters.every(
        (filter) => filter.disabled || sameField(filter, without ?? '') || matches(row, filter),
      ),
  )
}

const utf8 = (text: string) => Buffer.from(text, 'utf8')
export const compareNullable = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : utf8(a).compare(utf8(b))

type Key = string | number | boolean | string[] | null

export function sorted(rows: readonly TestRow[], view: View): TestRow[] {
  const keyOf = (row: TestRow, field: View['sort'][number]['field']): Key => {
    if (field === 'eventTime') return row.timeMicros
    if (field === 'seq') return row.seq
    const value = row[field] ?? null
    return Array.isArray(value) && value.length === 0 ? null : value
  }
  const compareLists = (a: string[], b: string[]): number => {
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
      const order = compareNullable(a[at] as string, b[at] as string)
      if (order !== 0) return order
    }
    return a.length - b.length
  }
  const compare = (a: Key, b: Key): number =>
    Array.isArray(a) && Array.isArray(b)
      ? compareLists(a, b)
      : typeof a === 'string' && typeof b === 'string'
        ? compareNullable(a, b)
        : Number(a) - Number(b)
  return [...rows].sort((left, right) => {
    for (const { field, descending } of view.sort) {
      const [a, b] = [keyOf(left, field), keyOf(right, field)]
      if (a === null && b === null) continue
      if (a === null) return 1
      if (b === null) return -1
      const order = compare(a, b)
      if (order !== 0) return descending ? -order : order
    }
    return view.sort[0]?.descending ? right.seq - left.seq : left.seq - right.seq
  })
}

/** Places, among rows in their order, of those that meet any of the clauses. */
export const placesOf = (rows: readonly TestRow[], any: readonly Filter[]): number[] =>
  rows.flatMap((row, at) => (any.some((filter) => matches(row, filter)) ? [at] : []))

function tally(rows: readonly TestRow[], field: string): Map<string | null, number> {
  const counts = new Map<string | null, number>()
  for (const row of rows) {
    const own = valuesOf(row, field)
    for (const value of own.length === 0 ? [null] : own) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return counts
}

export function facetOf(
  rows: readonly TestRow[],
  view: View,
  field: string,
  top: number,
  search: string,
  rarestFirst = false,
): Facet {
  const fits = (value: string | null) =>
    search === '' || (value?.toLowerCase().includes(search.toLowerCase()) ?? false)
  const [counts, totals] = [tally(select(rows, view, field), field), tally(rows, field)]
  const named = view.filters.flatMap((filter) =>
    filter.kind === 'values' && sameField(filter, field) ? filter.values.filter(fits) : [],
  )
  const byCount = (a: number, b: number) =>
    !rarestFirst ? b - a : (a === 0 ? 1 : 0) - (b === 0 ? 1 : 0) || a - b
  const all = [...new Set([...counts.keys(), ...totals.keys()])]
    .filter(fits)
    .map((value) => ({ value, count: counts.get(value) ?? 0, total: totals.get(value) ?? 0 }))
    .sort((a, b) => byCount(a.count, b.count) || compareNullable(a.value, b.value))
  const values = all.filter(({ value, count }, place) => (place < top && count > 0) || named.includes(value))
  const rest = all.filter((one) => !values.includes(one) && one.count > 0)
  for (const value of new Set(named)) {
    if (!values.some((one) => one.value === value)) values.push({ value, count: 0, total: 0 })
  }
  return {
    field,
    values,
    other: { count: rest.reduce((sum, { count }) => sum + count, 0), values: rest.length },
  }
}

/** Checks a histogram against the rows: every bar of every series, the rule for the stack, and what has no time. */
export function histogramProblems(
  rows: readonly TestRow[],
  view: View,
  by: string,
  given: Histogram,
): string[] {
  const problems: string[] = []
  const visible = select(rows, view)
  const start = Date.parse(given.from)
  if (start % given.barMs !== 0) problems.push('the first bar is not aligned')
  if (given.withoutTime !== visible.filter(({ timeMicros }) => timeMicros === null).length)
    problems.push('withoutTime')
  const timed = visible.filter(({ timeMicros }) => timeMicros !== null)
  const ranked = [...tally(timed, by)].sort((a, b) => b[1] - a[1] || compareNullable(a[0], b[0]))
  const named = given.series.filter(({ other }) => !other).map(({ value }) => value)
  if (JSON.stringify(named) !== JSON.stringify(ranked.slice(0, 9).map(([value]) => value)))
    problems.push('stack')
  if (given.series.some(({ other }) => other) !== ranked.length > 9) problems.push('other')
  for (const { value, other, counts } of given.series) {
    const expected = new Array<number>(given.bars).fill(0)
    for (const row of timed) {
      const own = valuesOf(row, by)[0] ?? null
      const bar = Math.floor(((row.timeMicros as number) / 1000 - start) / given.barMs)
      if (bar < 0 || bar >= given.bars) problems.push('an event outside all bars')
      else if (other ? !named.includes(own) : own === value) expected[bar] = (expected[bar] ?? 0) + 1
    }
    if (JSON.stringify(expected) !== JSON.stringify(counts)) problems.push(`series ${value}`)
  }
  return problems
}
