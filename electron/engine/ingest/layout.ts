import { eventColumns, type FieldName, fieldNames, specOf } from '../../contract/event'

export type StagedType = 'text' | 'json' | 'time' | 'bool'

/** A column that is taken out of the record itself. */
export type StagedColumn = {
  readonly column: string
  readonly type: StagedType
  readonly path: readonly string[]
}

const isStaged = (type: string): type is StagedType =>
  type === 'text' || type === 'json' || type === 'time' || type === 'bool'

/**
 * What a scanner takes out of each record, in the order of the column table. `event_time` is microseconds since 1970.
 * Beside these, a row has what `ownColumns` names.
 */
export const stagedColumns: readonly StagedColumn[] = fieldNames.flatMap((field) => {
  const { column, type, path } = specOf(field)
  return path && isStaged(type) ? [{ column, type, path }] : []
})

/** Columns of a segment as they are kept: texts, whole numbers, truth values, lists of texts. */
export type SegmentType = 'text' | 'int' | 'time' | 'bool' | 'list'

export type SegmentColumn = {
  readonly name: string
  readonly type: SegmentType
  /** Gets a Bloom filter in each row group: people look for single values of it. */
  readonly filtered: boolean
}

/** What is filled from the record as a whole, and what Backtrail derives; in the scanner they follow the staged ones. */
const ownFields: readonly FieldName[] = [
  ...(['rest', 'nullKeys', 'sourceId', 'byteOffset', 'byteLength'] as const),
  ...(['principal', 'user', 'outcome', 'userAgentFamily', 'categoryDerived', 'conflict'] as const),
  ...(['resourceArns', 'seq'] as const),
]

const segmentType = {
  int: 'int',
  time: 'time',
  text: 'text',
  json: 'text',
  bool: 'bool',
  list: 'list',
} as const

const segmentColumn = (field: FieldName): SegmentColumn => {
  const { column, type } = specOf(field)
  return { name: column, type: segmentType[type], filtered: type === 'text' || type === 'list' }
}

/** Columns of a segment in the order in which the scanner holds them. */
export const scannerColumns: readonly SegmentColumn[] = [
  ...fieldNames.filter((field) => stagedColumns.some(({ column }) => column === specOf(field).column)),
  ...ownFields,
].map(segmentColumn)

/** Where the scanner holds each column of a segment, in the order of the column table. */
export const segmentOrder: readonly number[] = fieldNames.map((field) =>
  scannerColumns.findIndex(({ name }) => name === eventColumns[field].column),
)

/** Columns that the scanner derives from, and into, in the order of its roles (assembly/derive.ts). */
export const roleFields: readonly FieldName[] = [
  'userIdentity.type',
  'userIdentity.principalId',
  'userIdentity.arn',
  'userIdentity.userName',
  'userIdentity.invokedBy',
  'userIdentity.sessionContext.sourceIdentity',
  'userIdentity.onBehalfOf.userId',
  'eventType',
  'eventSource',
  'eventName',
  'eventCategory',
  'managementEvent',
  'errorCode',
  'errorMessage',
  'userAgent',
  'responseElements',
  'resources',
  'insightDetails',
  'principal',
  'user',
  'outcome',
  'userAgentFamily',
  'categoryDerived',
  'conflict',
  'resourceArns',
  'seq',
]

export const scannerIndex = (field: FieldName): number =>
  scannerColumns.findIndex(({ name }) => name === eventColumns[field].column)

/** Top-level keys of a record that have a column of their own. */
export const topLevelColumns: ReadonlyMap<string, StagedColumn> = new Map(
  stagedColumns.filter(({ path }) => path.length === 1).map((column) => [column.path[0] as string, column]),
)

/** Columns that are projections of `userIdentity`, which is kept whole beside them. */
export const identityColumns: readonly StagedColumn[] = stagedColumns.filter(({ path }) => path.length > 1)
