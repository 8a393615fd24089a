import { EngineError } from '../../../contract/errors'

/** MySQL's date patterns (Athena's date_format and date_parse) as strftime's. */
const mysql: Readonly<Record<string, string>> = {
  a: '%a',
  b: '%b',
  c: '%-m',
  d: '%d',
  e: '%-d',
  f: '%f',
  H: '%H',
  h: '%I',
  I: '%I',
  i: '%M',
  j: '%j',
  k: '%-H',
  l: '%-I',
  M: '%B',
  m: '%m',
  p: '%p',
  r: '%I:%M:%S %p',
  S: '%S',
  s: '%S',
  T: '%H:%M:%S',
  v: '%V',
  W: '%A',
  x: '%G',
  Y: '%Y',
  y: '%y',
  '%': '%%',
}

/** Throws sql/syntax at a letter that has no counterpart, which Athena refuses as well. */
export function fromMysqlPattern(pattern: string, from: number, to: number): string {
  return pattern.replace(/%(.?)/gs, (_, letter: string) => {
    const found = mysql[letter]
    if (found !== undefined) return found
    if (/[DUuVwX]/.test(letter) || letter === '') {
      throw new EngineError('sql/syntax', `%${letter} is not supported in date format strings.`, {
        at: { from, to },
      })
    }
    return letter
  })
}

/** Joda's letters (format_datetime, parse_datetime), by how many stand together. */
const joda: readonly (readonly [RegExp, string])[] = [
  [/^(yyyy|YYYY|y|Y|uuuu)$/, '%Y'],
  [/^(yy|YY)$/, '%y'],
  [/^x+$/, '%G'],
  [/^w+$/, '%V'],
  [/^D+$/, '%j'],
  [/^M{4,}$/, '%B'],
  [/^MMM$/, '%b'],
  [/^MM$/, '%m'],
  [/^M$/, '%-m'],
  [/^dd$/, '%d'],
  [/^d$/, '%-d'],
  [/^E{4,}$/, '%A'],
  [/^E{1,3}$/, '%a'],
  [/^e+$/, '%u'],
  [/^a+$/, '%p'],
  [/^HH$/, '%H'],
  [/^H$/, '%-H'],
  [/^hh$/, '%I'],
  [/^h$/, '%-I'],
  [/^mm$/, '%M'],
  [/^m$/, '%-M'],
  [/^ss$/, '%S'],
  [/^s$/, '%-S'],
  [/^S{1,3}$/, '%g'],
  [/^S{4,}$/, '%f'],
  [/^(ZZZ|z+|ZZ?)$/, '%z'],
]

/** Joda's pattern as strftime's. Quoted text is kept, `''` is one quote. */
export function fromJodaPattern(pattern: string, from: number, to: number): string {
  return pattern.replace(
    /'((?:[^']|'')*)'|([A-Za-z])\2*|%/g,
    (run, text: string | undefined, letter: string | undefined) => {
      if (run === '%') return '%%'
      if (text !== undefined) return run === "''" ? "'" : text.replaceAll("''", "'").replaceAll('%', '%%')
      const found = joda.find(([shape]) => shape.test(run))
      if (found) return found[1]
      throw new EngineError('sql/syntax', `Invalid format: the letter ${letter} is not supported.`, {
        at: { from, to },
      })
    },
  )
}

/** A replacement as Athena writes it (`$1`, `${name}`, `\$`) in the form DuckDB reads (`\1`). */
export const fromJavaReplacement = (text: string): string =>
  text.replace(
    /\\(.)|\$(\d)|\$\{(\d)\}|\\$/gs,
    (run, escaped: string | undefined, group: string | undefined, braced) =>
      escaped !== undefined
        ? escaped === '\\'
          ? '\\\\'
          : escaped
        : group !== undefined
          ? `\\${group}`
          : braced
            ? `\\${braced}`
            : run,
  )

/** A JSON path as DuckDB reads it: `$['a b']` and `$["a"]` become `$."a b"`; a bare name begins at the root. */
export function duckJsonPath(path: string): string {
  const stripped = path.trim().replace(/^(lax|strict)\s+/i, '')
  const dotted = stripped.replace(
    /\[\s*'((?:[^'\\]|\\.)*)'\s*\]|\[\s*"((?:[^"\\]|\\.)*)"\s*\]/g,
    (_, single, double) => {
      return `."${(single ?? double ?? '').replaceAll('"', '\\"')}"`
    },
  )
  return dotted.startsWith('$') ? dotted : `$.${dotted}`
}
