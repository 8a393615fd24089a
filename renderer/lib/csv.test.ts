import { describe, expect, it } from 'vitest'
import { csvField, toCsv } from './csv'

describe('CSV', () => {
  it('defuses what a spreadsheet would run', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])
      expect(csvField(text).replaceAll('"', '')).toBe(`'${text}`)
  })

  it('quotes what would break the line', () => {
    expect(csvField('a,"b"\n')).toBe('"a,""b""\n"')
    expect(csvField(-5)).toBe('-5')
    expect(csvField(null)).toBe('')
  })

  it('puts the headings first', () => {
    expect(toCsv(['a', 'b'], [['1', 2]])).toBe('a,b\r\n1,2\r\n')
  })
})
