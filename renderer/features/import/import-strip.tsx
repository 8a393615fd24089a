import { X } from 'lucide-react'
import { cancelImport } from '../../app/case-actions'
import { useScreen } from '../../app/screen-store'
import { formatCount, plural } from '../../lib/format'
import { durationShort } from '../../lib/time'
import { isRunning, useImport } from '../../state/import-store'
import { ProgressBar } from '../../ui/bits'
import { Button, IconButton } from '../../ui/button'
import css from './import.module.css'
import { fractionOf, phaseWords } from './progress'

/** The thin line under the top bar while an import runs, and once after its end. */
export function ImportStrip() {
  const job = useImport((state) => state.job)
  const dismiss = useImport((state) => state.dismiss)
  const show = useScreen((state) => state.show)
  if (!job) return null
  const { progress, result, error } = job
  const fraction = progress && fractionOf(progress)
  return (
    <section className={css.strip} aria-label="Import">
      {isRunning(job) ? (
        <>
          <strong>{progress ? phaseWords[progress.phase] : 'Starting'}</strong>
          <span className={css.stripBar}>
            <ProgressBar value={fraction} label="Import" />
          </span>
          <span className={css.numbers}>
            {formatCount(progress?.records.stored ?? 0)} events
            {progress?.remainingMs != null && ` · about ${durationShort(progress.remainingMs)} left`}
          </span>
          <Button tone="quiet" size="small" onClick={() => show('files')}>
            Details
          </Button>
          <Button tone="quiet" size="small" onClick={cancelImport}>
            Cancel
          </Button>
        </>
      ) : (
        <>
          <strong data-tone={error ? 'bad' : undefined}>
            {error
              ? 'The import stopped'
              : result?.outcome === 'cancelled'
                ? 'Import cancelled'
                : 'Import finished'}
          </strong>
          <span className={css.grow}>
            {error
              ? `${error.message} ${error.hint ?? ''}`
              : result &&
                `${plural(result.records.stored, 'event')} from ${plural(result.files.loaded, 'file')} in ${durationShort(result.elapsedMs)}` +
                  (result.files.skipped > 0 ? ` · ${plural(result.files.skipped, 'file')} skipped` : '')}
          </span>
          <Button tone="quiet" size="small" onClick={() => show('files')}>
            Report
          </Button>
          <IconButton icon={X} label="Close this line" size="small" onClick={dismiss} />
        </>
      )}
    </section>
  )
}
