import { type DuckDBConnection, type DuckDBPreparedStatement, StatementType } from '@duckdb/node-api'
import { EngineError } from '../../contract/errors'
import { sqlLiteral } from '../sql-text'
import { firstWord } from './statements'

/** Relations one query may name: planning more of them takes seconds that nothing can interrupt (50 take 0.3 s, 100 take 10 s). */
const maxRelations = 32

/** Table functions that make rows out of their arguments. All others reach for files, settings or the catalogue. */
const tableFunctions = new Set([
  'unnest',
  'range',
  'generate_series',
  'json_each',
  'json_tree',
  'repeat',
  'repeat_row',
])

const deniedFunctions =
  /^(read_|write_|query$|query_table$|getenv$|current_setting$|glob$|sniff_|parquet_|duckdb_|pragma_|nextval$|currval$|set_|setseed$|getvariable$|pg_|enable_|disable_|force_checkpoint$|checkpoint$|load_|install_|sleep|in_search_path$|import_|export_|copy_|http|s3_|json_execute|json_serialize|json_deserialize|from_substrait|get_substrait)/

type AstNode = { readonly [key: string]: unknown }

/**
 * Lets one reading statement through and nothing else (security.md 4.2): counted by DuckDB's own parser, its type from
 * the prepared statement, every function and table in it looked at by name. Throws sql/not-allowed.
 */
export async function admit(connection: DuckDBConnection, text: string): Promise<DuckDBPreparedStatement> {
  const extracted = await connection.extractStatements(text)
  if (extracted.count !== 1) {
    const pivot = /\b(un)?pivot\b/i.test(text)
    throw new EngineError(
      'sql/not-allowed',
      pivot
        ? 'PIVOT without a list of values makes a type first, which a reading query may not.'
        : 'Only one statement at a time is run.',
      {
        hint: pivot
          ? 'Name the values: FROM t PIVOT (count(*) FOR column IN (…)).'
          : 'Put the cursor into one of them, or select it.',
      },
    )
  }
  await inspect(connection, text)
  const prepared = await extracted.prepare(0)
  const type = prepared.statementType
  if (type !== StatementType.SELECT && type !== StatementType.EXPLAIN) {
    prepared.destroySync()
    throw notAllowed(`${StatementType[type] ?? 'This statement'} is not allowed: a query may only read.`)
  }
  return prepared
}

/** Walks DuckDB's own reading of the statement. */
async function inspect(connection: DuckDBConnection, text: string): Promise<void> {
  const query = withoutExplain(text)
  const result = await connection.runAndReadAll(`SELECT json_serialize_sql(${sqlLiteral(query).text})`)
  const tree = JSON.parse(String(result.getRows()[0]?.[0])) as {
    error: boolean
    error_message?: string
    statements?: unknown
  }
  if (tree.error) {
    // PRAGMA table_info and its like count as SELECT when prepared.
    throw notAllowed(
      `${firstWord(query).word.toUpperCase() || 'This statement'} is not allowed: a query may only read.`,
    )
  }
  const seen = { relations: 0 }
  walk(tree.statements, seen)
}

function withoutExplain(text: string): string {
  const { word, to } = firstWord(text)
  if (word !== 'explain') return text
  const rest = text.slice(to)
  if (/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(analy[sz]e\b|\([^)]*analy[sz]e)/i.test(rest)) {
    throw new EngineError(
      'sql/not-allowed',
      'EXPLAIN ANALYZE is not allowed, because it runs what it explains.',
      { hint: 'Use EXPLAIN.' },
    )
  }
  return rest.replace(/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*\(\s*format\s+\w+\s*\)/i, '')
}

function walk(node: unknown, seen: { relations: number }): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, seen)
    return
  }
  if (typeof node !== 'object' || node === null) return
  check(node as AstNode, seen)
  for (const value of Object.values(node)) walk(value, seen)
}

function check(node: AstNode, seen: { relations: number }): void {
  if (node.type === 'TABLE_FUNCTION') {
    const name = String((node.function as AstNode | undefined)?.function_name ?? '').toLowerCase()
    if (!tableFunctions.has(name)) {
      throw notAllowed(
        `${name}() is not allowed: a query reads this case and nothing else.`,
        'The case is in cloudtrail_logs, events, sources and rejected.',
      )
    }
  }
  if (node.class === 'FUNCTION') {
    const name = String(node.function_name ?? '').toLowerCase()
    if (deniedFunctions.test(name) && !name.startsWith('bt_')) {
      throw notAllowed(`${name}() is not allowed: a query reads this case and nothing else.`)
    }
  }
  if (node.type === 'BASE_TABLE') {
    seen.relations += 1
    const name = String(node.table_name ?? '')
    if (/[/\\]|\.(parquet|csv|json|ndjson|gz|db|duckdb|txt|tsv|xlsx)$/i.test(name)) {
      throw notAllowed(
        'Files cannot be read from a query.',
        'The case is in cloudtrail_logs, events, sources and rejected; import other files first.',
      )
    }
    if (
      /^(duckdb_(settings|secrets|extensions|databases|logs?|memory|temporary_files|variables))/i.test(name)
    ) {
      throw notAllowed(`${name} is not within reach of a query.`)
    }
  }
  if (seen.relations > maxRelations) {
    throw notAllowed(
      `This query names more than ${maxRelations} tables.`,
      'Join in steps, or use GROUP BY with FILTER instead of joining the trail to itself.',
    )
  }
}

const notAllowed = (message: string, hint?: string) =>
  new EngineError('sql/not-allowed', message, hint ? { hint } : {})
