/**
 * JSON as a tree that keeps what `JSON.parse` would lose: digits beyond double precision, the order and the repetition of
 * keys, and the difference between `1.0` and `1`.
 */
export type JsonNode =
  | { type: 'object'; members: { key: string; value: JsonNode }[] }
  | { type: 'array'; items: JsonNode[] }
  | { type: 'string'; value: string }
  | { type: 'number'; text: string }
  | { type: 'true' | 'false' | 'null' }
  /** Nested deeper than anybody reads: the text as it stands. */
  | { type: 'text'; text: string }

/** Evidence may be nested a million deep; a call stack is not. */
const deepest = 200

class Reader {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  fail(): never {
    throw new SyntaxError(`no JSON at ${this.at}`)
  }

  space(): void {
    while (' \t\r\n'.includes(this.text[this.at] ?? 'x')) this.at += 1
  }

  take(character: string): boolean {
    this.space()
    if (this.text[this.at] !== character) return false
    this.at += 1
    return true
  }

  match(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found === undefined) return this.fail()
    this.at += found.length
    return found
  }

  string(): string {
    this.space()
    return JSON.parse(this.match(stringToken)) as string
  }

  value(depth: number): JsonNode {
    this.space()
    if (depth > deepest) return { type: 'text', text: this.skip() }
    const first = this.text[this.at]
    if (first === '{') return this.object(depth)
    if (first === '[') return this.array(depth)
    if (first === '"') return { type: 'string', value: this.string() }
    const token = this.match(scalarToken)
    if (token === 'true' || token === 'false' || token === 'null') return { type: token }
    return { type: 'number', text: token }
  }

  object(depth: number): JsonNode {
    const members: { key: string; value: JsonNode }[] = []
    this.at += 1
    if (this.take('}')) return { type: 'object', members }
    do {
      const key = this.string()
      if (!this.take(':')) this.fail()
      members.push({ key, value: this.value(depth + 1) })
    } while (this.take(','))
    if (!this.take('}')) this.fail()
    return { type: 'object', members }
  }

  array(depth: number): JsonNode {
    const items: JsonNode[] = []
    this.at += 1
    if (this.take(']')) return { type: 'array', items }
    do items.push(this.value(depth + 1))
    while (this.take(','))
    if (!this.take(']')) this.fail()
    return { type: 'array', items }
  }

  /** The text of one value, found by counting brackets outside of strings. */
  skip(): string {
    const start = this.at
    let open = 0
    for (;;) {
      this.space()
      const character = this.text[this.at]
      if (character === undefined) return this.fail()
      if (character === '"') this.match(stringToken)
      else {
        if (character === '{' || character === '[') open += 1
        if (character === '}' || character === ']') open -= 1
        this.at += 1
        if (open === 0 && !/[\w.+-]/.test(this.text[this.at] ?? '')) return this.text.slice(start, this.at)
        continue
      }
      if (open === 0) return this.text.slice(start, this.at)
    }
  }
}

const stringToken = /"(?:[^"\\]|\\.)*"/sy
const scalarToken = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** Reads JSON text; null when it is none. */
export function parseJsonTree(text: string): JsonNode | null {
  try {
    const reader = new Reader(text)
    const node = reader.value(0)
    reader.space()
    return reader.at === text.length ? node : null
  } catch {
    return null
  }
}

/** A scalar as the text a filter compares with: null for `null`, undefined for objects and arrays. */
export function scalarText(node: JsonNode): string | null | undefined {
  switch (node.type) {
    case 'string':
      return node.value
    case 'number':
      return node.text
    case 'true':
    case 'false':
      return node.type
    case 'null':
      return null
    default:
      return undefined
  }
}

/** The node at a path of keys and positions, or undefined. */
export function nodeAt(node: JsonNode | null, path: readonly (string | number)[]): JsonNode | undefined {
  let here: JsonNode | undefined = node ?? undefined
  for (const step of path) {
    if (here?.type === 'object') here = here.members.find(({ key }) => key === step)?.value
    else if (here?.type === 'array' && typeof step === 'number') here = here.items[step]
    else return undefined
  }
  return here
}

/** Indented text of the tree, digits as they were. */
export function printJson(node: JsonNode, indent = ''): string {
  const inner = `${indent}  `
  switch (node.type) {
    case 'object':
      if (node.members.length === 0) return '{}'
      return `{\n${node.members.map(({ key, value }) => `${inner}${JSON.stringify(key)}: ${printJson(value, inner)}`).join(',\n')}\n${indent}}`
    case 'array':
      if (node.items.length === 0) return '[]'
      return `[\n${node.items.map((item) => `${inner}${printJson(item, inner)}`).join(',\n')}\n${indent}]`
    case 'string':
      return JSON.stringify(node.value)
    case 'number':
    case 'text':
      return node.text
    default:
      return node.type
  }
}
