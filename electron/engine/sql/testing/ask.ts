import type { Dialect } from '../../../contract/sql'
import { type Console, openConsole } from '../console'
import { type SqlParameter, startQuery } from '../run'
import { type JsonValue, toJson } from '../values'
import type { RawRecord } from './corpus-table'
import { caseOf, type TestCase } from './test-case'

export type Answer = { columns: string[]; types: string[]; rows: JsonValue[][]; notes: readonly string[] }
export type Asker = {
  ask(text: string, dialect?: Dialect, parameters?: readonly SqlParameter[]): Promise<Answer>
  /** The first column of the first row. */
  value(text: string, dialect?: Dialect): Promise<JsonValue | undefined>
  readonly console: Console
  readonly test: TestCase
  close(): Promise<void>
}

/** A console over a case of these records, and a way to ask it that reads everything. */
export async function askerOf(records: readonly RawRecord[]): Promise<Asker> {
  const test = await caseOf(records)
  const console = await openConsole(test.opened, { threads: 1 })
  const ask: Asker['ask'] = async (text, dialect = 'athena', parameters = []) => {
    const request = { dialect, text, parameters, timeoutMs: 60_000 }
    const query = await startQuery(console, request, new AbortController().signal)
    const rows: JsonValue[][] = []
    try {
      for (let chunk = await query.next(toJson); chunk; chunk = await query.next(toJson)) {
        const [first = []] = chunk
        for (const [row] of first.entries()) rows.push(chunk.map((column) => column[row] ?? null))
      }
    } finally {
      await query.end()
    }
    return {
      columns: query.columns.map(({ name }) => name),
      types: query.columns.map(({ type }) => type),
      rows,
      notes: query.notes,
    }
  }
  return {
    ask,
    value: async (text, dialect) => (await ask(text, dialect)).rows[0]?.[0],
    console,
    test,
    async close() {
      console.close()
      await test.remove()
    },
  }
}
