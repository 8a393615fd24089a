import { describe, expect, it } from 'vitest'
import { neighbourFacet, orderedFacets, placedFacet } from './facet-order'

const fields = ['a', 'b', 'c', 'd']

describe('the order of facets', () => {
  it('is the usual one until somebody changes it, and puts new ones last', () => {
    expect(orderedFacets(fields, { order: [], pinned: [] })).toEqual(fields)
    expect(orderedFacets([...fields, 'new'], { order: ['d', 'c', 'b', 'a'], pinned: [] })).toEqual([
      'd',
      'c',
      'b',
      'a',
      'new',
    ])
  })

  it('has pinned ones first, in the order among them', () => {
    expect(orderedFacets(fields, { order: ['d', 'c', 'b', 'a'], pinned: ['a', 'c'] })).toEqual([
      'c',
      'a',
      'd',
      'b',
    ])
  })

  it('takes a facet to either side of another', () => {
    expect(placedFacet(fields, [], 'd', 'b', 'before').order).toEqual(['a', 'd', 'b', 'c'])
    expect(placedFacet(fields, [], 'a', 'c', 'after').order).toEqual(['b', 'c', 'a', 'd'])
    expect(placedFacet(fields, [], 'a', 'a', 'after').order).toEqual(fields)
  })

  it('pins what is dropped among the pinned, and lets go what is dropped among the others', () => {
    expect(placedFacet(fields, ['a'], 'd', 'a', 'after')).toEqual({
      order: ['a', 'd', 'b', 'c'],
      pinned: ['a', 'd'],
    })
    expect(placedFacet(fields, ['a'], 'a', 'c', 'before')).toEqual({
      order: ['b', 'a', 'c', 'd'],
      pinned: [],
    })
  })

  it('steps within the pinned or within the others', () => {
    expect(neighbourFacet(fields, ['a'], 'b', -1)).toBeNull()
    expect(neighbourFacet(fields, ['a'], 'b', 1)).toBe('c')
    expect(neighbourFacet(fields, [], 'd', 1)).toBeNull()
  })
})
