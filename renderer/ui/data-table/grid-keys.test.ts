import { describe, expect, it } from 'vitest'
import { headRow, nextPlace } from './grid-keys'

const size = { rows: 100, columns: 5, page: 20 }
const press = (key: string, row: number, column: number, { ctrl = false, letters = true } = {}) =>
  nextPlace({ key, ctrl, shift: false }, { row, column }, size, letters)

describe('keys of the grid', () => {
  it('moves by one cell with the arrows and stops at the edges', () => {
    expect(press('ArrowDown', 3, 2)).toEqual({ row: 4, column: 2 })
    expect(press('ArrowDown', 99, 2)).toEqual({ row: 99, column: 2 })
    expect(press('ArrowLeft', 3, 0)).toEqual({ row: 3, column: 0 })
    expect(press('ArrowRight', 3, 4)).toEqual({ row: 3, column: 4 })
  })

  it('goes up into the headings and no further', () => {
    expect(press('ArrowUp', 0, 1)).toEqual({ row: headRow, column: 1 })
    expect(press('ArrowUp', headRow, 1)).toEqual({ row: headRow, column: 1 })
    expect(press('PageUp', 5, 1)).toEqual({ row: 0, column: 1 })
  })

  it('reaches the ends with Home and End, of the row or of the table', () => {
    expect(press('Home', 7, 3)).toEqual({ row: 7, column: 0 })
    expect(press('End', 7, 3)).toEqual({ row: 7, column: 4 })
    expect(press('Home', 7, 3, { ctrl: true })).toEqual({ row: 0, column: 0 })
    expect(press('End', 7, 3, { ctrl: true })).toEqual({ row: 99, column: 4 })
  })

  it('knows j, k, g and G only while letters are switched on', () => {
    expect(press('j', 7, 3)).toEqual({ row: 8, column: 3 })
    expect(press('G', 7, 3)).toEqual({ row: 99, column: 3 })
    expect(press('j', 7, 3, { letters: false })).toBeNull()
    expect(press('x', 7, 3)).toBeNull()
  })

  it('stays on the headings when there are no rows', () => {
    const empty = { rows: 0, columns: 2, page: 10 }
    expect(
      nextPlace({ key: 'ArrowDown', ctrl: false, shift: false }, { row: headRow, column: 0 }, empty, true),
    ).toEqual({
      row: headRow,
      column: 0,
    })
  })
})
