import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { impacts } from '../../electron/contract/deletions'
import { DeletionFilter } from '../../electron/contract/deletions-api'
import {
  chooseOnly,
  clearFacet,
  compactFilter,
  isChosen,
  isWhole,
  noFilter,
  readFilter,
  toggleChosen,
} from './deletion-edit'

const filter = fc
  .record({
    impact: fc.uniqueArray(fc.constantFrom(...impacts)),
    human: fc.uniqueArray(fc.option(fc.string())),
    service: fc.uniqueArray(fc.string()),
    target: fc.string(),
  })
  .map((value) => DeletionFilter.parse(value))

describe('what the list of deletions is narrowed to', () => {
  it('is only this value after a click, and every value after another click on it', () => {
    const once = chooseOnly(toggleChosen(noFilter, 'impact', 'stopped'), 'impact', 'destroyed')
    expect(once.impact).toEqual(['destroyed'])
    expect(chooseOnly(once, 'impact', 'destroyed')).toEqual(noFilter)
  })

  it('gains a value and loses it again, the absent one included', () => {
    fc.assert(
      fc.property(filter, fc.option(fc.string()), (given, value) => {
        const turned = toggleChosen(given, 'human', value)
        expect(isChosen(turned, 'human', value)).toBe(!isChosen(given, 'human', value))
        expect(new Set(toggleChosen(turned, 'human', value).human)).toEqual(new Set(given.human))
      }),
    )
  })

  it('stays as it is when a value is none the field can have', () => {
    expect(toggleChosen(noFilter, 'impact', 'vaporised')).toEqual(noFilter)
    expect(toggleChosen(noFilter, 'service', null)).toEqual(noFilter)
  })

  it('comes back exactly from an address, and is short there', () => {
    fc.assert(
      fc.property(filter, (given) => {
        expect(readFilter(JSON.stringify(compactFilter(given)))).toEqual(given)
      }),
    )
    expect(compactFilter(noFilter)).toEqual({})
    for (const text of [null, '', '{', '7', '{"impact":"destroyed"}'])
      expect(readFilter(text)).toEqual(noFilter)
  })

  it('is whole without choices, whatever the time range', () => {
    const range = { from: '2026-03-04T00:00:00Z', to: '2026-03-05T00:00:00Z' }
    expect(isWhole({ ...noFilter, range })).toBe(true)
    const narrow = toggleChosen(noFilter, 'region', 'eu-west-1')
    expect(isWhole(narrow)).toBe(false)
    expect(isWhole(clearFacet(narrow, 'region'))).toBe(true)
  })
})
