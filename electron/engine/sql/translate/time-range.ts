/**
 * Text of a moment sorts as the moment does, as long as its pattern goes from large to small. A comparison with such a
 * text is therefore a comparison of moments, which Parquet can skip by: the bounds are found by halving.
 */

const first = -62135596800 // 0001-01-01
const last = 253402300800 // 10000-01-01

const two = (value: number) => String(value).padStart(2, '0')

/** `strftime` of whole seconds since 1970, for the patterns of the compatibility views. */
export function formatSeconds(seconds: number, pattern: string): string {
  const date = new Date(seconds * 1000)
  const parts: Record<string, string> = {
    Y: String(date.getUTCFullYear()).padStart(4, '0'),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    H: two(date.getUTCHours()),
    M: two(date.getUTCMinutes()),
    S: two(date.getUTCSeconds()),
  }
  return pattern.replace(/%([YmdHMS])/g, (_, letter: string) => parts[letter] ?? '')
}

/** The earliest whole second whose text is at least (or more than) `text`; null when there is none. */
export function earliest(pattern: string, text: string, orEqual: boolean): number | null {
  const reaches = (seconds: number) => {
    const at = formatSeconds(seconds, pattern)
    return orEqual ? at >= text : at > text
  }
  let low = first
  let high = last
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (reaches(middle)) high = middle
    else low = middle + 1
  }
  return low >= last ? null : low
}

/** `TIMESTAMP '…'` of seconds since 1970. */
export const timestampLiteral = (seconds: number): string =>
  `TIMESTAMP '${formatSeconds(seconds, '%Y-%m-%d %H:%M:%S')}'`

/** Columns whose text people write in several ways; the literal says which one is meant. */
const dayPatterns: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}\/\d{2}\/\d{2}\/\d{2}$/, '%Y/%m/%d/%H'],
  [/^\d{4}-\d{2}-\d{2}-\d{2}$/, '%Y-%m-%d-%H'],
  [/^\d{4}-/, '%Y-%m-%d'],
  [/^\d{4}\//, '%Y/%m/%d'],
  [/^\d{5,}/, '%Y%m%d'],
]

/** The pattern that a literal compared with a partition column is written in. */
export function patternFor(pattern: string, literal: string): string {
  if (!['%Y-%m-%d', '%Y/%m/%d'].includes(pattern)) return pattern
  return dayPatterns.find(([shape]) => shape.test(literal))?.[1] ?? pattern
}

/** A condition on `time` (an expression) that holds where the time's text compares so with a literal. */
export function timeCondition(time: string, given: string, op: string, literal: string): string {
  const pattern = patternFor(given, literal)
  const from = earliest(pattern, literal, true)
  const after = earliest(pattern, literal, false)
  const atLeast = (bound: number | null) =>
    bound === null ? never(time) : `${time} >= ${timestampLiteral(bound)}`
  const before = (bound: number | null) =>
    bound === null ? always(time) : `${time} < ${timestampLiteral(bound)}`
  switch (op) {
    case '>=':
      return atLeast(from)
    case '>':
      return atLeast(after)
    case '<':
      return before(from)
    case '<=':
      return before(after)
    case '=':
      return from === after ? never(time) : `(${atLeast(from)} AND ${before(after)})`
    default:
      return from === after ? always(time) : `(${before(from)} OR ${atLeast(after)})`
  }
}

/** `LIKE 'prefix%'` as a range. */
export function prefixCondition(time: string, given: string, prefix: string): string {
  const pattern = patternFor(given, prefix)
  const from = timeCondition(time, pattern, '>=', prefix)
  return `(${from} AND ${timeCondition(time, pattern, '<', `${prefix}\uffff`)})`
}

// Of a null time neither is true, and both must stay null.
const never = (time: string) => `${time} <> ${time}`
const always = (time: string) => `${time} = ${time}`
