import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  maxSpacerPx,
  moveBy,
  offsetAt,
  offsetToCentre,
  offsetToShow,
  rowsAt,
  scaleFor,
  scrollTopFor,
} from './scaled-scroll'

const rowHeight = 28
const viewport = 600

describe('scaled scrolling', () => {
  it('leaves a table that fits alone', () => {
    const scale = scaleFor(1_000, rowHeight, viewport)
    expect(scale).toEqual({ spacer: 28_000, ratio: 1, maxOffset: 27_400 })
    expect(offsetAt(123, scale)).toBe(123)
  })

  it('never makes the spacer taller than browsers allow', () => {
    fc.assert(
      fc.property(
        fc.nat(2_000_000_000),
        (total) => scaleFor(total, rowHeight, viewport).spacer <= maxSpacerPx,
      ),
    )
  })

  it('reaches the last row exactly when the thumb is at the bottom', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000, max: 500_000_000 }), (total) => {
        const scale = scaleFor(total, rowHeight, viewport)
        const offset = offsetAt(scale.spacer - viewport, scale)
        expect(rowsAt(offset, viewport, rowHeight, total).last).toBe(total)
        expect(offset).toBeCloseTo(scale.maxOffset, 0)
      }),
    )
  })

  it('comes back to the same place through the scrollbar, within what a pixel of it stands for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (total, share) => {
          const scale = scaleFor(total, rowHeight, viewport)
          const offset = share * scale.maxOffset
          const back = offsetAt(Math.round(scrollTopFor(offset, scale)), scale)
          expect(Math.abs(back - offset)).toBeLessThanOrEqual(scale.ratio)
        },
      ),
    )
  })

  it('moves by real rows with the wheel however far the thumb is compressed', () => {
    const scale = scaleFor(50_000_000, rowHeight, viewport)
    expect(scale.ratio).toBeGreaterThan(80)
    const there = moveBy(1_000_000, 3 * rowHeight, scale)
    expect(there - 1_000_000).toBe(3 * rowHeight)
    expect(moveBy(0, -100, scale)).toBe(0)
    expect(moveBy(scale.maxOffset, 100, scale)).toBe(scale.maxOffset)
  })

  it('shows whole rows only as far as it has to move', () => {
    const scale = scaleFor(1_000, rowHeight, viewport)
    expect(offsetToShow(5, 0, viewport, rowHeight, scale)).toBe(0)
    expect(offsetToShow(0, 500, viewport, rowHeight, scale)).toBe(0)
    expect(offsetToShow(100, 0, viewport, rowHeight, scale)).toBe(101 * rowHeight - viewport)
    expect(offsetToCentre(0, viewport, rowHeight, scale)).toBe(0)
  })

  it('names no row that is not there', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(20),
        (total, share, overscan) => {
          const scale = scaleFor(total, rowHeight, viewport)
          const { first, last } = rowsAt(share * scale.maxOffset, viewport, rowHeight, total, overscan)
          expect(first).toBeGreaterThanOrEqual(0)
          expect(last).toBeLessThanOrEqual(total)
          expect(last).toBeGreaterThanOrEqual(first)
        },
      ),
    )
  })
})
