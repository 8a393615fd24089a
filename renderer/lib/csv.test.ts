import { describe, expect, it } from 'vitest'
import { csvField, toCsv, tsvField } from './csv'

describe('CSV', () => {
  it('defuses what a spreadsheet would run', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '＝1+1'])
      expect(csvField(text).replaceAll('"', '')).toBe(`'${text}`)
  })

  it('does so in what is copied for one', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1']) expect(tsvField(text)).toBe(`'${text}`)
    expect(tsvField('\t=1+1')).toBe("' =1+1")
    expect(tsvField('a\tb\r\nc')).toBe('a b c')
    expect(tsvField('"a')).toBe('"""a"')
    expect(tsvField('a"b')).toBe('a"b')
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
