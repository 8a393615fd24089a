import { EngineError } from '../../contract/errors'
import { toEngineError } from '../case/duckdb-errors'

type Detail = { type: string; message: string; position: number | null; name: string | null }

/** DuckDB's error as its own JSON says it (`errors_as_json`). */
function detailOf(cause: unknown): Detail | null {
  const text = cause instanceof Error ? cause.message : String(cause)
  const start = text.indexOf('{"exception_type"')
  if (start < 0) return null
  try {
    const json = JSON.parse(text.slice(start)) as Record<string, string | undefined>
    const position = json.position === undefined ? null : Number(json.position)
    return {
      type: json.exception_type ?? '',
      message: json.exception_message ?? '',
      position: position !== null && Number.isFinite(position) ? position : null,
      name: json.name ?? null,
    }
  } catch {
    return null
  }
}

export type ErrorPlace = {
  /** What the person typed, and what DuckDB was given for it. */
  readonly typed: string
  readonly executed: string
  readonly toTyped: (offset: number) => number
  readonly native: boolean
}

/** An error of DuckDB's in the words of the dialect, at the character that was typed. */
export function toSqlError(cause: unknown, place: ErrorPlace): unknown {
  if (cause instanceof EngineError) return cause
  const detail = detailOf(cause)
  if (!detail) return toEngineError(cause)
  const known = knownTrouble(detail, cause)
  if (known) return known
  const { message, hint } = place.native
    ? { message: firstLine(detail.message), hint: undefined }
    : inAthenasWords(detail)
  const at = whereTyped(detail, place)
  const code =
    detail.type === 'Parser' || detail.type === 'Binder' || detail.type === 'Catalog'
      ? 'sql/syntax'
      : 'sql/failed'
  return new EngineError(code, message, {
    ...(hint ? { hint } : {}),
    ...(at ? { at } : {}),
    detail: detail.message,
    cause,
  })
}

function knownTrouble({ type, message }: Detail, cause: unknown): EngineError | null {
  if (type === 'INTERRUPT') return new EngineError('cancelled', 'Cancelled.', { cause })
  if (type === 'Out of Memory' || /out of memory/i.test(message)) {
    const spilling = /max_temp_directory_size|temporary|offload/i.test(message)
    return new EngineError(
      'sql/memory',
      spilling
        ? 'The query needs more memory and temporary space than it may use.'
        : 'The query needs more memory than it may use.',
      {
        hint: 'Narrow it to a shorter time range, fewer columns or fewer groups.',
        detail: message,
        cause,
      },
    )
  }
  if (/No space left on device/i.test(message)) {
    return new EngineError('disk/full', 'The disk is full: the query ran out of temporary space.', {
      hint: 'Free some space, or narrow the query.',
      detail: message,
      cause,
    })
  }
  if (
    type === 'Permission' ||
    /file system operations are disabled|not allowed by configuration|configuration has been locked/i.test(
      message,
    )
  ) {
    return new EngineError('sql/not-allowed', 'A query reads this case and nothing else.', {
      hint: 'The case is in cloudtrail_logs, events, sources and rejected.',
      detail: message,
      cause,
    })
  }
  if (/read-only/i.test(message) && type === 'TransactionContext') {
    return new EngineError('sql/not-allowed', 'A query may only read.', {
      hint: 'Use SELECT.',
      detail: message,
      cause,
    })
  }
  if (type === 'IO') return toEngineError(new Error(`IO Error: ${message}`)) as EngineError
  return null
}

const firstLine = (message: string): string => message.split('\n')[0]?.trim() ?? message

const plainName = (name: string): string => name.replace(/^bt_/, '')

/** DuckDB's names for types as Athena says them. */
const typeWords = (text: string): string =>
  text
    .replace(/INT64/g, 'bigint')
    .replace(/INT32/g, 'integer')
    .replace(/INT16/g, 'smallint')
    .replace(/INT8/g, 'tinyint')
    .replace(/STRING_LITERAL/g, 'varchar')
    .replace(/INTEGER_LITERAL/g, 'integer')
    .replace(
      /\b(VARCHAR|BIGINT|INTEGER|DOUBLE|BOOLEAN|TIMESTAMP|DATE|DECIMAL|SMALLINT|TINYINT|JSON)\b/g,
      (word) => word.toLowerCase(),
    )

function inAthenasWords({ message, name }: Detail): { message: string; hint?: string } {
  const line = firstLine(message)
  const suggestion =
    /Did you mean "([^"]+)"/.exec(message)?.[1] ?? /Candidate (?:bindings|Entries): (.*)/.exec(message)?.[1]
  const hint =
    suggestion && !/\bbt_/.test(suggestion) ? `Did you mean ${suggestion.replaceAll('"', '')}?` : undefined
  const say = (text: string) => (hint ? { message: text, hint } : { message: text })
  let found =
    /^Referenced column "([^"]+)"/.exec(line) ??
    /^Table "[^"]*" does not have a column named "([^"]+)"/.exec(line)
  if (found) return say(`Column '${found[1]}' cannot be resolved.`)
  found = /^Could not find key "([^"]+)" in struct/.exec(line)
  if (found) return say(`Column '${found[1]}' cannot be resolved: the row has no such member.`)
  if (/Referenced table "([^"]+)" not found/.test(line))
    return say(`'${/"([^"]+)"/.exec(line)?.[1]}' is neither a table nor a column here.`)
  found = /Function with name (\S+) (?:does not exist|is not)/.exec(line)
  if (found) return say(`Function '${plainName(found[1] ?? name ?? '')}' not registered.`)
  found = /given name and argument types '([^(]+)\((.*)\)'/.exec(line)
  if (found)
    return {
      message: `Unexpected parameters (${typeWords(found[2] ?? '')}) for function ${plainName(found[1] ?? '')}.`,
    }
  found = /^Macro (\S+?)\(\) does not support/.exec(line)
  if (found) return { message: `Unexpected parameters for function ${plainName(found[1] ?? '')}.` }
  found =
    /(Cannot cast value to IPADDRESS: .*?)' to /.exec(line) ??
    /(Cannot convert value to JSON: .*?)' to /s.exec(message)
  if (found) return { message: `${found[1]}.` }
  found = /^Could not convert string '(?:not whole: )?(.*)' to (\w+)/.exec(line)
  if (found) return { message: `Cannot cast '${found[1]}' to ${typeWords(found[2] ?? '')}.` }
  found = /^column "([^"]+)" must appear in the GROUP BY/i.exec(line)
  if (found) return { message: `'${found[1]}' must be an aggregate expression or appear in GROUP BY clause.` }
  found = /^Expected (ARRAY|OBJECT), but got (.*?)(?: when casting from.*)?$/s.exec(message)
  if (found)
    return {
      message: `Cannot cast JSON to ${found[1] === 'ARRAY' ? 'an array' : 'a row or map'}: it is ${found[2]}.`,
      hint: 'TRY_CAST answers null instead.',
    }
  found = /^syntax error at or near "(.+)"/.exec(line)
  if (found) return { message: `mismatched input '${found[1]}'.` }
  return say(typeWords(line).replace(/\bbt_/g, ''))
}

function whereTyped({ position, name }: Detail, place: ErrorPlace): { from: number; to: number } | undefined {
  const from =
    position === null ? byName(name, place.typed) : place.toTyped(fromBytes(place.executed, position))
  if (from === null || from > place.typed.length) return undefined
  const run = /^(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|[\p{L}\p{N}_$]+(?:\.[\p{L}\p{N}_$"]+)*|\S)/u.exec(
    place.typed.slice(from),
  )
  const start = run ? from : Math.max(0, Math.min(from, place.typed.length - 1))
  return { from: start, to: Math.min(place.typed.length, start + (run?.[0].length ?? 1)) }
}

const byName = (name: string | null, typed: string): number | null => {
  const at = name ? typed.toLowerCase().indexOf(name.toLowerCase()) : -1
  return at < 0 ? null : at
}

/** DuckDB counts bytes of UTF-8, we count UTF-16 units. */
const fromBytes = (text: string, bytes: number): number =>
  Buffer.from(text, 'utf8').subarray(0, bytes).toString('utf8').length
