import { FileQuestion, FileStack, FolderPlus } from 'lucide-react'
import type { CaseInfo } from '../../../electron/contract/case'
import { useScreen } from '../../app/screen-store'
import { plural } from '../../lib/format'
import { useCase } from '../../state/case-store'
import { isRunning, useImport } from '../../state/import-store'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/states'

/** What became of the files of a case that holds no event. */
export function emptyCaseWords({ files, records, importing }: CaseInfo): { title: string; text: string } {
  if (importing)
    return {
      title: 'No events yet',
      text: 'They appear here as soon as the import has read the first files.',
    }
  if (files.seen === 0)
    return { title: 'This case is empty', text: 'No file has been read into it. Add an archive to begin.' }
  const parts = [
    files.loaded > 0 && `${plural(files.loaded, 'file')} loaded`,
    files.skipped > 0 && `${plural(files.skipped, 'file')} skipped`,
    records.rejected > 0 && `${plural(records.rejected, 'record')} rejected`,
  ].filter((part) => part !== false)
  const why = files.skipped + records.rejected > 0 ? ' Files names the reason for each.' : ''
  return {
    title: 'No events in this case',
    text: `The import found no CloudTrail event: ${parts.join(', ')}.${why}`,
  }
}

/** In the place of the events of a case that holds none: why, and the ways on. */
export function NoEvents() {
  const info = useCase((state) => state.current)
  const running = useImport((state) => isRunning(state.job))
  const { show, open } = useScreen()
  if (!info) return null
  const importing = running || info.importing
  const { title, text } = emptyCaseWords({ ...info, importing })
  return (
    <EmptyState
      icon={FileQuestion}
      title={title}
      actions={
        <>
          {!importing && (
            <Button tone="primary" icon={FolderPlus} onClick={() => open('archives')}>
              Add an archive
            </Button>
          )}
          {(importing || info.files.seen > 0) && (
            <Button icon={FileStack} onClick={() => show('files')}>
              See the files
            </Button>
          )}
        </>
      }
    >
      {text}
    </EmptyState>
  )
}
