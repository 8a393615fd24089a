import type { Deletion } from '../../../../electron/contract/deletions'
import type { TableRow } from '../../../ui/data-table/types'
import { targetName } from '../words'

/** A row of the list with the action it stands for. */
export type DeletionRow = TableRow & { deletion: Deletion }

/** The plain text of each cell, which sorting out widths and copying use; the columns draw the rest. */
export function rowOf(deletion: Deletion): DeletionRow {
  const { actor, targets } = deletion
  return {
    deletion,
    cells: {
      eventTime: deletion.eventTime,
      impact: deletion.impact,
      eventName: deletion.eventName,
      targets: targets.map(targetName).join(', ') || deletion.targetsUnknown,
      outcome: deletion.outcome,
      actor: actor.name ?? actor.arn ?? actor.type,
      human: deletion.human?.name ?? null,
      cause: deletion.cause?.kind ?? 'direct',
      recoverable: deletion.recoverable?.until ?? deletion.recoverable?.state ?? null,
      account: deletion.account,
      region: deletion.region,
      sourceIp: actor.sourceIp,
    },
  }
}

export const deletionOf = (row: TableRow | undefined): Deletion | null =>
  row && 'deletion' in row ? (row as DeletionRow).deletion : null
