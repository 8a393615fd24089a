import { eventColumns, fieldNames } from '../../../electron/contract/event'
import { fieldByName } from '../../../electron/contract/field'
import type { SqlSchema } from '../../../electron/contract/sql'

export type Column = SqlSchema['tables'][number]['columns'][number]

const byColumn = new Map(fieldNames.map((field) => [eventColumns[field].column as string, field]))

/** The field of events that a column of any dialect shows, for asking which values are there. */
export function fieldOfColumn(name: string): string | undefined {
  const lower = name.toLowerCase().replace(/^eventdata\./, '')
  const known: Readonly<Record<string, string>> = { region: 'awsRegion', account: 'recipientAccountId' }
  return fieldByName(lower) ?? byColumn.get(lower) ?? known[lower]
}

/** The column a value being typed is compared with: `eventname = 'Del`, `useridentity.type IN ('IAMUser', 'R`. */
export function comparedColumn(before: string): string | null {
  const match =
    /([\p{L}_][\p{L}\p{N}_.]*)\s*(?:=|<>|!=|\blike\b|\b(?:not\s+)?in\s*\((?:\s*'(?:[^']|'')*'\s*,)*)\s*'(?:[^']|'')*$/iu.exec(
      before,
    )
  return match?.[1] ?? null
}

/** Struct members at the end of a path: `t.useridentity.sessioncontext.` */
export function membersAt(schema: SqlSchema, path: readonly string[]): readonly Column[] {
  const columns = schema.tables.flatMap((table) => table.columns)
  for (let skip = 0; skip < path.length; skip += 1) {
    let found: readonly Column[] | undefined = columns
    for (const step of path.slice(skip)) {
      found = found?.find(({ name }) => name.toLowerCase() === step.toLowerCase())?.members
    }
    if (found) return found
  }
  return path.length === 1 ? columns : []
}
