import { describe, expect, it } from 'vitest'
import { textTable } from './text-table'

describe('a table of text', () => {
  it('keeps columns in line and cuts what is wider than the terminal', () => {
    const { lines } = textTable(
      [
        ['a', 'long value', 'x'],
        ['bbb', 'v', 'the last one is cut here'],
      ],
      24,
    )
    expect(lines).toEqual(['a    long value  x', 'bbb  v           the la…'])
  })

  it('shows control characters instead of sending them', () => {
    const { lines } = textTable([['\u001b[31mred', 'a\nb']], 100)
    expect(lines[0]).not.toContain('\u001b')
    expect(lines[0]).not.toContain('\n')
    expect(lines[0]).toContain('\\u001b[31mred')
  })

  it('keeps the widths of the first page for the next one', () => {
    const first = textTable([['wide value', 'x']], 100)
    expect(textTable([['v', 'y']], 100, first.widths).lines).toEqual(['v           y'])
  })
})
