import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeJson, safeLine, safeText } from './sanitise'

const isControl = (code: number): boolean =>
  (code < 0x20 && code !== 9 && code !== 10) ||
  (code >= 0x7f && code <= 0x9f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069)
const controlsIn = (text: string) => [...text].filter((character) => isControl(character.codePointAt(0) ?? 0))

describe('text that goes to a terminal', () => {
  it.each([
    ['an escape sequence', '\u001b[2J', '\\u001b[2J'],
    ['the one-character CSI', '\u009b31m', '\\u009b31m'],
    ['a bell and a backspace', 'a\u0007\u0008b', 'a\\u0007\\u0008b'],
    ['an override of the writing direction', 'gpj.\u202eexe', 'gpj.\\u202eexe'],
    ['a carriage return that would overwrite the line', 'ok\rbad', 'ok\\u000dbad'],
  ])('shows %s instead of obeying it', (_, text, shown) => {
    expect(safeLine(text)).toBe(shown)
  })

  it('keeps line feeds and tabs in text of several lines only', () => {
    expect(safeText('a\tb\nc')).toBe('a\tb\nc')
    expect(safeLine('a\tb\nc')).toBe('a\\u0009b\\u000ac')
  })

  it('leaves letters of every script as they are', () => {
    expect(safeLine('naïve 名前 🗑 ∕')).toBe('naïve 名前 🗑 ∕')
  })

  it('never lets a control character through, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(controlsIn(safeText(text))).toEqual([])
      }),
    )
  })

  it('makes JSON safe without changing what it says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const json = safeJson(JSON.stringify({ value, text }, null, 2))
        expect(controlsIn(json)).toEqual([])
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text })))
      }),
    )
  })
})
