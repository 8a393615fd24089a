import { join } from 'node:path'
import type { Sql } from '../sql-text'
import { sqlJoin, sqlLiteral, sqlTrusted } from '../sql-text'
import type { Manifest } from './manifest'
import { columnsOf, declaredKinds } from './schema'

/** One view a Parquet kind, over exactly the segments that the manifest names. */
export function viewStatements(casePath: string, manifest: Manifest): Sql[] {
  const kinds = new Set([...declaredKinds().keys(), ...manifest.segments.map((segment) => segment.kind)])
  return [...kinds].map((kind) => {
    const files = manifest.segments
      .filter((segment) => segment.kind === kind && segment.rows > 0)
      .map((segment) => sqlLiteral(join(casePath, segment.file)))
    return files.length === 0 ? emptyView(kind) : viewOver(kind, files)
  })
}

// Segments of an older program may lack a column that came later; by name, they read as null.
function viewOver(kind: string, files: Sql[]): Sql {
  const list = sqlJoin(files, ', ')
  return sqlTrusted(
    `CREATE OR REPLACE VIEW ${kind} AS FROM read_parquet([${list.text}], union_by_name = false, hive_partitioning = false)`,
  )
}

function emptyView(kind: string): Sql {
  const columns = columnsOf(kind).map(({ name, type }) => `NULL::${type} AS "${name}"`)
  return sqlTrusted(`CREATE OR REPLACE VIEW ${kind} AS SELECT ${columns.join(', ')} WHERE false`)
}
