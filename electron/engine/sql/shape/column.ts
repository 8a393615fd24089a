/** A member of a compatibility view, and how to get at it without building what surrounds it. */
export type ShapeColumn = {
  readonly name: string
  /** Type in the dialect's words, for the schema pane and completion. */
  readonly type: string
  /** Expression over the columns of `events`. */
  readonly expression: string
  /** Part of `SELECT *`. The others can be named all the same. */
  readonly visible: boolean
  /** Text of a moment, ascending with event time: comparisons turn into ranges of event time. `strftime` pattern. */
  readonly timeFormat?: string
  readonly kind?: 'time' | 'readonly' | 'json' | 'map' | 'month' | 'day'
  /** Members of a struct by lower-case name. */
  readonly members?: readonly ShapeMember[]
  /** Says that reading this is a substitution; a sentence for people. */
  readonly note?: string
}

export type ShapeMember = {
  readonly name: string
  readonly type: string
  /** Absent where `members` say what it holds. */
  readonly expression?: string
  readonly members?: readonly ShapeMember[]
}

/** `{a: …, b: {…}}` as DuckDB builds it. */
export function structOf(members: readonly ShapeMember[]): string {
  const fields = members.map(({ name, expression, members: inner }) => {
    const value = expression ?? (inner ? structOf(inner) : 'NULL')
    return `"${name}" := ${value}`
  })
  return `struct_pack(${fields.join(', ')})`
}

/** `row(a varchar, b row(…))` in the words of Athena. */
export const rowType = (members: readonly ShapeMember[]): string =>
  `row(${members.map(({ name, type }) => `${name} ${type}`).join(', ')})`
