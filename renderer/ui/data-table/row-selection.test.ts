import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allRows,
  extendTo,
  isSelected,
  noRows,
  onlyRow,
  type RowSelection,
  selectedCount,
  selectedRows,
  toggleRow,
} from './row-selection'

const total = 30

describe('selection of rows', () => {
  it('agrees with a plain set of positions after any steps', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('toggle' as const), row: fc.nat(total - 1) }),
      fc.record({ kind: fc.constant('extend' as const), row: fc.nat(total - 1) }),
      fc.record({ kind: fc.constant('only' as const), row: fc.nat(total - 1) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let selection: RowSelection = noRows
        let oracle = new Set<number>()
        let anchor: number | null = null
        for (const { kind, row } of steps) {
          if (kind === 'toggle') {
            selection = toggleRow(selection, row, total)
            if (!oracle.delete(row)) oracle.add(row)
            anchor = row
          } else if (kind === 'extend') {
            selection = extendTo(selection, row)
            anchor = anchor ?? row
            const low = Math.min(anchor, row)
            oracle = new Set(Array.from({ length: Math.abs(anchor - row) + 1 }, (_, index) => low + index))
          } else {
            selection = onlyRow(row)
            oracle = new Set([row])
            anchor = row
          }
        }
        expect(selectedRows(selection, total, total)).toEqual([...oracle].sort((a, b) => a - b))
        expect(selectedCount(selection, total)).toBe(oracle.size)
      }),
    )
  })

  it('holds every matching row without listing one', () => {
    expect(selectedCount(allRows, 1_234_567)).toBe(1_234_567)
    expect(allRows.intervals).toEqual([])
    expect(isSelected(allRows, 999_999)).toBe(true)
  })

  it('lets one row leave the choice of all', () => {
    const selection = toggleRow(allRows, 5, 10)
    expect(selectedCount(selection, 10)).toBe(9)
    expect(isSelected(selection, 5)).toBe(false)
  })

  it('lists no more than it was asked for', () => {
    expect(selectedRows(allRows, 1_000_000, 3)).toEqual([0, 1, 2])
  })
})
