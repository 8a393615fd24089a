import { ArrowUp, File, Folder, FolderClock, FolderOpen } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import type { Result } from '../../../electron/contract/engine-api'
import { useAnswer } from '../../client/use-answer'
import { formatBytes, plural } from '../../lib/format'
import { formatInstant } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { TextField } from '../../ui/bits'
import { Button, IconButton } from '../../ui/button'
import { DataTable } from '../../ui/data-table/data-table'
import { noRows, type RowSelection, selectedRows } from '../../ui/data-table/row-selection'
import type { RowSource, TableColumn, TableRow } from '../../ui/data-table/types'
import { EmptyState, ErrorState } from '../../ui/states'
import css from './chooser.module.css'
import { crumbsOf } from './crumbs'

type Entry = Result<'files.list'>['entries'][number]

const icons = { folder: Folder, case: FolderClock, file: File }

const columns = (zone: 'utc' | 'local', kinds: Map<string, Entry['kind']>): TableColumn[] => [
  {
    id: 'name',
    label: 'Name',
    width: 380,
    render: (cell) => {
      const Icon = icons[kinds.get(String(cell)) ?? 'file']
      return (
        <>
          <Icon size={15} aria-hidden className={css.entryIcon} />
          <span className={css.entryName}>{String(cell)}</span>
        </>
      )
    },
  },
  { id: 'size', label: 'Size', width: 90, align: 'end' },
  {
    id: 'modified',
    label: 'Changed',
    width: 150,
    render: (cell) => (cell === null ? '' : formatInstant(String(cell), zone).slice(0, 16)),
  },
]

function sourceOf(entries: Entry[]): RowSource {
  const rows = entries.map(
    (entry): TableRow => ({
      cells: {
        name: entry.name,
        size: entry.size === null ? '' : formatBytes(entry.size),
        modified: entry.modifiedAt,
      },
    }),
  )
  return { total: rows.length, rowAt: (index) => rows[index] }
}

/**
 * Our own chooser of folders and files, for windows without a native dialog. Enter or double-click opens a folder,
 * Space selects, several with Shift or Ctrl; a path can be typed.
 */
export function Chooser({
  kind,
  onChoose,
  confirm,
}: {
  kind: 'archives' | 'case'
  confirm: string
  onChoose: (paths: string[]) => void
}) {
  const zone = useUi((ui) => ui.zone)
  const [path, setPath] = useState<string | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [selection, setSelection] = useState<RowSelection>(noRows)
  const pathField = useRef<HTMLInputElement>(null)
  const { data, error, pending } = useAnswer('files.list', { path })

  const entries = useMemo(
    () => (data?.entries ?? []).filter((entry) => kind === 'archives' || entry.kind !== 'file'),
    [data, kind],
  )
  const source = useMemo(() => sourceOf(entries), [entries])
  const specs = useMemo(
    () => columns(zone, new Map(entries.map((entry) => [entry.name, entry.kind]))),
    [zone, entries],
  )
  const chosen = selectedRows(selection, entries.length, 1_000).flatMap((row) => entries[row] ?? [])
  const goTo = (next: string) => {
    setPath(next)
    setTyped(null)
    setSelection(noRows)
  }
  const openEntry = (row: number) => {
    const entry = entries[row]
    if (!entry) return
    if (entry.kind === 'folder' || (entry.kind === 'case' && kind === 'archives')) goTo(entry.path)
    else onChoose([entry.path])
  }
  const here = data?.path ?? ''
  const isCaseHere = /\.backtrail[/\\]?$/.test(here)
  const targets = chosen.length > 0 ? chosen.map((entry) => entry.path) : here ? [here] : []
  const usable =
    kind === 'archives' ? targets.length > 0 : chosen.length === 1 ? chosen[0]?.kind === 'case' : isCaseHere

  return (
    <div className={css.chooser}>
      <form
        className={css.pathBar}
        onSubmit={(event) => {
          event.preventDefault()
          const value = (typed ?? here).trim()
          if (value === here && usable) onChoose(targets)
          else if (/\.(gz|zip|tar|tgz|json|csv)$/i.test(value) && kind === 'archives') onChoose([value])
          else if (/\.backtrail[/\\]?$/.test(value) && kind === 'case') onChoose([value])
          else if (value) goTo(value)
        }}
      >
        <IconButton
          icon={ArrowUp}
          label="Up one folder"
          shortcut="Backspace"
          disabled={!data?.parent}
          onClick={() => data?.parent && goTo(data.parent)}
        />
        <TextField
          ref={pathField}
          aria-label="Path"
          value={typed ?? here}
          placeholder="Type a path and press Enter"
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
      <nav className={css.crumbs} aria-label="Folders above">
        {crumbsOf(here).map((crumb) => (
          <button key={crumb.path} type="button" onClick={() => goTo(crumb.path)}>
            {crumb.name}
          </button>
        ))}
      </nav>
      <div className={css.middle}>
        <ul className={css.places} aria-label="Places">
          {data?.places.map((place) => (
            <li key={place.path}>
              <button
                type="button"
                aria-current={place.path === here || undefined}
                onClick={() => goTo(place.path)}
              >
                <Folder size={14} aria-hidden />
                {place.name}
              </button>
            </li>
          ))}
        </ul>
        <div className={css.list}>
          {error ? (
            <ErrorState error={error} onRetry={() => goTo(data?.parent ?? '')} />
          ) : (
            <DataTable
              name="chooser"
              label="Folders and files"
              columns={specs}
              source={source}
              busy={pending}
              selection={selection}
              onSelection={setSelection}
              onOpen={openEntry}
              onKey={(event) => {
                if (event.key !== 'Backspace' || !data?.parent) return false
                goTo(data.parent)
                return true
              }}
              overlay={
                data && entries.length === 0 ? (
                  <EmptyState icon={FolderOpen} title="Nothing to choose in this folder">
                    {kind === 'case'
                      ? 'Cases are folders whose name ends in .backtrail.'
                      : 'It has no files and no folders.'}
                  </EmptyState>
                ) : null
              }
            />
          )}
        </div>
      </div>
      <div className={css.foot}>
        <span>
          {chosen.length > 0
            ? `${plural(chosen.length, 'item')} chosen`
            : kind === 'archives'
              ? 'Choose folders or files, or take the whole of this folder.'
              : 'Choose a case.'}
          {data &&
            data.more > 0 &&
            ` ${plural(data.more, 'more entry', 'more entries')} not listed: type the path.`}
        </span>
        <Button tone="primary" disabled={!usable} onClick={() => onChoose(targets)}>
          {chosen.length === 0 && kind === 'archives' ? `${confirm} this folder` : confirm}
        </Button>
      </div>
    </div>
  )
}
