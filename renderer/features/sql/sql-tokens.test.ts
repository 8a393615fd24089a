import { describe, expect, it } from 'vitest'
import { parameterCount, sqlTokens, statementAt, statementsIn } from './sql-tokens'

const text = '-- first\nSELECT \';\' AS a; /* ; */\nSELECT "b;" -- ;\n;;\n  SELECT 3  '

describe('statements', () => {
  it('end at semicolons that are neither text nor comment', () => {
    expect(statementsIn(text).map((found) => found.text)).toEqual([
      "SELECT ';' AS a",
      'SELECT "b;"',
      'SELECT 3',
    ])
  })

  it('are found by the cursor: around it, else before it, else the first', () => {
    expect(statementAt(text, 0)?.text).toBe("SELECT ';' AS a")
    expect(statementAt(text, text.indexOf('"b') + 1)?.text).toBe('SELECT "b;"')
    expect(statementAt(text, text.indexOf(';;') + 1)?.text).toBe('SELECT "b;"')
    expect(statementAt(text, text.length)?.text).toBe('SELECT 3')
    expect(statementAt(' -- nothing', 3)).toBeNull()
  })

  it('ask for as many values as they have question marks', () => {
    expect(parameterCount("SELECT ? WHERE a = '?' AND b = ? -- ?")).toBe(2)
  })

  it('are made of tokens that leave nothing out', () => {
    for (const any of [text, "'open", '/* open', '"open', 'é😀<>a->b::c', '']) {
      expect(
        sqlTokens(any)
          .map(({ from, to }) => any.slice(from, to))
          .join(''),
      ).toBe(any)
    }
  })
})
