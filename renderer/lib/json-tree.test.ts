import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeAt, parseJsonTree, printJson, scalarText } from './json-tree'

describe('the JSON tree', () => {
  it('means the same as JSON.parse for any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (text, indent) => {
        const value: unknown = JSON.parse(text)
        const written = JSON.stringify(value, null, indent)
        const tree = parseJsonTree(written)
        expect(tree).not.toBeNull()
        if (tree) expect(JSON.parse(printJson(tree))).toEqual(value)
      }),
    )
  })

  it('refuses what JSON.parse refuses', () => {
    for (const text of [
      '',
      '{',
      '[1,]',
      '{"a":1,}',
      '01',
      "{'a':1}",
      'nul',
      '1 2',
      '"a',
      '{"a" 1}',
      '+1',
      '.5',
    ]) {
      expect(() => JSON.parse(text)).toThrow()
      expect(parseJsonTree(text), text).toBeNull()
    }
  })

  it('keeps digits beyond double precision', () => {
    const tree = parseJsonTree('{"n":12345678901234567890.123456789}')
    const node = nodeAt(tree, ['n'])
    expect(node && scalarText(node)).toBe('12345678901234567890.123456789')
  })

  it('keeps repeated keys and their order', () => {
    const tree = parseJsonTree('{"2":1,"1":2,"2":3}')
    expect(tree?.type === 'object' && tree.members.map(({ key }) => key)).toEqual(['2', '1', '2'])
  })

  it('stops descending where nobody reads, and loses nothing', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const tree = parseJsonTree(deep)
    expect(tree).not.toBeNull()
    expect(tree && printJson(tree).replace(/\s/g, '')).toBe(deep)
  })
})
