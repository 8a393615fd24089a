import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { EngineError } from '../contract/errors'
import { Dialect, type SqlColumn } from '../contract/sql'
import { openCase } from '../engine/case/case'
import { openConsole } from '../engine/sql/console'
import { type RunningQuery, type SqlParameter, startQuery } from '../engine/sql/run'
import { toJson } from '../engine/sql/values'
import { usageError, wholeNumber } from './args'
import { caseOption, defineCommand } from './command'
import { caretLines, located } from './sql-error'
import { formats, type RowFormat } from './sql-formats'

export const command = defineCommand({
  summary: 'Query a case with Athena, CloudTrail Lake or DuckDB SQL',
  usage:
    '--case DIR [--dialect athena|lake|duckdb] [--format table|csv|json|ndjson] [--max-rows N] (QUERY | --file F | -)',
  notes:
    'Any table name in Athena or Lake SQL means the trail. DuckDB SQL has the tables events, sources and rejected.\n' +
    'Rows are printed as they are found, all of them unless --max-rows says otherwise. An error names line and column.',
  positionals: { min: 0, max: 1 },
  options: {
    case: caseOption,
    dialect: { type: 'string', value: 'NAME', help: 'athena (the default), lake or duckdb' },
    format: { type: 'string', value: 'NAME', help: 'table (the default), csv, json or ndjson' },
    'max-rows': { type: 'string', value: 'N', help: 'At most so many rows; all of them when left out' },
    file: { type: 'string', value: 'FILE', help: 'Read the query from a file' },
    param: { type: 'string', value: 'VALUE', help: 'Value of the next ? in the query', multiple: true },
    timeout: { type: 'string', value: 'SECONDS', help: 'Stop the query after so long' },
    'exact-cells': { type: 'boolean', help: 'CSV: leave cells as they are that a spreadsheet would run' },
  },
  async run({ values, positionals }, io) {
    const dialect = Dialect.safeParse(values.dialect ?? 'athena')
    if (!dialect.success)
      throw usageError('sql', `--dialect takes athena, lake or duckdb, not "${values.dialect}".`)
    const format: RowFormat | undefined = formats(values['exact-cells'])[values.format ?? 'table']
    if (!format) throw usageError('sql', `--format takes table, csv, json or ndjson, not "${values.format}".`)
    const maxRows =
      values['max-rows'] === undefined
        ? Infinity
        : wholeNumber('sql', 'max-rows', values['max-rows'], 0, 1e12)
    const timeoutMs =
      values.timeout === undefined
        ? 2 ** 31 - 1
        : wholeNumber('sql', 'timeout', values.timeout, 1, 1e6) * 1000
    const text = await queryText(values.file, positionals[0], io.readInput)

    const opened = await openCase(values.case)
    try {
      const console = await openConsole(opened, { threads: availableParallelism() })
      opened.onClose(() => console.close())
      const request = { dialect: dialect.data, text, parameters: values.param.map(parameter), timeoutMs }
      const query = await startQuery(console, request, io.signal)
      try {
        const { capped } = await print(query, format, maxRows, io.stdout)
        for (const note of query.notes) await io.stderr.line(`Note: ${note}`)
        if (capped) await io.stderr.line(`Stopped after ${maxRows} rows (--max-rows); there are more.`)
      } finally {
        await query.end()
      }
    } catch (error) {
      if (error instanceof EngineError && error.at) {
        for (const line of caretLines(text, error.at)) await io.stderr.text(line)
        throw located(error, text)
      }
      throw error
    } finally {
      await opened.close()
    }
    return 0
  },
})

async function queryText(
  file: string | undefined,
  argument: string | undefined,
  readInput: () => Promise<string>,
): Promise<string> {
  if (file !== undefined && argument !== undefined) {
    throw usageError('sql', 'Give the query or --file, not both.')
  }
  if (file === undefined) {
    if (argument === undefined)
      throw usageError('sql', 'sql needs QUERY, --file FILE, or - for standard input.')
    return argument === '-' ? readInput() : argument
  }
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new EngineError(
      'input/not-found',
      `${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`,
      {
        hint: 'Check the path given to --file.',
        cause,
      },
    )
  }
}

/** As Athena's execution parameters: numbers and booleans bare, text bare or in single quotes. */
function parameter(text: string): SqlParameter {
  const quoted = /^'(.*)'$/s.exec(text)?.[1]
  if (quoted !== undefined) return quoted.replaceAll("''", "'")
  if (/^-?\d{1,15}(\.\d+)?$/.test(text) && !/^-?0\d/.test(text)) return Number(text)
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  return /^null$/i.test(text) ? null : text
}

type Stdout = { bytes(chunk: Uint8Array): Promise<void>; readonly columns: number }

async function print(
  query: RunningQuery,
  format: RowFormat,
  maxRows: number,
  stdout: Stdout,
): Promise<{ capped: boolean }> {
  const columns: readonly SqlColumn[] = query.columns
  const writer = format(columns, stdout.columns)
  const write = async (text: string) => {
    if (text !== '') await stdout.bytes(Buffer.from(text, 'utf8'))
  }
  let rows = 0
  let capped = false
  for (let chunk = await query.next(toJson); chunk; chunk = await query.next(toJson)) {
    const length = chunk[0]?.length ?? 0
    const take = Math.min(length, maxRows - rows)
    capped = take < length
    await write(writer.rows(chunk.map((column) => column.slice(0, take))))
    rows += take
    if (capped) break
  }
  await write(writer.end(rows))
  return { capped }
}
