import { EngineError } from '../../contract/errors'

const leading = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|;|\()*/

/** The first word of a statement, past blanks and comments, and where it stands. */
export function firstWord(text: string): { word: string; from: number; to: number } {
  const from = leading.exec(text)?.[0].length ?? 0
  const word = /^[A-Za-z_]+/.exec(text.slice(from))?.[0] ?? ''
  return { word: word.toLowerCase(), from, to: from + word.length }
}

const writes = new Set(
  (
    'insert update delete merge truncate drop alter create copy export import attach detach install load set reset use ' +
    'pragma call vacuum checkpoint grant revoke deny prepare execute deallocate unload msck analyze begin commit start ' +
    'rollback refresh comment force'
  ).split(' '),
)

const tableWords = /\b(?:external\s+)?table\b/i

/**
 * Statements that are no queries. Throws sql/not-allowed, saying what the person wanted is there already where that is
 * so: tables, partitions. Returns for anything that may be a query.
 */
export function refuseStatements(text: string): void {
  const { word, from, to } = firstWord(text)
  if (word === '') {
    throw new EngineError('sql/syntax', 'There is no statement here.', {
      hint: 'Write a query, for example SELECT * FROM cloudtrail_logs LIMIT 10.',
    })
  }
  if (!writes.has(word)) return
  const at = { from, to }
  const body = text.slice(from)
  if (word === 'create' && tableWords.test(body.slice(0, 200)) && !/\bas\s+(select|with)\b/i.test(body)) {
    throw new EngineError('sql/not-allowed', 'Nothing needs creating: your case already is this table.', {
      hint: 'Run the SELECT that comes after it; any table name in it means this trail.',
      at,
    })
  }
  if (word === 'msck' || (word === 'alter' && /\bpartition\b/i.test(body))) {
    throw new EngineError(
      'sql/not-allowed',
      'There are no partitions to add: your case already is this table, whole.',
      {
        hint: 'Run your query; partition columns in it work.',
        at,
      },
    )
  }
  throw new EngineError('sql/not-allowed', `${word.toUpperCase()} is not allowed: a query may only read.`, {
    hint: 'Evidence cannot be changed, and neither settings nor files are within reach of a query. Use SELECT.',
    at,
  })
}

/** `SHOW TABLES`, `DESCRIBE x`, `SHOW COLUMNS FROM x`: what Athena answers from its catalogue. */
export function catalogueQuery(text: string, view: string): string | null {
  const from = leading.exec(text)?.[0].length ?? 0
  const body = text.slice(from).replace(/[;\s]+$/, '')
  if (/^show\s+(tables|views)\b/i.test(body)) {
    return `SELECT * FROM (VALUES ('cloudtrail_logs'), ('cloudtrail_lake'), ('events'), ('sources'), ('rejected')) AS t(tab_name)`
  }
  if (/^(describe|desc|show\s+columns\s+(from|in))\s+[\w.`"$<>-]+$/i.test(body)) {
    return `SELECT column_name, lower(column_type) AS column_type FROM (DESCRIBE ${view})`
  }
  if (/^show\s+partitions\b/i.test(body)) {
    return `SELECT DISTINCT strftime(event_time, '%Y/%m/%d') AS partition FROM events WHERE event_time IS NOT NULL ORDER BY 1`
  }
  return null
}
