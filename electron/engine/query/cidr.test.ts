import { BlockList } from 'node:net'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindingsOf } from '../case/connection'
import { sql } from '../sql-text'
import { addressHex, blockPredicate, inRange, parseBlock } from './cidr'

const blocks = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.constant('ipv4' as const)),
  fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }), fc.constant('ipv6' as const)),
)
const notAddresses = [
  '',
  'AWS Internal',
  'ec2.amazonaws.com',
  '1.2.3',
  '1.2.3.256',
  '01.2.3.4',
  ':',
  '1::2::3',
  ':::',
  'g::',
]

describe('blocks of addresses', () => {
  it('hold what Node says they hold, in memory and in SQL', async () => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await fc.assert(
      fc.asyncProperty(
        blocks,
        fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 4 }),
        async (block, others) => {
          const [net, prefix, family] = block
          const list = new BlockList()
          list.addSubnet(net, prefix, family)
          const range = parseBlock(`${net}/${prefix}`)
          for (const address of [net, ...others, ...notAddresses]) {
            const isSame = addressHex(address)?.length === (family === 'ipv4' ? 8 : 32)
            const isMixed = address.includes('.') && address.includes(':')
            const expected = isSame && !isMixed && list.check(address, family)
            expect(inRange(address, range), address).toBe(expected)
            const statement = sql`SELECT ${blockPredicate(sql`${address}`, range)} AS within`
            const { values, types } = bindingsOf(statement.params)
            const [row] = (await connection.runAndReadAll(statement.text, values, types)).getRows()
            expect(row?.[0], `${address} in SQL`).toBe(expected)
          }
        },
      ),
      { numRuns: 60 },
    )
    connection.closeSync()
    instance.closeSync()
  })

  it.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '2001:db8::/129', 'example.com', ''])(
    'refuses %j',
    (text) => {
      expect(() => parseBlock(text)).toThrow('not a block')
    },
  )
})
