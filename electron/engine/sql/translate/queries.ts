import { isoSeconds } from '../shape/athena'
import { rawPrefix } from '../shape/views'
import type { Combined, Item, Node, Query, Select, SortItem } from '../syntax/ast'
import { type Context, copy } from './context'
import { emitExpression } from './expressions'
import { joined, made, type Piece, quotedName } from './pieces'
import { trailColumn } from './predicates'
import {
  derivedSource,
  emitCte,
  emitTable,
  emitUnnest,
  scopeOfQuery,
  scopeOfSelect,
  sourcesOf,
  starWithout,
  withSelf,
} from './relations'
import { nameOf, passesTrail, type Scope } from './scope'

/** Translates any node; the one function that everything else calls back to. */
export function emitNode(node: Node, scope: Scope, context: Context): Piece[] {
  switch (node.kind) {
    case 'query':
      return emitQuery(node, scope, context)
    case 'select':
      return emitSelect(node, scopeOfSelect(node, scope, context), context)
    case 'combined':
      return emitCombined(node, scope, context)
    case 'item':
      return emitItem(node, scope, context, null)
    case 'sort':
    case 'clause':
    case 'join':
    case 'relation':
      return copy(context, node.from, node.to, node.parts, scope)
    case 'cte':
      return emitCte(node, scope, context)
    case 'derived':
      return emitDerived(node, scope, context)
    case 'table':
      return emitTable(node, scope, context)
    case 'unnest':
      return emitUnnest(node, scope, context)
    default:
      return emitExpression(node, scope, context)
  }
}

/** Queries whose star must keep the hidden columns, because the trail passes through them. */
const passing = new WeakSet<Query>()

function markPassing(query: Query, scope: Scope, context: Context): void {
  const within = scopeOfQuery(query, scope, context)
  if (passesTrail(query, (relation) => sourcesOf(relation, within, context)[0] ?? null)) passing.add(query)
}

function emitDerived(node: Extract<Node, { kind: 'derived' }>, scope: Scope, context: Context): Piece[] {
  if (node.columns.length === 0) markPassing(node.query, scope, context)
  return copy(context, node.from, node.to, node.parts, scope)
}

function emitQuery(query: Query, scope: Scope, context: Context): Piece[] {
  let within = scope
  const pieces: Piece[] = []
  let at = query.from
  for (const cte of query.ctes) {
    const own = query.recursive ? withSelf(cte, within) : within
    if (cte.columns.length === 0) markPassing(cte.query, own, context)
    pieces.push(...copy(context, at, cte.to, [cte], own))
    at = cte.to
    const ctes = new Map(within.ctes).set(cte.name.name, derivedSource(cte.query, cte.columns, own, context))
    within = { ...within, ctes }
  }
  const rest = query.parts.filter((part) => part.kind !== 'cte')
  if (query.body.kind !== 'select') return [...pieces, ...copy(context, at, query.to, rest, within)]
  const inner = scopeOfSelect(query.body, within, context)
  const passed = passing.has(query) ? { ...inner, outputs: new Set([...inner.outputs, '*']) } : inner
  const select = query.body
  for (const part of rest) {
    pieces.push(...copy(context, at, part.from, [], within))
    if (part === select) pieces.push(...emitSelect(select, passed, context))
    else if (part.kind === 'clause') pieces.push(...emitOrder(part, select, inner, context))
    else pieces.push(...context.emit(part, inner))
    at = part.to
  }
  return [...pieces, ...copy(context, at, query.to, [], within)]
}

function emitSelect(select: Select, scope: Scope, context: Context): Piece[] {
  const pieces: Piece[] = []
  let at = select.from
  for (const part of select.parts) {
    pieces.push(...copy(context, at, part.from, [], scope))
    if (part.kind === 'item') pieces.push(...emitItem(part, scope, context, select.items.indexOf(part)))
    else pieces.push(...context.emit(part, scope))
    at = part.to
  }
  return [...pieces, ...copy(context, at, select.to, [], scope)]
}

/** Keeps the names Athena gives: of a member its last step, of an expression `_col` and its place. */
function emitItem(item: Item, scope: Scope, context: Context, index: number | null): Piece[] {
  const { alias } = item
  if (alias) {
    // With AS and quotes any word will do, also one that DuckDB keeps for itself.
    const name = context.text.slice(alias.from, alias.to)
    const quotedAlias = made(` AS ${alias.quoted ? name : quotedName(name)}`, alias.from)
    return [...context.emit(item.expr, scope), ...quotedAlias]
  }
  const pieces = copy(context, item.from, item.to, item.parts, scope)
  if (item.expr.kind === 'star' || index === null) return pieces
  // A name that was copied, or a column of the trail under its own name, needs no other.
  if (
    item.expr.kind === 'name' &&
    (pieces.every(({ exact }) => exact) || trailColumn(item.expr, scope, context))
  )
    return pieces
  const name = nameOf(item.expr) ?? `_col${index}`
  return [...pieces, ...made(` AS ${quotedName(name)}`, item.to)]
}

/** Sorting by the text of a moment is sorting by the moment, unless the select list means something else by the name. */
function emitOrder(clause: Node, select: Select, scope: Scope, context: Context): Piece[] {
  const grouped = select.clauses.some((part) => part.kind === 'clause' && part.name === 'group')
  const distinct = /^select\s+distinct\b/i.test(context.text.slice(select.from, select.from + 40))
  const pieces: Piece[] = []
  let at = clause.from
  for (const part of clause.parts) {
    pieces.push(...copy(context, at, part.from, [], scope))
    pieces.push(
      ...((grouped || distinct ? null : sortByMoment(part as SortItem, scope, context)) ??
        emitSort(part as SortItem, scope, context)),
    )
    at = part.to
  }
  return [...pieces, ...copy(context, at, clause.to, [], scope)]
}

/** A name of the select list means that column, not the one it was made of. */
function emitSort(item: SortItem, scope: Scope, context: Context): Piece[] {
  const { expr } = item
  if (expr.kind === 'name' && expr.path.length === 1 && scope.outputs.has(expr.path[0]?.name ?? '')) {
    return copy(context, item.from, item.to, [], scope)
  }
  return context.emit(item, scope)
}

function sortByMoment(item: SortItem, scope: Scope, context: Context): Piece[] | null {
  const found = trailColumn(item.expr, scope, context)
  if (!found || found.column.timeFormat !== isoSeconds || scope.outputs.has(found.column.name)) return null
  return [
    ...made(`${found.qualifier}${rawPrefix}event_time`, item.from),
    ...copy(context, item.expr.to, item.to, [], scope),
  ]
}

/** `TABLE t` has no list to leave hidden columns out of. */
function emitCombined(node: Combined, scope: Scope, context: Context): Piece[] {
  const [relation] = node.parts
  if (/^values\b/i.test(context.text.slice(node.from, node.from + 7))) return emitValues(node, scope, context)
  if (node.branches.length > 0 || relation?.kind !== 'table')
    return copy(context, node.from, node.to, node.parts, scope)
  const trail = sourcesOf(relation, scope, context)[0]?.trail
  return [
    ...made(`SELECT *${trail ? starWithout(context) : ''} FROM `, node.from),
    ...context.emit(relation, scope),
  ]
}

/** `VALUES 1, 2` and `VALUES ROW(1, 'a')`: rows without parentheses are Athena's alone. */
function emitValues(node: Combined, scope: Scope, context: Context): Piece[] {
  const rows = node.parts.map((row) => {
    if (row.kind === 'row') {
      const items = joined(
        row.items.map((item) => context.emit(item, scope)),
        ', ',
      )
      return [...made('(', row.from), ...items, ...made(')', row.to)]
    }
    return [...made('(', row.from), ...context.emit(row, scope), ...made(')', row.to)]
  })
  return [...made('VALUES ', node.from), ...joined(rows, ', ')]
}
