import { EngineError } from '../../../contract/errors'

/** A token of Athena's SQL. `value` is the word in lower case, the name without quotes, or the string's content. */
export type Token = {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'parameter' | 'placeholder' | 'end'
  readonly value: string
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

export type LexOptions = {
  /** Reads `\'` inside a string as a quote, as Hive does and Athena does not. */
  readonly backslashEscapes?: boolean
}

const blank = /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/iy
const number = /(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const word = /[\p{L}_@][\p{L}\p{N}_@]*/uy
/** What documentation puts where the reader's own value belongs. */
const placeholder =
  /<(?![^>]*\b(?:and|or)\b)[A-Za-z][A-Za-z0-9 _./-]*>|\$\{[^}\n]*\}|\{\{[^}\n]*\}\}|\$[A-Za-z_]\w*|:[A-Za-z_]\w*/iy
const symbol = /->|<>|!=|<=|>=|\|\||=>|::|[-+*/%=<>(),.;[\]{}]/y

/** Splits a statement into tokens, ending with one of kind `end`. Throws sql/syntax at the character. */
export function tokenize(text: string, options: LexOptions = {}): Token[] {
  const tokens: Token[] = []
  let at = 0
  const matchAt = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  const push = (kind: Token['kind'], value: string, length: number) => {
    tokens.push({ kind, value, from: at, to: at + length })
    at += length
  }
  while (at < text.length) {
    const skipped = matchAt(blank)
    if (skipped !== undefined) {
      if (skipped.startsWith('/*') && !skipped.endsWith('*/')) throw unterminated('comment', at, text)
      at += skipped.length
      continue
    }
    const first = text[at] ?? ''
    if (first === "'") {
      const end = stringEnd(text, at, options.backslashEscapes ?? false)
      push('string', readEscapes(text.slice(at + 1, end - 1), options.backslashEscapes ?? false), end - at)
    } else if (first === '"') {
      const end = quotedEnd(text, at)
      push('quoted', text.slice(at + 1, end - 1).replaceAll('""', '"'), end - at)
    } else if (first === '`') {
      throw new EngineError(
        'sql/syntax',
        'backquoted identifiers are not supported; use double quotes to quote identifiers.',
        {
          at: { from: at, to: at + 1 },
        },
      )
    } else if (/^u&'/i.test(text.slice(at, at + 3))) push('word', 'u', 2)
    else if (first === '?') push('parameter', '?', 1)
    else {
      const found =
        take('quoted', uuid) ??
        take('placeholder', placeholder) ??
        take('number', number) ??
        take('word', word) ??
        take('symbol', symbol)
      if (found === undefined) {
        throw new EngineError('sql/syntax', `Unexpected character ${JSON.stringify(first)}.`, {
          at: { from: at, to: at + 1 },
        })
      }
    }
  }
  push('end', '', 0)
  return tokens

  function take(kind: Token['kind'], pattern: RegExp): true | undefined {
    const found = matchAt(pattern)
    if (found === undefined) return undefined
    push(kind, kind === 'word' ? found.toLowerCase() : found, found.length)
    return true
  }
}

function stringEnd(text: string, start: number, backslash: boolean): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (backslash && text[at] === '\\') at += 1
    else if (text[at] === "'") {
      if (text[at + 1] !== "'") return at + 1
      at += 1
    }
  }
  throw unterminated('string', start, text)
}

function quotedEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') continue
    if (text[at + 1] !== '"') return at + 1
    at += 1
  }
  throw unterminated('quoted name', start, text)
}

const readEscapes = (content: string, backslash: boolean): string =>
  content.replaceAll("''", "'").replace(backslash ? /\\(.)/gs : /(?!)/, '$1')

const unterminated = (what: string, from: number, text: string) =>
  new EngineError('sql/syntax', `This ${what} never ends.`, {
    hint: `Close the ${what}.`,
    at: { from, to: text.length },
  })
