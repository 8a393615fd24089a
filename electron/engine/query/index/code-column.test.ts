import { describe, expect, it } from 'vitest'
import { fieldRef } from '../field-sql'
import { randomOf } from '../test-support/rows'
import { hasBit } from './bits'
import { CodeColumn } from './code-column'
import { HashCodes } from './hash-codes'
import { Member } from './member'

const nullHash = new Uint32Array([7, 7])

function column(field: string, isList: boolean): CodeColumn {
  const hashes = new HashCodes()
  return new CodeColumn([new Member(field, fieldRef(field), nullHash, hashes)], isList, hashes)
}

/** Hashes of these values, of which 0 is null. */
const hashesOf = (values: readonly number[]): Uint32Array =>
  Uint32Array.from(values.flatMap((value) => (value === 0 ? [...nullHash] : [value, 1])))

describe('a column of codes', () => {
  it('keeps what it has while its values outgrow one byte, and then two', () => {
    const grows = column('eventName', false)
    const random = randomOf(3)
    const values: number[] = []
    for (const [rows, distinct] of [
      [1000, 100],
      [3000, 1000],
      [90_000, 1_000_000],
    ] as const) {
      grows.reserve(rows / 2)
      for (let from = 0; from < rows; from += 500) {
        const some = Array.from({ length: 500 }, () => Math.floor(random() * distinct))
        grows.append(hashesOf(some), some.length)
        values.push(...some)
      }
      const [view] = grows.views()
      const valueBy = new Map([...values.entries()].map(([row, value]) => [view?.store.codes[row], value]))
      expect(values.every((value, row) => valueBy.get(view?.store.codes[row]) === value)).toBe(true)
      expect(valueBy.size).toBe(new Set(values).size)
      const zeros = values.filter((value) => value === 0).length
      expect(view?.totals[0]).toBe(zeros)
    }
    expect(grows.views()[0]?.store.codes).toBeInstanceOf(Uint32Array)
  })

  it('knows the elements of each row of a list as it grows, and which rows have none', () => {
    const list = column('resourceArns', true)
    const random = randomOf(5)
    const rows: number[][] = []
    for (let round = 0; round < 6; round += 1) {
      list.reserve(700)
      const some = Array.from({ length: 700 }, () =>
        Array.from({ length: Math.floor(random() * 4) }, () => 1 + Math.floor(random() * 300)),
      )
      rows.push(...some)
      list.appendLengths(Int32Array.from(some.map(({ length }) => length)), some.length)
      const elements = some.flatMap((own) => (own.length > 0 ? own : [0]))
      for (let from = 0; from < elements.length; from += 512) {
        const part = elements.slice(from, from + 512)
        list.append(hashesOf(part), part.length)
      }
      const store = list.views()[0]?.store
      const held = rows.map((_, row) => [
        ...(store?.codes.subarray(store.offsets?.[row], store.offsets?.[row + 1]) ?? []),
      ])
      expect(held.map(({ length }) => length)).toEqual(rows.map(({ length }) => Math.max(1, length)))
      expect(rows.every((own, row) => store?.filled && hasBit(store.filled, row) === own.length > 0)).toBe(
        true,
      )
      const valueBy = new Map(
        held.flatMap((codes, row) => codes.map((code, at) => [code, rows[row]?.[at] ?? 0])),
      )
      expect(held.map((codes) => codes.map((code) => valueBy.get(code)))).toEqual(
        rows.map((own) => (own.length > 0 ? own : [0])),
      )
    }
  })

  it('is the same when it was stored and made again, and goes on growing', () => {
    const before = column('resourceArns', true)
    before.reserve(3)
    before.appendLengths(Int32Array.from([2, 0, 1]), 3)
    before.append(hashesOf([5, 6, 0, 5]), 4)
    const { about, arrays } = before.stored()
    const after = column('resourceArns', true)
    after.restore(about, [...arrays])
    for (const one of [before, after]) {
      one.reserve(1)
      one.appendLengths(Int32Array.from([2]), 1)
      one.append(hashesOf([6, 9]), 2)
    }
    const shown = (one: CodeColumn) => {
      const store = one.views()[0]?.store
      return [
        [...(store?.codes.subarray(0, 6) ?? [])],
        [...(store?.offsets ?? [])],
        [...(store?.totals ?? [])],
      ]
    }
    expect(shown(after)).toEqual(shown(before))
    expect(shown(after)[1]).toEqual([0, 2, 3, 4, 6])
  })
})
