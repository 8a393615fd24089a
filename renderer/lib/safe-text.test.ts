import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { showHidden, splitHidden } from './safe-text'

describe('text out of logs', () => {
  it('shows by name what would turn or hide the text around it', () => {
    expect(showHidden('user\u202Egnp.exe')).toBe('user⟨RLO⟩gnp.exe')
    expect(showHidden('a\u0000b\u001b[31m')).toBe('a⟨NUL⟩b⟨ESC⟩[31m')
    expect(showHidden('zero\u200bwidth')).toBe('zero⟨ZWSP⟩width')
    expect(showHidden('tag\u{e0041}')).toBe('tag⟨U+E0041⟩')
  })

  it('leaves ordinary text of any script alone', () => {
    for (const text of ['arn:aws:iam::1:user/jörg', '日本語', 'مرحبا', 'emoji 🙂', '']) {
      expect(splitHidden(text)).toEqual([{ text, mark: false }])
    }
  })

  it('loses no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(
          splitHidden(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
