import { EngineError } from '../../../contract/errors'
import type { Ident } from './ast'
import type { Token } from './lexer'

/** A reader over tokens with the questions a recursive-descent parser asks. */
export class Cursor {
  readonly text: string
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text
    this.#tokens = tokens
  }

  get token(): Token {
    return this.peek(0)
  }

  peek(ahead: number): Token {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]
    if (!token) throw new Error('no tokens')
    return token
  }

  /** End of the token before this one. */
  get last(): number {
    return this.#tokens[this.#at - 1]?.to ?? 0
  }

  get position(): number {
    return this.#at
  }

  /** Goes back to a position, for the few constructs that need a second look. */
  rewind(position: number): void {
    this.#at = position
  }

  next(): Token {
    const token = this.token
    this.#at += 1
    return token
  }

  isWord(...words: string[]): boolean {
    return this.token.kind === 'word' && words.includes(this.token.value)
  }

  /** The words stand here one after the other. */
  areWords(...words: string[]): boolean {
    return words.every((word, index) => {
      const token = this.peek(index)
      return token.kind === 'word' && token.value === word
    })
  }

  isSymbol(...symbols: string[]): boolean {
    return this.token.kind === 'symbol' && symbols.includes(this.token.value)
  }

  acceptWord(...words: string[]): boolean {
    if (!this.isWord(...words)) return false
    this.#at += 1
    return true
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false
    this.#at += 1
    return true
  }

  expectWord(word: string): Token {
    if (!this.isWord(word)) throw this.unexpected(`'${word.toUpperCase()}'`)
    return this.next()
  }

  expectSymbol(symbol: string): Token {
    if (!this.isSymbol(symbol)) throw this.unexpected(`'${symbol}'`)
    return this.next()
  }

  ident(): Ident {
    const token = this.token
    if (token.kind !== 'word' && token.kind !== 'quoted') throw this.unexpected('<identifier>')
    this.#at += 1
    return {
      name: token.value.toLowerCase(),
      quoted: token.kind === 'quoted',
      from: token.from,
      to: token.to,
    }
  }

  /** Athena's own wording: what stands here, and what may. */
  unexpected(...expected: string[]): EngineError {
    const { kind, from, to } = this.token
    if (kind === 'placeholder') return placeholderError(this.text.slice(from, to), from, to)
    const found = kind === 'end' ? '<EOF>' : `'${this.text.slice(from, to)}'`
    return new EngineError('sql/syntax', `mismatched input ${found}. Expecting: ${expected.join(', ')}.`, {
      at: {
        from: Math.min(from, Math.max(0, this.text.length - 1)),
        to: Math.max(to, Math.min(from + 1, this.text.length)),
      },
    })
  }

  /** Guards against text that nests deeper than the stack. */
  nested<T>(run: () => T): T {
    this.#depth += 1
    if (this.#depth > 200) {
      const { from, to } = this.token
      throw new EngineError('sql/syntax', 'This query nests too deeply.', {
        hint: 'Name the inner parts with WITH.',
        at: { from, to },
      })
    }
    try {
      return run()
    } finally {
      this.#depth -= 1
    }
  }
}

/** For `<START>` and its like, which documentation leaves for the reader to fill in. */
export function placeholderError(name: string, from: number, to: number): EngineError {
  return new EngineError('sql/syntax', `${name} is a placeholder: put your own value in its place.`, {
    at: { from, to },
  })
}
