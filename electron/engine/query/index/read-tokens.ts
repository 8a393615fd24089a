import type { DuckDBConnection } from '@duckdb/node-api'
import { type FieldName, fieldNames, specOf } from '../../../contract/event'
import { ident, type Sql, sql, sqlJoin, sqlTrusted } from '../../sql-text'
import { identifierPlaces } from '../predicate'
import { eachChunk, halvesOf, numbersOf, parquetOf } from './chunks'
import { isCoded } from './coded-fields'
import type { IndexSegment } from './event-index'

/** Rows of a segment that share a filter: what has to be read when a filter says "perhaps". */
export const blockRows = 4096

/** Distinct tokens of a block: the number of the place each stands in, and its hash as little-endian halves. */
export class Tokens {
  tags = new Uint8Array(512)
  halves = new Uint32Array(1024)
  length = 0

  push(tag: number, low: number, high: number): void {
    if (this.length === this.tags.length) {
      const [tags, halves] = [new Uint8Array(this.length * 2), new Uint32Array(this.length * 4)]
      tags.set(this.tags)
      halves.set(this.halves)
      this.tags = tags
      this.halves = halves
    }
    this.tags[this.length] = tag
    this.halves[2 * this.length] = low
    this.halves[2 * this.length + 1] = high
    this.length += 1
  }
}

/** Places that the index holds codes of need no filter: a value is looked up there. */
export const filteredPlaces: readonly FieldName[] = identifierPlaces.filter((field) => !isCoded(field))

/** Names of members and types: in every identity, so not worth a filter, and never looked for as identifiers. */
export const identityWords: readonly string[] = [
  ...new Set(fieldNames.flatMap((field) => specOf(field).path?.slice(1) ?? [])),
  ...[
    'Root',
    'IAMUser',
    'AssumedRole',
    'Role',
    'FederatedUser',
    'Directory',
    'AWSAccount',
    'AWSService',
    'Unknown',
  ],
  ...[
    'IdentityCenterUser',
    'SAMLUser',
    'WebIdentityUser',
    'false',
    'true',
    'attributes',
    'webIdFederationData',
  ],
  ...['sessionContext', 'sessionIssuer', ':{', ',', ':', '}}', '{}', '},', ':{}', ':{},', '}', '}}}'],
]

const identityColumns = identifierPlaces.filter((field) => {
  const { group, type } = specOf(field)
  return type === 'text' && (group === 'identity' || group === 'session')
})

/** Tokens of every block of these segments. */
export async function readTokens(
  connection: DuckDBConnection,
  segments: readonly IndexSegment[],
  signal: AbortSignal,
): Promise<Tokens[][]> {
  const tokens = segments.map(({ rows }) =>
    Array.from({ length: Math.ceil(rows / blockRows) }, () => new Tokens()),
  )
  const from = parquetOf(segments.map(({ file }) => file))
  for (const [tag, field] of filteredPlaces.entries()) {
    const statement = sql`-- name: index.tokens
SELECT DISTINCT file, block, hash(token) FROM (${tokensIn(field, from)}) WHERE length(token) > 2`
    await eachChunk(connection, statement, signal, (chunk) => {
      const files = numbersOf<Int32Array>(chunk, 0)
      const blocks = numbersOf<Int32Array>(chunk, 1)
      const halves = halvesOf(chunk, 2)
      for (let at = 0; at < chunk.rowCount; at += 1) {
        const block = tokens[files[at] as number]?.[blocks[at] as number]
        block?.push(tag, halves[2 * at] as number, halves[2 * at + 1] as number)
      }
    })
  }
  return tokens
}

const place = sqlTrusted(`file_index::INTEGER AS file, (file_row_number // ${blockRows})::INTEGER AS block`)

/** The tokens of one column. JSON repeats within a block, so each text is split once a block. */
function tokensIn(field: FieldName, from: Sql): Sql {
  const column = ident(field)
  if (field === 'userIdentity') return tokensOfIdentities(from)
  return specOf(field).type === 'json'
    ? sql`SELECT file, block, unnest(string_split(${column}, '"')) AS token FROM (
    SELECT DISTINCT ${place}, ${column} FROM ${from} WHERE ${column} IS NOT NULL)`
    : sql`SELECT ${place}, ${column} AS token FROM ${from} WHERE ${column} IS NOT NULL`
}

/**
 * What an identity says beside its own columns and the words that every identity has: mostly nothing. One identity makes
 * many calls, so that is worked out once an identity and only what is left is looked for in the blocks.
 */
function tokensOfIdentities(from: Sql): Sql {
  const columns = sqlJoin(
    identityColumns.map((column) => sql`any_value(${ident(column)})`),
    ', ',
  )
  const words = sqlJoin(
    identityWords.map((word) => sql`${word}`),
    ', ',
  )
  return sql`
  WITH odd AS MATERIALIZED (
    SELECT user_identity, own FROM (
      SELECT user_identity, list_filter(string_split(user_identity, '"'), lambda token:
        length(token) > 2 AND token NOT IN (${words}) AND NOT list_contains(said, token)) AS own
      FROM (
        SELECT user_identity, [${columns}] AS said FROM ${from}
        WHERE user_identity IS NOT NULL GROUP BY user_identity))
    WHERE len(own) > 0
  )
  SELECT file, block, unnest(own) AS token
  FROM (SELECT ${place}, user_identity FROM ${from} WHERE user_identity IN (SELECT user_identity FROM odd))
  JOIN odd USING (user_identity)`
}
