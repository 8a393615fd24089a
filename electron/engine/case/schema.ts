import { type ColumnType, fieldNames, specOf } from '../../contract/event'

/** DuckDB's type for each kind of column. Times are UTC wall clock; JSON is its text, so that no digit is lost. */
export const duckTypes: Record<ColumnType, string> = {
  int: 'BIGINT',
  time: 'TIMESTAMP',
  text: 'VARCHAR',
  bool: 'BOOLEAN',
  json: 'VARCHAR',
  list: 'VARCHAR[]',
}

export type KindColumn = { readonly name: string; readonly type: string }

const eventsColumns: KindColumn[] = fieldNames.map((field) => {
  const { column, type } = specOf(field)
  return { name: column, type: duckTypes[type] }
})

const columns = (text: Record<string, string>): KindColumn[] =>
  Object.entries(text).map(([name, type]) => ({ name, type }))

/** One row a file seen. `sha256` is of the file as found; `content_sha256` of what it inflates to (as digests list it). */
const sourcesColumns = columns({
  source_id: 'BIGINT',
  path: 'VARCHAR',
  kind: 'VARCHAR',
  size: 'BIGINT',
  sha256: 'VARCHAR',
  content_sha256: 'VARCHAR',
  status: 'VARCHAR',
  reason: 'VARCHAR',
  delivered_at: 'TIMESTAMP',
  account: 'VARCHAR',
  region: 'VARCHAR',
  read: 'BIGINT',
  stored: 'BIGINT',
  duplicates: 'BIGINT',
  rejected: 'BIGINT',
  /** Bytes of content after inflating, and of JSON text read from it. */
  inflated: 'BIGINT',
  /** Tells whether the file has changed since: its time of modification, or a checksum kept by the archive it is in. */
  stamp: 'VARCHAR',
  /** How the bytes are found again: `utf-16le` where the content was not UTF-8; NULL otherwise. */
  encoding: 'VARCHAR',
  /** Where inside of the case a copy of the file is, for `import --copy`. */
  copied: 'VARCHAR',
})

/** One row a record that could not be stored. `head` holds its first bytes, escaped to be shown. */
const rejectedColumns = columns({
  source_id: 'BIGINT',
  byte_offset: 'BIGINT',
  byte_length: 'BIGINT',
  reason: 'VARCHAR',
  head: 'VARCHAR',
})

/**
 * Columns of the Parquet kinds every case has, in order. They are what an empty case answers with; a segment may have
 * more. Kinds that belong to one feature are declared by it through `declareKind`.
 */
const kinds = new Map<string, readonly KindColumn[]>([
  ['events', eventsColumns],
  ['sources', sourcesColumns],
  ['rejected', rejectedColumns],
])

/** Lets a feature keep a Parquet kind of its own in the case, and query it before the first row is there. */
export function declareKind(kind: string, kindColumns: readonly KindColumn[]): void {
  kinds.set(kind, kindColumns)
}

export const declaredKinds = (): ReadonlyMap<string, readonly KindColumn[]> => kinds

/** Columns of a declared kind. Throws for one that nobody declared: a mistake in the program. */
export function columnsOf(kind: string): readonly KindColumn[] {
  const found = kinds.get(kind)
  if (!found) throw new Error(`no Parquet kind ${kind}`)
  return found
}
