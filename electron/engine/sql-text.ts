import { eventColumns, type FieldName } from '../contract/event'

/** A piece of SQL and the values bound to its `?` marks, in order. */
export type Sql = { readonly text: string; readonly params: readonly SqlValue[] }
export type SqlValue = string | number | bigint | boolean | null

const isSql = (part: unknown): part is Sql =>
  typeof part === 'object' && part !== null && 'text' in part && 'params' in part

/**
 * The only way SQL text is made. Interpolated values are bound, never written into the text; interpolated `Sql` is
 * spliced in. Lists are joined with `sqlJoin`, identifiers come from `ident`.
 */
export function sql(strings: TemplateStringsArray, ...parts: (Sql | SqlValue)[]): Sql {
  let text = strings[0] ?? ''
  const params: SqlValue[] = []
  parts.forEach((part, index) => {
    if (isSql(part)) {
      text += part.text
      params.push(...part.params)
    } else {
      text += '?'
      params.push(part)
    }
    text += strings[index + 1] ?? ''
  })
  return { text, params }
}

export const sqlEmpty: Sql = { text: '', params: [] }

/** Joins pieces with a separator that is SQL text of ours, such as `, ` or ` AND `. */
export function sqlJoin(parts: readonly Sql[], separator: string): Sql {
  return {
    text: parts.map((part) => part.text).join(separator),
    params: parts.flatMap((part) => part.params),
  }
}

/** A column of the column table as an identifier. */
export function ident(field: FieldName): Sql {
  return { text: eventColumns[field].column, params: [] }
}

/** SQL text of ours (a `.sql` file, a constant of the program). Never of a person's or a file's making. */
export function sqlTrusted(text: string): Sql {
  return { text, params: [] }
}

/** A string literal for the few places where DuckDB takes no parameter (file lists, DDL). */
export function sqlLiteral(value: string): Sql {
  return { text: `'${value.replaceAll("'", "''")}'`, params: [] }
}
