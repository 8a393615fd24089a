import { describe, expect, it } from 'vitest'
import type { Cell } from '../../contract/events'
import { csvCell, csvLine } from './csv'

const cases: [Cell, string, string][] = [
  // value, neutralised, as it is
  ['=1+1', "'=1+1", '=1+1'],
  ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"],
  ['+1', "'+1", '+1'],
  ['-2+3', "'-2+3", '-2+3'],
  ['@SUM(A1)', "'@SUM(A1)", '@SUM(A1)'],
  ['\t=1', "'\t=1", '"\t=1"'],
  ['\r=1', '"\'\r=1"', '"\r=1"'],
  ['\n=1', '"\'\n=1"', '"\n=1"'],
  ['＝1', "'＝1", '＝1'],
  [
    '=HYPERLINK("http://evil","x")',
    '"\'=HYPERLINK(""http://evil"",""x"")"',
    '"=HYPERLINK(""http://evil"",""x"")"',
  ],
  ['a=b', 'a=b', 'a=b'],
  ['a,b', '"a,b"', '"a,b"'],
  ['say "hi"', '"say ""hi"""', '"say ""hi"""'],
  [' padded ', '" padded "', '" padded "'],
  ['', '', ''],
  [null, '', ''],
  [-5, '-5', '-5'],
  [true, 'true', 'true'],
  [['=a', 'b,c'], '"[""=a"",""b,c""]"', '"[""=a"",""b,c""]"'],
]

describe('a CSV cell', () => {
  it.each(cases)('%j becomes %j, or %j when formulas are kept', (value, safe, plain) => {
    expect(csvCell(value, true)).toBe(safe)
    expect(csvCell(value, false)).toBe(plain)
  })

  it('ends a line as RFC 4180 says', () => {
    expect(csvLine(['a', null, 1], true)).toBe('a,,1\r\n')
  })
})
