import type { ShapeColumn } from '../shape/column'
import type { Shape } from '../shape/views'
import type { Expr, Ident, Query, Relation, Select } from '../syntax/ast'

/** What a name in FROM stands for. */
export type Source = {
  readonly alias: string | null
  /** Names it may be qualified by when it has no alias: `db.table`. */
  readonly path: readonly string[]
  /** The trail itself, or `SELECT *` from it. */
  readonly trail: boolean
  /** Null when nobody can say: a derived table with a star over another one. */
  readonly columns: ReadonlySet<string> | null
  /** Where a column of a derived table or of UNNEST comes from, for guessing its type. */
  readonly origin: ReadonlyMap<string, Origin>
}
export type Origin = { readonly expr: Expr; readonly scope: Scope; readonly element: boolean }

export type Scope = {
  readonly parent: Scope | null
  readonly sources: readonly Source[]
  /** Parameters of the lambda this scope is the body of, with the array they run over. */
  readonly params: ReadonlyMap<string, Origin | null> | null
  readonly ctes: ReadonlyMap<string, CteSource>
  /** Names that the select list gives, lower case; ORDER BY means them first. */
  readonly outputs: ReadonlySet<string>
}
export type CteSource = Pick<Source, 'trail' | 'columns' | 'origin'>

export const rootScope: Scope = {
  parent: null,
  sources: [],
  params: null,
  ctes: new Map(),
  outputs: new Set(),
}

/** A column of the trail, as one name in the text refers to it. */
export type TrailColumn = {
  readonly column: ShapeColumn
  /** What the person put before it, as text to put before a raw column: `t.` or nothing. */
  readonly qualifier: string
  /** Steps behind the column: members of a struct. */
  readonly rest: readonly Ident[]
}

/** Finds the trail's column that a name means; null when it is not one, or may not be one. */
export function resolveTrail(path: readonly Ident[], scope: Scope, shape: Shape): TrailColumn | null {
  const names = path.map(({ name }) => name)
  for (let at: Scope | null = scope; at; at = at.parent) {
    if (at.params) {
      if (at.params.has(names[0] ?? '')) return null
      continue
    }
    for (const source of at.sources) {
      const skip = qualifierLength(names, source)
      if (skip === 0) continue
      const alias = source.alias ?? source.path.at(-1) ?? ''
      return source.trail ? columnAt(path, skip, `"${alias}".`, shape) : null
    }
    const found = unqualified(path, at, shape)
    if (found !== undefined) return found
  }
  return null
}

/** Undefined: not in this scope, ask the one around it. */
function unqualified(path: readonly Ident[], scope: Scope, shape: Shape): TrailColumn | null | undefined {
  const name = path[0]?.name ?? ''
  const others = scope.sources.filter(({ trail }) => !trail)
  if (others.some(({ columns }) => columns === null || columns.has(name))) return null
  const trails = scope.sources.filter(({ trail }) => trail)
  if (trails.length === 0) return undefined
  const found = columnAt(path, 0, '', shape)
  if (!found) return undefined
  return trails.length === 1 ? found : null
}

function columnAt(path: readonly Ident[], skip: number, qualifier: string, shape: Shape): TrailColumn | null {
  let at = skip
  let column = shape.columns.get(path[at]?.name ?? '')
  // Event data stores that take events from elsewhere put CloudTrail's own fields below eventData.
  if (!column && path[at]?.name === 'eventdata') {
    at += 1
    column = shape.columns.get(path[at]?.name ?? '')
  }
  return column ? { column, qualifier, rest: path.slice(at + 1) } : null
}

/** How many leading names of a path qualify it with this source; 0 when they do not. */
export function qualifierLength(names: readonly string[], source: Source): number {
  if (names.length < 2) return 0
  if (source.alias !== null) return names[0] === source.alias ? 1 : 0
  for (let take = Math.min(source.path.length, names.length - 1); take > 0; take -= 1) {
    const tail = source.path.slice(-take)
    if (tail.every((name, index) => name === names[index])) return take
  }
  return 0
}

/** Whether the query is `SELECT *` over the trail and nothing else: then its columns are the trail's. */
export function passesTrail(query: Query, sourceOf: (relation: Relation) => Source | null): boolean {
  const { body } = query
  if (body.kind !== 'select' || body.items.length !== 1 || body.relations.length !== 1) return false
  if (body.clauses.some((clause) => clause.kind === 'clause' && clause.name === 'group')) return false
  const [relation] = body.relations
  const star = body.items[0]?.expr
  if (!relation || star?.kind !== 'star') return false
  return (relation.kind === 'table' || relation.kind === 'derived') && (sourceOf(relation)?.trail ?? false)
}

/** Names a select list gives its columns; null when a star makes that unknowable. */
export function outputNames(select: Select): string[] | null {
  if (select.items.some(({ expr }) => expr.kind === 'star')) return null
  return select.items.map((item, index) => item.alias?.name ?? nameOf(item.expr) ?? `_col${index}`)
}

/** What Athena calls a column that has no alias; null for expressions, which it numbers. */
export function nameOf(expr: Expr): string | null {
  if (expr.kind === 'name') return expr.path.at(-1)?.name ?? null
  if (expr.kind === 'field') return expr.field.name
  return null
}
