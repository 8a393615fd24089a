import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { Dialect, SqlSchema } from '../../../electron/contract/sql'
import { emptyView } from '../../../electron/contract/view'
import { engine } from '../../client/engine'
import { type Column, comparedColumn, fieldOfColumn, membersAt } from './completion-text'

export type CompletionInput = { caseId: string; dialect: Dialect; schema: SqlSchema | undefined }

export const keywords = (
  'SELECT DISTINCT FROM WHERE GROUP BY HAVING ORDER BY LIMIT OFFSET WITH AS AND OR NOT IN IS NULL LIKE BETWEEN EXISTS ' +
  'CASE WHEN THEN ELSE END CAST TRY_CAST CROSS JOIN LEFT INNER ON USING UNNEST ORDINALITY UNION ALL EXCEPT INTERSECT ' +
  'GROUPING SETS ROLLUP CUBE OVER PARTITION FILTER WITHIN INTERVAL DATE TIMESTAMP ARRAY MAP ROW TRUE FALSE ASC DESC NULLS ' +
  'FIRST LAST EXPLAIN VALUES'
).split(' ')

/** Completion of columns, members, functions, keywords and values seen in the case. */
export const completionSource =
  (input: () => CompletionInput) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { schema, caseId } = input()
    const before = context.state.sliceDoc(Math.max(0, context.pos - 2_000), context.pos)
    const column = comparedColumn(before)
    if (column) return valuesOf(caseId, column, before, context)
    if (!schema) return null
    const word = context.matchBefore(/[\p{L}_][\p{L}\p{N}_.]*/u)
    if (!word && !context.explicit) return null
    const path = (word?.text ?? '').split('.')
    const from = context.pos - (path.at(-1) ?? '').length
    if (path.length > 1) {
      const members = membersAt(schema, path.slice(0, -1))
      return members.length > 0
        ? { from, options: members.map((member) => columnOption(member)), validFor: /^\w*$/ }
        : null
    }
    return { from, options: [...namesOf(schema)], validFor: /^\w*$/ }
  }

const columnOption = ({ name, type, members, extra }: Column): Completion => ({
  label: name,
  type: members ? 'class' : 'property',
  detail: type,
  boost: extra ? 1 : 3,
})

function namesOf(schema: SqlSchema): Completion[] {
  const columns = schema.tables.flatMap((table) => table.columns.map(columnOption))
  const tables = schema.tables.map(
    ({ name }): Completion => ({ label: name, type: 'type', detail: 'table', boost: 2 }),
  )
  const functions = schema.functions.map(
    (name): Completion => ({ label: name, type: 'function', apply: `${name}(`, detail: 'function' }),
  )
  const words = [...new Set(keywords)].map((label): Completion => ({ label, type: 'keyword', boost: 1 }))
  const known = new Set<string>()
  return [...columns, ...tables, ...words, ...functions].filter(
    ({ label }) => !known.has(label) && known.add(label),
  )
}

async function valuesOf(
  caseId: string,
  column: string,
  before: string,
  context: CompletionContext,
): Promise<CompletionResult | null> {
  const path = column.split('.')
  const field = fieldOfColumn(column) ?? fieldOfColumn(path.slice(1).join('.'))
  if (!field) return null
  const typed = /'((?:[^']|'')*)$/.exec(before)?.[1] ?? ''
  const controller = new AbortController()
  context.addEventListener('abort', () => controller.abort())
  try {
    const { facets } = await engine.call(
      'events.facets',
      { case: caseId, view: emptyView, fields: [field], top: 50, search: typed.replaceAll('%', '') },
      { signal: controller.signal },
    )
    const options = (facets[0]?.values ?? []).flatMap(({ value, total }): Completion[] =>
      value === null
        ? []
        : [{ label: value.replaceAll("'", "''"), type: 'text', detail: total.toLocaleString('en-US') }],
    )
    return { from: context.pos - typed.length, options, filter: false }
  } catch {
    return null
  }
}
