import { describe, expect, it } from 'vitest'
import { ident, sql, sqlJoin, sqlLiteral } from './sql-text'

describe('the sql template', () => {
  it('binds what is interpolated and never writes it into the text', () => {
    const hostile = "x' OR 1=1 --"
    expect(sql`SELECT * FROM events WHERE event_name = ${hostile}`).toEqual({
      text: 'SELECT * FROM events WHERE event_name = ?',
      params: [hostile],
    })
  })

  it('splices statements and keeps the order of their values', () => {
    const where = sqlJoin([sql`${ident('eventName')} = ${'a'}`, sql`seq > ${5}`], ' AND ')
    expect(sql`SELECT ${1} WHERE ${where} LIMIT ${2}`).toEqual({
      text: 'SELECT ? WHERE event_name = ? AND seq > ? LIMIT ?',
      params: [1, 'a', 5, 2],
    })
  })

  it('doubles quotes in the literals that DuckDB takes no parameter for', () => {
    expect(sqlLiteral("O'Brien/a.parquet").text).toBe("'O''Brien/a.parquet'")
  })
})
