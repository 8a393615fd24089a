import { Download, FileSearch, FolderPlus, SearchX } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { SourceFile } from '../../../electron/contract/case'
import { notify, notifyError } from '../../app/notices'
import { useScreen } from '../../app/screen-store'
import { engine } from '../../client/engine'
import { saveText } from '../../client/save-text'
import { usePagedRows } from '../../client/use-paged-rows'
import { toCsv } from '../../lib/csv'
import { formatBytes, formatCount } from '../../lib/format'
import { formatInstant } from '../../lib/time'
import { useCase } from '../../state/case-store'
import { isRunning, useImport } from '../../state/import-store'
import { useUi } from '../../state/ui-store'
import { Pill, TextField } from '../../ui/bits'
import { Button } from '../../ui/button'
import { DataTable } from '../../ui/data-table/data-table'
import type { TableColumn, TableRow } from '../../ui/data-table/types'
import { placeCell, useAccountWidth } from '../../ui/place-cell'
import { Segmented } from '../../ui/segmented'
import { EmptyState, ErrorState } from '../../ui/states'
import { ImportDetails } from '../import/import-details'
import { Accounting } from './accounting'
import { FileName } from './file-name'
import css from './files.module.css'
import { RejectedTable } from './rejected-table'

type Tab = 'all' | 'loaded' | 'skipped' | 'rejected'

/** Every file that was seen and what became of it: the importer's own explanation. */
export function FilesScreen() {
  const info = useCase((state) => state.current)
  const open = useScreen((state) => state.open)
  const [tab, setTab] = useState<Tab>('all')
  const [search, setSearch] = useState('')
  const [busy, setBusy] = useState(false)
  const deferred = useDeferredValue(search)
  if (!info) return null
  const exportList = () => {
    setBusy(true)
    const status = tab === 'all' || tab === 'rejected' ? null : tab
    exportFiles(info.id, status, search)
      .then((csv) => saveText(info.id, `${info.name}-${status ?? 'all'}-files`, 'csv', csv))
      .then((saved) => saved && notify(`Saved ${saved}.`), notifyError)
      .finally(() => setBusy(false))
  }
  return (
    <div className={css.screen}>
      <header className={css.head}>
        <h1>Files</h1>
        <Button icon={FolderPlus} onClick={() => open('archives')}>
          Add an archive
        </Button>
      </header>
      <ImportDetails />
      <Accounting
        info={info}
        onSkipped={(reason) => {
          setTab('skipped')
          setSearch(reason)
        }}
      />
      <div className={css.bar}>
        <Segmented
          label="Which files"
          value={tab}
          options={[
            { value: 'all', label: `All ${formatCount(info.files.seen)}` },
            { value: 'loaded', label: `Loaded ${formatCount(info.files.loaded)}` },
            { value: 'skipped', label: `Skipped ${formatCount(info.files.skipped)}` },
            { value: 'rejected', label: `Rejected records ${formatCount(info.records.rejected)}` },
          ]}
          onChange={setTab}
        />
        <span className={css.grow} />
        {tab !== 'rejected' && (
          <>
            <div className={css.search}>
              <TextField
                aria-label="Search files"
                placeholder="Part of the path or of the reason"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
            </div>
            <Button icon={Download} disabled={busy} onClick={exportList}>
              {busy ? 'Writing…' : 'Save this list as CSV'}
            </Button>
          </>
        )}
      </div>
      <div className={css.table}>
        {tab === 'rejected' ? (
          <RejectedTable caseId={info.id} revision={info.revision} />
        ) : (
          <FileTable
            status={tab === 'all' ? null : tab}
            search={deferred}
            caseId={info.id}
            revision={info.revision}
          />
        )}
      </div>
    </div>
  )
}

const headings = [
  'path',
  'status',
  'reason',
  'kind',
  'size',
  'sha256',
  'read',
  'stored',
  'duplicates',
  'rejected',
]

/** The whole list as CSV, asked for in pages. */
async function exportFiles(
  caseId: string,
  status: 'loaded' | 'skipped' | null,
  search: string,
): Promise<string> {
  const files: SourceFile[] = []
  for (let total = 1; files.length < total; ) {
    const page = await engine.call('sources.page', {
      case: caseId,
      status,
      search,
      from: files.length,
      count: 1_000,
    })
    if (page.files.length === 0) break
    files.push(...page.files)
    total = page.total
  }
  const rows = files.map(({ path, status: state, reason, kind, size, sha256, records }) => [
    path,
    state,
    reason,
    kind,
    size,
    sha256,
    records.read,
    records.stored,
    records.duplicates,
    records.rejected,
  ])
  return toCsv(headings, rows)
}

function rowOf(file: SourceFile): TableRow {
  const { records, ...rest } = file
  return { cells: { ...rest, ...records } }
}

function FileTable(props: {
  status: 'loaded' | 'skipped' | null
  search: string
  caseId: string
  revision: number
}) {
  const { status, search, caseId, revision } = props
  const zone = useUi((ui) => ui.zone)
  const accountWidth = useAccountWidth(116)
  const importing = useImport((state) => isRunning(state.job))
  const rows = usePagedRows(
    ['sources.page', caseId, revision, status, search],
    true,
    async (from, count, signal) => {
      const page = await engine.call(
        'sources.page',
        { case: caseId, status, search, from, count },
        { signal },
      )
      return { total: page.total, rows: page.files.map(rowOf) }
    },
  )
  const columns = useMemo(
    (): TableColumn[] => [
      {
        id: 'path',
        label: 'File',
        width: 460,
        render: (cell) => <FileName path={String(cell)} />,
      },
      {
        id: 'status',
        label: 'Status',
        width: 96,
        render: (cell) => <Pill tone={cell === 'loaded' ? 'good' : 'warn'}>{String(cell)}</Pill>,
      },
      { id: 'reason', label: 'Reason', width: 320 },
      { id: 'kind', label: 'Kind', width: 130 },
      { id: 'stored', label: 'Stored', width: 84, align: 'end', render: number },
      { id: 'duplicates', label: 'Duplicates', width: 84, align: 'end', render: number },
      { id: 'rejected', label: 'Rejected', width: 80, align: 'end', render: number },
      { id: 'size', label: 'Size', width: 90, align: 'end', render: (cell) => formatBytes(Number(cell)) },
      {
        id: 'deliveredAt',
        label: 'Delivered',
        width: 150,
        render: (cell) => (cell === null ? '–' : formatInstant(String(cell), zone)),
      },
      { id: 'account', label: 'Account', width: accountWidth, mono: true, render: placeCell('account') },
      { id: 'region', label: 'Region', width: 110, render: placeCell('region') },
      { id: 'sha256', label: 'SHA-256', width: 200, mono: true },
    ],
    [zone, accountWidth],
  )
  if (rows.error) return <ErrorState error={rows.error} onRetry={rows.retry} />
  return (
    <DataTable
      name="files"
      label="Files"
      columns={columns}
      source={rows.source}
      onRows={rows.onRows}
      busy={rows.pending}
      overlay={
        rows.source.total === 0 && !rows.pending ? (
          <EmptyState
            icon={search ? SearchX : FileSearch}
            title={search ? 'No file matches' : 'No files here'}
          >
            {search
              ? 'Search looks at the path and the reason.'
              : status === 'skipped'
                ? 'Every file that was seen has been loaded.'
                : importing
                  ? 'Files appear here as they are read and committed.'
                  : 'Add an archive to this case to see its files.'}
          </EmptyState>
        ) : null
      }
    />
  )
}

const number = (cell: unknown) => (Number(cell) === 0 ? '0' : formatCount(Number(cell)))
