import { describe, expect, it } from 'vitest'
import { emptyView, View } from '../../electron/contract/view'
import {
  addFilter,
  aroundInstant,
  clearField,
  cycleSort,
  excludeValue,
  onlyValue,
  removeFilter,
  standing,
  toggleFilter,
  toggleValue,
} from './view-edit'

const clauses = (view: View) =>
  view.filters.map((filter) =>
    filter.kind === 'values' ? [filter.field, filter.exclude ? 'out' : 'in', ...filter.values] : filter.kind,
  )

describe('steps on a View', () => {
  it('gives each clause an id of its own, also after some were removed', () => {
    let view = addFilter(emptyView, { kind: 'text', text: 'a' })
    view = addFilter(view, { kind: 'text', text: 'b' })
    view = removeFilter(view, view.filters[0]?.id ?? '')
    view = addFilter(view, { kind: 'text', text: 'c' })
    const ids = view.filters.map((filter) => filter.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(View.safeParse(view).success).toBe(true)
  })

  it('switches a clause on instead of adding it again', () => {
    const once = addFilter(emptyView, { kind: 'text', text: 'a' })
    expect(addFilter(once, { kind: 'text', text: 'a' })).toBe(once)
    const off = toggleFilter(once, once.filters[0]?.id ?? '')
    expect(addFilter(off, { kind: 'text', text: 'a' })).toEqual(once)
  })

  it('gathers chosen values of a field in one clause and drops it with the last', () => {
    let view = toggleValue(emptyView, 'eventName', 'A')
    view = toggleValue(view, 'eventName', null)
    expect(clauses(view)).toEqual([['eventName', 'in', 'A', null]])
    view = toggleValue(toggleValue(view, 'eventName', 'A'), 'eventName', null)
    expect(view.filters).toEqual([])
  })

  it('lets a value be in or out, never both', () => {
    let view = toggleValue(emptyView, 'eventName', 'A')
    view = excludeValue(view, 'eventName', 'A')
    expect(clauses(view)).toEqual([['eventName', 'out', 'A']])
    expect(standing(view, 'eventName', 'A')).toBe('out')
    view = toggleValue(view, 'eventName', 'A')
    expect(clauses(view)).toEqual([['eventName', 'in', 'A']])
    expect(clauses(onlyValue(excludeValue(view, 'eventName', 'B'), 'eventName', 'B'))).toEqual([
      ['eventName', 'in', 'B'],
    ])
  })

  it('takes an exclusion back when it is asked for twice', () => {
    expect(excludeValue(excludeValue(emptyView, 'user', 'x'), 'user', 'x').filters).toEqual([])
  })

  it('leaves a disabled clause where it is', () => {
    const view = toggleValue(emptyView, 'user', 'x')
    const off = toggleFilter(view, view.filters[0]?.id ?? '')
    expect(clauses(toggleValue(off, 'user', 'y'))).toEqual([
      ['user', 'in', 'x'],
      ['user', 'in', 'y'],
    ])
    expect(clearField(off, 'user').filters).toEqual([])
  })

  it('sorts up, down and back to newest first', () => {
    const one = cycleSort(emptyView, 'eventName', false)
    expect(one.sort).toEqual([{ field: 'eventName', descending: false }])
    const two = cycleSort(one, 'eventName', false)
    expect(two.sort).toEqual([{ field: 'eventName', descending: true }])
    expect(cycleSort(two, 'eventName', false).sort).toEqual(emptyView.sort)
  })

  it('adds a column to the order with shift, and takes it out again', () => {
    const two = cycleSort(emptyView, 'user', true)
    expect(two.sort.map((sort) => sort.field)).toEqual(['eventTime', 'user'])
    const down = cycleSort(two, 'user', true)
    expect(down.sort.at(-1)).toEqual({ field: 'user', descending: true })
    expect(cycleSort(down, 'user', true).sort).toEqual(emptyView.sort)
  })

  it('holds the event itself in a range around it', () => {
    const range = aroundInstant('2026-03-04T10:07:31Z', 0)
    expect(Date.parse(range.from)).toBeLessThanOrEqual(Date.parse('2026-03-04T10:07:31Z'))
    expect(Date.parse(range.to)).toBeGreaterThan(Date.parse('2026-03-04T10:07:31Z'))
    expect(View.safeParse({ range }).success).toBe(true)
  })
})
