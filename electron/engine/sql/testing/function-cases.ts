import type { JsonValue } from '../values'
import { nestedCases } from './cases-nested'
import { scalarCases } from './cases-scalar'
import { timeCases } from './cases-time'

/** An expression of Athena's SQL (with what follows it, where it needs rows) and its value, by kind. */
export type FunctionCases = Readonly<
  Record<string, readonly (readonly [expression: string, value: JsonValue])[]>
>

/** Every function the dialect knows, tried. The table in docs/sql-functions.md is made from these. */
export const functionCases: FunctionCases = { ...scalarCases, ...timeCases, ...nestedCases }
