import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Filter } from '../../electron/contract/filter'
import { View } from '../../electron/contract/view'
import { formatAddress, parseAddress } from './address'

const common = { exclude: fc.boolean(), disabled: fc.boolean() }
const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
const filter: fc.Arbitrary<Omit<Filter, 'id'>> = fc.oneof(
  fc.record({
    kind: fc.constant('values' as const),
    ...common,
    field: fc.constantFrom('eventName', 'readOnly', 'requestParameters.bucketName'),
    values: fc.array(fc.option(text), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('contains' as const), ...common, field: fc.constant('user'), text }),
  fc.record({ kind: fc.constant('text' as const), ...common, text }),
  fc.record({ kind: fc.constant('identifier' as const), ...common, value: text }),
)
const view = fc
  .record({
    range: fc.option(fc.constant({ from: '2026-03-04T10:07:31Z', to: '2026-03-05T00:00:00.5Z' })),
    filters: fc
      .array(filter, { maxLength: 5 })
      .map((filters) => filters.map((entry, index) => ({ ...entry, id: `f${index}` }) as Filter)),
    sort: fc.constantFrom(
      [{ field: 'eventTime' as const, descending: true }],
      [{ field: 'eventName' as const, descending: false }],
    ),
    columns: fc.option(fc.constant(['eventTime', 'requestParameters."a b"'])),
  })
  .map((value) => View.parse(value))

describe('the address', () => {
  it('brings back screen, case and View exactly', () => {
    fc.assert(
      fc.property(view, fc.constantFrom('events', 'overview'), fc.option(text), (shown, screen, casePath) => {
        const address = { screen, casePath, view: shown }
        expect(parseAddress(formatAddress(address))).toEqual(address)
      }),
    )
  })

  it('is short for a View without wishes', () => {
    expect(formatAddress({ screen: 'events', casePath: null, view: View.parse({}) })).toBe('#/events')
  })

  it('takes an address from anywhere and keeps only what is a View', () => {
    for (const hash of [
      '',
      '#',
      '#/x?view=%7B',
      '#/events?view={"filters":[{"kind":"values"}]}',
      '#/events?view=7',
    ])
      expect(parseAddress(hash).view).toEqual(View.parse({}))
  })

  it('tells a View that cannot be read from none', () => {
    expect(parseAddress('#/events?view={"filters":[{"kind":"values"}]}').unread).toBe(true)
    expect(parseAddress('#/events?view=7').unread).toBe(true)
    const inverted = '{"range":{"from":"2026-03-05T00:00:00Z","to":"2026-03-04T00:00:00Z"}}'
    expect(parseAddress(`#/events?view=${inverted}`).unread).toBe(true)
    expect(parseAddress('#/events').unread).toBeUndefined()
    expect(parseAddress('#/events?view={}').unread).toBeUndefined()
  })
})
