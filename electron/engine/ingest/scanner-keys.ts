import { stagedColumns } from './layout'
import { markKeys } from './mark-keys'

const kindOf = { text: 0, json: 1, time: 2, bool: 3, identity: 4 } as const

/** A key that leads to a column, or to keys below it. Node 0 is the record. */
export type Key = { node: number; key: string; column: number; below: number }

/** The column table as the scanner takes it: the kind of each column that a record fills, and a tree of keys. */
export function keyTable(): { kinds: number[]; keys: Key[] } {
  const nodes = new Map<string, number>([['', 0]])
  const keys = new Map<string, Key>()
  const nodeOf = (path: readonly string[]): number => {
    const name = path.join('\0')
    const node = nodes.get(name) ?? nodes.size
    nodes.set(name, node)
    return node
  }
  const keyAt = (path: readonly string[]): Key => {
    const name = path.join('\0')
    const found = keys.get(name) ?? {
      node: nodeOf(path.slice(0, -1)),
      key: path.at(-1) ?? '',
      column: -1,
      below: 0,
    }
    keys.set(name, found)
    return found
  }
  const kinds = stagedColumns.map(({ path, type }, column) => {
    keyAt(path).column = column
    for (let length = 1; length < path.length; length += 1) {
      const above = path.slice(0, length)
      keyAt(above).below = nodeOf(above)
    }
    return path.length > 1 ? kindOf.identity : kindOf[type]
  })
  return { kinds, keys: [...keys.values()] }
}

/** For each node, a bit for every column at or below it. */
export function columnsBelow(keys: readonly Key[]): bigint[] {
  const parent = new Map(keys.filter(({ below }) => below > 0).map(({ node, below }) => [below, node]))
  const bits = Array.from({ length: parent.size + 1 }, () => 0n)
  for (const { node, column } of keys) {
    if (column < 0) continue
    for (let above: number | undefined = node; above !== undefined; above = parent.get(above)) {
      bits[above] = (bits[above] ?? 0n) | (1n << BigInt(column))
    }
  }
  return bits
}

/** A bit for each column whose key tells a record. */
export const markBits = (keys: readonly Key[]): bigint =>
  markKeys.reduce((bits, mark) => {
    const column = keys.find(({ node, key }) => node === 0 && key === mark)?.column ?? -1
    return bits | (1n << BigInt(column))
  }, 0n)
