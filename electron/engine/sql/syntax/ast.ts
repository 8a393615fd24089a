/**
 * The tree of a query in the text it was typed in. Every node knows its span and, in `parts`, its children in the order
 * in which they stand, so that whatever the translator has no opinion on is copied with only its children rewritten.
 */
export type Span = { readonly from: number; readonly to: number }

export type Ident = Span & { readonly name: string; readonly quoted: boolean }

type Base = Span & { readonly parts: readonly Node[] }

export type NameExpr = Base & { readonly kind: 'name'; readonly path: readonly Ident[] }
export type StringExpr = Base & { readonly kind: 'string'; readonly value: string }
export type PlainExpr = Base & { readonly kind: 'number' | 'parameter' | 'plain' }
/** NULL, TRUE, CURRENT_DATE and the like, in lower case. */
export type ConstantExpr = Base & { readonly kind: 'constant'; readonly word: string }
/** `DATE '…'`, `TIMESTAMP '…'`, `IPADDRESS '…'`. */
export type TypedLiteral = Base & { readonly kind: 'typed'; readonly type: string; readonly value: string }
export type IntervalExpr = Base & {
  readonly kind: 'interval'
  readonly sign: '-' | ''
  /** The quoted or bare amount; an expression where it is neither. */
  readonly amount: string | Expr
  readonly unit: string
  readonly toUnit: string | null
}
export type BinaryExpr = Base & {
  readonly kind: 'binary'
  readonly op: string
  readonly opSpan: Span
  readonly left: Expr
  readonly right: Expr
}
export type BetweenExpr = Base & {
  readonly kind: 'between'
  readonly value: Expr
  readonly low: Expr
  readonly high: Expr
  readonly not: boolean
}
export type InExpr = Base & {
  readonly kind: 'in'
  readonly value: Expr
  /** Null for `IN (SELECT …)`. */
  readonly items: readonly Expr[] | null
  readonly not: boolean
}
export type LikeExpr = Base & {
  readonly kind: 'like'
  readonly value: Expr
  readonly pattern: Expr
  readonly not: boolean
  readonly escape: boolean
}
export type CallExpr = Base & {
  readonly kind: 'call'
  /** Lower case, without a catalogue before it. */
  readonly name: string
  readonly nameSpan: Span
  readonly args: readonly Expr[]
  readonly distinct: boolean
  /** The span between the parentheses, and what follows them: FILTER, OVER, WITHIN GROUP. */
  readonly inside: Span
  readonly star: boolean
  /** ORDER BY inside the parentheses. */
  readonly sort: readonly SortItem[]
  /** WITHIN GROUP (ORDER BY …). */
  readonly within: readonly SortItem[] | null
  readonly suffix: Span
}
export type CastExpr = Base & {
  readonly kind: 'cast'
  readonly safe: boolean
  readonly value: Expr
  readonly type: TypeName
}
export type TypeName = Span & {
  readonly name: string
  /** Parameters: nested types, named fields, or numbers. */
  readonly args: readonly (TypeName | { readonly field: string; readonly type: TypeName } | number)[]
}
export type ExtractExpr = Base & { readonly kind: 'extract'; readonly field: string; readonly value: Expr }
export type LambdaExpr = Base & {
  readonly kind: 'lambda'
  readonly params: readonly Ident[]
  readonly body: Expr
}
export type FieldExpr = Base & { readonly kind: 'field'; readonly base: Expr; readonly field: Ident }
export type IndexExpr = Base & { readonly kind: 'index'; readonly base: Expr; readonly index: Expr }
export type AtZoneExpr = Base & { readonly kind: 'atzone'; readonly value: Expr; readonly zone: Expr }
export type RowExpr = Base & {
  readonly kind: 'row'
  readonly items: readonly Expr[]
  readonly keyword: boolean
}
export type ArrayExpr = Base & { readonly kind: 'array'; readonly items: readonly Expr[] }
export type SubqueryExpr = Base & { readonly kind: 'subquery'; readonly query: Query }
export type StarExpr = Base & { readonly kind: 'star'; readonly qualifier: readonly Ident[] }

export type Expr =
  | NameExpr
  | StringExpr
  | PlainExpr
  | ConstantExpr
  | TypedLiteral
  | IntervalExpr
  | BinaryExpr
  | BetweenExpr
  | InExpr
  | LikeExpr
  | CallExpr
  | CastExpr
  | ExtractExpr
  | LambdaExpr
  | FieldExpr
  | IndexExpr
  | AtZoneExpr
  | RowExpr
  | ArrayExpr
  | SubqueryExpr
  | StarExpr

export type SortItem = Base & { readonly kind: 'sort'; readonly expr: Expr }

export type Item = Base & { readonly kind: 'item'; readonly expr: Expr; readonly alias: Ident | null }

export type TableRef = Base & {
  readonly kind: 'table'
  readonly path: readonly Ident[]
  readonly alias: Ident | null
  readonly columns: readonly Ident[]
  /** Span of the name alone. */
  readonly name: Span
  /** Where TABLESAMPLE's share ends, before its parenthesis; null without one. */
  readonly sampleEnd: number | null
}
export type DerivedRef = Base & {
  readonly kind: 'derived'
  readonly query: Query
  readonly alias: Ident | null
  readonly columns: readonly Ident[]
}
export type UnnestRef = Base & {
  readonly kind: 'unnest'
  readonly args: readonly Expr[]
  readonly ordinality: boolean
  readonly alias: Ident | null
  readonly columns: readonly Ident[]
}
export type JoinRef = Base & {
  readonly kind: 'join'
  readonly left: Relation
  readonly right: Relation
  /** The words as typed, lower case, one blank between: `left outer`. */
  readonly how: string
}
/** A relation in parentheses, or a table function. */
export type OtherRef = Base & {
  readonly kind: 'relation'
  readonly inner: Relation | null
  readonly alias: Ident | null
}
export type Relation = TableRef | DerivedRef | UnnestRef | JoinRef | OtherRef

export type Select = Base & {
  readonly kind: 'select'
  readonly items: readonly Item[]
  readonly relations: readonly Relation[]
  /** WHERE, GROUP BY, HAVING, QUALIFY and WINDOW, in their order. */
  readonly clauses: readonly Node[]
}
export type Clause = Base & { readonly kind: 'clause'; readonly name: string }
/** Set operations, VALUES, TABLE and parentheses: nothing of their own to rewrite. */
export type Combined = Base & {
  readonly kind: 'combined'
  readonly branches: readonly (Select | Combined | Query)[]
}
export type Cte = Base & {
  readonly kind: 'cte'
  readonly name: Ident
  readonly columns: readonly Ident[]
  readonly query: Query
}
export type Query = Base & {
  readonly kind: 'query'
  /** WITH RECURSIVE: an entry may name itself. */
  readonly recursive: boolean
  readonly ctes: readonly Cte[]
  readonly body: Select | Combined | Query
}

export type Node = Expr | SortItem | Item | Relation | Select | Clause | Combined | Cte | Query
