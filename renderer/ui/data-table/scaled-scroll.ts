// Browsers clamp an element's height at about 2^24 px, so a taller table gets a compressed spacer and scrollTop is scaled.
export const maxSpacerPx = 16_000_000

export type Scale = {
  /** Height of the spacer in px. */
  spacer: number
  /** Pixels of table a pixel of scrollbar stands for; 1 while the table fits. */
  ratio: number
  /** Largest distance from the top of the table to the top of the viewport. */
  maxOffset: number
}

/** How a table of `total` rows is laid out behind a viewport of `viewport` px. */
export function scaleFor(total: number, rowHeight: number, viewport: number): Scale {
  const height = total * rowHeight
  const spacer = Math.min(height, maxSpacerPx)
  const maxOffset = Math.max(0, height - viewport)
  const maxScroll = Math.max(1, spacer - viewport)
  return { spacer, ratio: height <= maxSpacerPx ? 1 : maxOffset / maxScroll, maxOffset }
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** Where in the table the viewport begins when the scrollbar stands at `scrollTop`. */
export const offsetAt = (scrollTop: number, scale: Scale) =>
  clamp(scrollTop * scale.ratio, 0, scale.maxOffset)

/** Where the scrollbar stands for a place in the table. */
export const scrollTopFor = (offset: number, scale: Scale) => clamp(offset, 0, scale.maxOffset) / scale.ratio

/** The place after moving by real pixels, as wheel and keys do. */
export const moveBy = (offset: number, delta: number, scale: Scale) =>
  clamp(offset + delta, 0, scale.maxOffset)

/** Rows that can be seen, and `overscan` more on both sides. `last` is exclusive. */
export function rowsAt(offset: number, viewport: number, rowHeight: number, total: number, overscan = 0) {
  const first = Math.max(0, Math.floor(offset / rowHeight) - overscan)
  const last = Math.min(total, Math.ceil((offset + viewport) / rowHeight) + overscan)
  return { first, last: Math.max(first, last) }
}

/** The nearest place at which the whole of a row can be seen; the present one when it can be already. */
export function offsetToShow(row: number, offset: number, viewport: number, rowHeight: number, scale: Scale) {
  const top = row * rowHeight
  if (top < offset) return clamp(top, 0, scale.maxOffset)
  if (top + rowHeight > offset + viewport) return clamp(top + rowHeight - viewport, 0, scale.maxOffset)
  return offset
}

/** The place that puts a row in the middle. */
export const offsetToCentre = (row: number, viewport: number, rowHeight: number, scale: Scale) =>
  clamp(row * rowHeight - (viewport - rowHeight) / 2, 0, scale.maxOffset)
