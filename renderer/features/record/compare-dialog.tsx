import { useQueries } from '@tanstack/react-query'
import { GitCompare, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { fieldNames, specOf } from '../../../electron/contract/event'
import { engine } from '../../client/engine'
import { fieldLabel } from '../../lib/fields'
import { useCase } from '../../state/case-store'
import { LogText } from '../../ui/bits'
import { Button, IconButton } from '../../ui/button'
import { cellText } from '../../ui/data-table/table-row'
import { Dialog } from '../../ui/dialog'
import { PlaceName } from '../../ui/place-name'
import { EmptyState } from '../../ui/states'
import { useOpenRecord } from '../events/open-record'
import css from './compare.module.css'
import { flattenJson } from './flatten'

/** Up to five records side by side, the lines that differ set apart. */
export function CompareDialog({ onClose }: { onClose: () => void }) {
  const caseId = useCase((state) => state.current?.id ?? '')
  const { compared, toggleCompared, clearCompared } = useOpenRecord()
  const [onlyDifferent, setOnlyDifferent] = useState(true)
  const queries = useQueries({
    queries: compared.map((seq) => ({
      queryKey: ['events.record', 'compare', caseId, seq],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        engine.call('events.record', { case: caseId, key: { seq } }, { signal }),
    })),
  })
  const records = queries.flatMap((query) => query.data ?? [])
  const seqs = records.map((record) => record.seq).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: records are told apart by their positions
  const lines = useMemo(() => {
    const flat = records.map((record) => flattenJson(record.json))
    const derived = fieldNames.filter((field) => specOf(field).group === 'derived')
    const rows = derived.map((field) => ({
      name: fieldLabel(field),
      cells: records.map((record) => cellText(record.fields[field] ?? null) || undefined),
    }))
    const paths = [...new Set(flat.flatMap((entries) => [...entries.keys()]))]
    return [
      ...rows,
      ...paths.map((path) => ({ name: path, cells: flat.map((entries) => entries.get(path)) })),
    ]
  }, [seqs])
  const shown = lines.filter(({ cells }) => !onlyDifferent || new Set(cells).size > 1)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Compare ${compared.length} records`}
      width={1_200}
      bare
      footer={
        <>
          <label className={css.option}>
            <input
              type="checkbox"
              checked={onlyDifferent}
              onChange={(event) => setOnlyDifferent(event.target.checked)}
            />
            Only what differs ({lines.filter(({ cells }) => new Set(cells).size > 1).length} of {lines.length}{' '}
            lines)
          </label>
          <Button
            onClick={() => {
              clearCompared()
              onClose()
            }}
          >
            Clear the comparison
          </Button>
        </>
      }
    >
      {compared.length < 2 ? (
        <EmptyState icon={GitCompare} title="Choose a second record">
          Press m on a row of the table, or use the button in the record pane. Up to five can be laid side by
          side.
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className={css.scroll} tabIndex={0} aria-label="Comparison">
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">Field</th>
                {records.map((record) => (
                  <th key={record.seq} scope="col">
                    <span className={css.heading}>
                      <LogText>{String(record.fields.eventName ?? record.seq)}</LogText>
                      <IconButton
                        icon={X}
                        label="Take out of the comparison"
                        size="small"
                        onClick={() => toggleCompared(record.seq)}
                      />
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(({ name, cells }) => (
                <tr key={name} data-different={(!onlyDifferent && new Set(cells).size > 1) || undefined}>
                  <th scope="row">
                    <LogText>{name}</LogText>
                  </th>
                  {cells.map((cell, index) => (
                    <td key={records[index]?.seq}>
                      {cell === undefined ? <i>absent</i> : <LogText>{cell.slice(0, 2_000)}</LogText>}
                      {cell !== undefined && <PlaceName field={name} value={cell} />}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Dialog>
  )
}
