import { ShieldCheck } from 'lucide-react'
import { engine } from '../../client/engine'
import { usePagedRows } from '../../client/use-paged-rows'
import { DataTable } from '../../ui/data-table/data-table'
import type { TableColumn } from '../../ui/data-table/types'
import { EmptyState, ErrorState } from '../../ui/states'
import { FileName } from './file-name'

const columns: TableColumn[] = [
  { id: 'reason', label: 'Why', width: 300 },
  { id: 'path', label: 'File', width: 360, render: (cell) => <FileName path={String(cell)} /> },
  { id: 'byteOffset', label: 'At byte', width: 100, align: 'end' },
  { id: 'byteLength', label: 'Bytes', width: 84, align: 'end' },
  { id: 'head', label: 'How it begins', width: 520, mono: true },
]

/** Records that could not be stored: where each one stands and how it begins. */
export function RejectedTable({ caseId, revision }: { caseId: string; revision: number }) {
  const rows = usePagedRows(['rejected.page', caseId, revision], true, async (from, count, signal) => {
    const page = await engine.call('rejected.page', { case: caseId, sourceId: null, from, count }, { signal })
    return { total: page.total, rows: page.records.map((record) => ({ cells: record })) }
  })
  if (rows.error) return <ErrorState error={rows.error} onRetry={rows.retry} />
  return (
    <DataTable
      name="rejected"
      label="Rejected records"
      columns={columns}
      source={rows.source}
      onRows={rows.onRows}
      busy={rows.pending}
      overlay={
        rows.source.total === 0 && !rows.pending ? (
          <EmptyState icon={ShieldCheck} title="No record was rejected">
            Every record that was read is stored, or is a copy of one that is.
          </EmptyState>
        ) : null
      }
    />
  )
}
