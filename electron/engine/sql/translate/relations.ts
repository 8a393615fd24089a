import { hiddenColumns, rawPrefix, shapes } from '../shape/views'
import type { Cte, Ident, Query, Relation, Select, TableRef, UnnestRef } from '../syntax/ast'
import { type Context, copy, once } from './context'
import { inferType } from './infer'
import { joined, made, type Piece, quotedName } from './pieces'
import { type CteSource, type Origin, outputNames, passesTrail, type Scope, type Source } from './scope'

const noOrigin: ReadonlyMap<string, Origin> = new Map()

/** Tables that DuckDB has and Athena's names could mean: everything else is the trail. */
const ownTables = new Set(['events', 'sources', 'rejected'])

/** What a relation gives to the scope, several sources for a join. */
export function sourcesOf(relation: Relation, scope: Scope, context: Context): Source[] {
  switch (relation.kind) {
    case 'join':
      return [...sourcesOf(relation.left, scope, context), ...sourcesOf(relation.right, scope, context)]
    case 'relation':
      return relation.inner && !relation.alias
        ? sourcesOf(relation.inner, scope, context)
        : [{ alias: relation.alias?.name ?? null, path: [], trail: false, columns: null, origin: noOrigin }]
    case 'table':
      return [tableSource(relation, scope)]
    case 'derived':
      return [
        {
          alias: relation.alias?.name ?? '',
          path: [],
          ...derivedSource(relation.query, relation.columns, scope, context),
        },
      ]
    case 'unnest':
      return [unnestSource(relation, scope)]
  }
}

function tableSource(table: TableRef, scope: Scope): Source {
  const path = table.path.map(({ name }) => name)
  const alias = table.alias?.name ?? null
  const cte = path.length === 1 ? scope.ctes.get(path[0] ?? '') : undefined
  if (cte) return renamedBy(table.columns, { alias, path, ...cte })
  if (isOwn(table)) return { alias, path, trail: false, columns: null, origin: noOrigin }
  return renamedBy(table.columns, { alias, path, trail: true, columns: null, origin: noOrigin })
}

/** `t(a, b)`: the names are new ones. */
const renamedBy = (columns: readonly Ident[], source: Source): Source =>
  columns.length === 0
    ? source
    : { ...source, trail: false, columns: new Set(columns.map(({ name }) => name)), origin: noOrigin }

export const isOwn = (table: TableRef): boolean =>
  table.path.length === 1 &&
  (ownTables.has(table.path[0]?.name ?? '') || table.path[0]?.name.startsWith(rawPrefix) === true)

/** What a query offers as a table: names, where they come from, and whether it is the trail itself. */
export function derivedSource(
  query: Query,
  columns: readonly Ident[],
  scope: Scope,
  context: Context,
): CteSource {
  return once(context, query, () => workOutSource(query, columns, scope, context))
}

function workOutSource(query: Query, columns: readonly Ident[], scope: Scope, context: Context): CteSource {
  const within = scopeOfQuery(query, scope, context)
  const trail =
    columns.length === 0 && passesTrail(query, (relation) => sourcesOf(relation, within, context)[0] ?? null)
  let body = query.body
  while (body.kind === 'combined' && body.branches[0]) body = body.branches[0]
  if (body.kind !== 'select') {
    return {
      trail,
      columns: columns.length > 0 ? new Set(columns.map(({ name }) => name)) : null,
      origin: noOrigin,
    }
  }
  const select = body
  const names = columns.length > 0 ? columns.map(({ name }) => name) : outputNames(select)
  const inner = scopeOfSelect(select, within, context)
  const origin = new Map<string, Origin>()
  if (names?.length === select.items.length) {
    select.items.forEach((item, index) => {
      const name = names[index]
      if (name !== undefined) origin.set(name, { expr: item.expr, scope: inner, element: false })
    })
  }
  return { trail, columns: names ? new Set(names) : null, origin }
}

function unnestSource(unnest: UnnestRef, scope: Scope): Source {
  const names = unnest.columns.map(({ name }) => name)
  const origin = new Map<string, Origin>()
  unnest.args.forEach((argument, index) => {
    const name = names[index]
    if (name !== undefined && unnest.args.length + (unnest.ordinality ? 1 : 0) >= names.length) {
      origin.set(name, { expr: argument, scope, element: true })
    }
  })
  return {
    alias: unnest.alias?.name ?? '',
    path: [],
    trail: false,
    columns: names.length > 0 ? new Set(names) : null,
    origin,
  }
}

/** The scope of an entry of WITH RECURSIVE, which may name itself; nothing is known of it but its columns. */
export function withSelf(cte: Cte, scope: Scope): Scope {
  const names = cte.columns.map(({ name }) => name)
  const self: CteSource = {
    trail: false,
    columns: names.length > 0 ? new Set(names) : null,
    origin: noOrigin,
  }
  return { ...scope, ctes: new Map(scope.ctes).set(cte.name.name, self) }
}

/** The scope a query's body is read in: the one around it and the names WITH gives. */
export function scopeOfQuery(query: Query, scope: Scope, context: Context): Scope {
  let within = scope
  for (const cte of query.ctes) {
    const ctes = new Map(within.ctes)
    const own = query.recursive ? withSelf(cte, within) : within
    ctes.set(cte.name.name, derivedSource(cte.query, cte.columns, own, context))
    within = { ...within, ctes }
  }
  return within
}

export const scopeOfSelect = (select: Select, scope: Scope, context: Context): Scope =>
  once(context, select, () => workOutScope(select, scope, context))

function workOutScope(select: Select, scope: Scope, context: Context): Scope {
  const sources: Source[] = []
  const growing: Scope = { parent: scope, sources, params: null, ctes: scope.ctes, outputs: new Set() }
  // Each relation sees those before it, which is what UNNEST relies on.
  for (const relation of select.relations) collect(relation, growing, sources, context)
  const outputs = new Set(select.items.flatMap(({ alias }) => (alias ? [alias.name] : [])))
  return { ...growing, outputs }
}

function collect(relation: Relation, scope: Scope, sources: Source[], context: Context): void {
  if (relation.kind === 'join') {
    collect(relation.left, scope, sources, context)
    collect(relation.right, scope, sources, context)
  } else sources.push(...sourcesOf(relation, { ...scope, sources: [...sources] }, context))
}

/** A table as it is written: the trail for any name that is neither WITH's nor one of ours. */
export function emitTable(table: TableRef, scope: Scope, context: Context): Piece[] {
  const name = table.path.map((part) => part.name).join('.')
  const last = table.path.at(-1)
  if (!last || (table.path.length === 1 && scope.ctes.has(last.name)) || isOwn(table)) {
    return copy(context, table.from, table.to, [], scope)
  }
  if (!['cloudtrail_logs', 'cloudtrail_lake'].includes(name)) {
    context.notes.add(`"${context.text.slice(table.name.from, table.name.to)}" is read as this case's trail.`)
  }
  const view = `${context.shape.view}${context.files ? '_files' : ''}`
  const alias = table.alias ? [] : made(` AS ${quotedName(last.name)}`, table.name.to)
  return [...made(view, table.name.from), ...alias, ...afterName(table, scope, context)]
}

/** Alias and sample. DuckDB wants to be told that a share is in percent. */
function afterName(table: TableRef, scope: Scope, context: Context): Piece[] {
  const { sampleEnd, name, to } = table
  if (sampleEnd === null) return copy(context, name.to, to, [], scope)
  return [
    ...copy(context, name.to, sampleEnd, [], scope),
    ...made(' PERCENT', sampleEnd),
    ...copy(context, sampleEnd, to, [], scope),
  ]
}

/** Columns that a star over the trail leaves out. */
export function starWithout(context: Context): string {
  const shape = context.lake ? shapes.lake : shapes.athena
  const names = [...hiddenColumns(shape), ...(context.files ? ['$path', '$file_size'] : [])]
  return ` EXCLUDE (${names.map(quotedName).join(', ')})`
}

/**
 * UNNEST in FROM. One alias takes the element as it is; more of them take the fields of a row or key and value of a map;
 * several arguments run side by side.
 */
export function emitUnnest(unnest: UnnestRef, scope: Scope, context: Context): Piece[] {
  const { args, columns, ordinality, alias } = unnest
  const [first] = args
  if (!first) return copy(context, unnest.from, unnest.to, args, scope)
  const named = columns.length - (ordinality ? 1 : 0)
  const map = (inferType(first, scope, context.shape)?.name === 'map') !== context.flipped.has(first.from)
  if (args.length === 1 && named === 1 && !map) return copy(context, unnest.from, unnest.to, args, scope)
  const lists = args.map((argument) => {
    const list = context.emit(argument, scope)
    const entries =
      args.length === 1 && map
        ? [...made('map_entries(', argument.from), ...list, ...made(')', argument.to)]
        : list
    const deep = args.length === 1 && named !== 1 ? ', max_depth := 2)' : ')'
    return [...made('unnest(', argument.from), ...entries, ...made(deep, argument.to)]
  })
  if (ordinality) {
    const list = context.emit(first, scope)
    const length = map ? 'cardinality(' : 'len('
    lists.push([...made(`unnest(range(1, ${length}`, unnest.from), ...list, ...made(') + 1))', unnest.from)])
  }
  const names = columns.length > 0 ? `(${columns.map(({ name }) => quotedName(name)).join(', ')})` : ''
  return [
    ...made('LATERAL (SELECT ', unnest.from),
    ...joined(lists, ', '),
    ...made(`) AS ${quotedName(alias?.name ?? 't')}${names}`, unnest.to),
  ]
}

/** Copies WITH's entry, its query read without the entries after it. */
export function emitCte(cte: Cte, scope: Scope, context: Context): Piece[] {
  return copy(context, cte.from, cte.to, [cte.query], scope)
}
