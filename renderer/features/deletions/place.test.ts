import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { useScreen } from '../../app/screen-store'
import { go, goBack, type Place, placeOf, screenOf } from './place'

const text = fc.string({ minLength: 1, unit: 'grapheme' })
const place = fc.oneof(
  fc.constant<Place>({ kind: 'list' }),
  text.map((eventId): Place => ({ kind: 'story', eventId })),
  text.map((target): Place => ({ kind: 'resource', target })),
)

describe('a place of the Deletions view', () => {
  it('is the same after it stood in an address', () => {
    fc.assert(
      fc.property(place, (given) => {
        expect(placeOf(screenOf(given))).toEqual(given)
      }),
    )
    expect(placeOf(screenOf({ kind: 'resource', target: 'a\ud800' }))).toEqual({
      kind: 'resource',
      target: 'a\ufffd',
    })
  })

  it('is the list for an address that nobody understands', () => {
    for (const screen of [
      'deletions',
      'deletions/',
      'deletions/story',
      'deletions/story/',
      'deletions/else/x',
    ])
      expect(placeOf(screen)).toEqual({ kind: 'list' })
    expect(placeOf('deletions/resource/100%')).toEqual({ kind: 'resource', target: '100%' })
  })
})

describe('the way back', () => {
  beforeEach(() => useScreen.getState().show('events'))

  it('leads over the places one came through, and to the list where there is nothing before', () => {
    go({ kind: 'resource', target: 'prod' })
    go({ kind: 'story', eventId: 'a' })
    go({ kind: 'story', eventId: 'a' })
    go({ kind: 'story', eventId: 'b' })
    const seen = [0, 1, 2, 3].map(() => {
      goBack()
      return useScreen.getState().screen
    })
    expect(seen).toEqual(['deletions/story/a', 'deletions/resource/prod', 'events', 'deletions'])
  })
})
