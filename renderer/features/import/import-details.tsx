import { CircleAlert, CircleCheck, CircleSlash } from 'lucide-react'
import { cancelImport } from '../../app/case-actions'
import { useScreen } from '../../app/screen-store'
import { formatBytes, formatCount } from '../../lib/format'
import { durationShort } from '../../lib/time'
import { type ImportJob, isRunning, useImport } from '../../state/import-store'
import { LogText, ProgressBar } from '../../ui/bits'
import { Button } from '../../ui/button'
import css from './import.module.css'
import { countedOf, fractionOf, phaseWords, speedOf } from './progress'

/** What the import is doing, in numbers; after its end, how it ended. */
export function ImportDetails() {
  const job = useImport((state) => state.job)
  const show = useScreen((state) => state.show)
  if (!job) return null
  const { progress } = job
  // Read is not yet committed: once the import has ended, what counts is what the case holds.
  const { files, records } = countedOf(job)
  const stored = records?.stored ?? 0
  return (
    <section className={css.card} aria-label="Import in progress">
      <header className={css.cardHead}>
        <h2>{isRunning(job) ? progress ? phaseWords[progress.phase] : 'Starting' : <Ending job={job} />}</h2>
        {isRunning(job) && (
          <>
            <Button size="small" onClick={cancelImport}>
              Cancel
            </Button>
            <Button size="small" tone="primary" disabled={stored === 0} onClick={() => show('events')}>
              {stored === 0 ? 'Waiting for the first events' : 'Look at the events so far'}
            </Button>
          </>
        )}
      </header>
      {isRunning(job) && <ProgressBar value={progress && fractionOf(progress)} label="Import" />}
      {progress && files && records && (
        <dl className={css.meters}>
          <Meter label="Files" value={formatCount(files.done)}>
            {isRunning(job) &&
              (progress.files.total === null ? 'counting…' : `of ${formatCount(progress.files.total)}`)}
            {files.skipped > 0 && ` ${formatCount(files.skipped)} skipped`}
          </Meter>
          <Meter label="Events" value={formatCount(stored)}>
            {records.duplicates > 0 && `${formatCount(records.duplicates)} duplicates`}
          </Meter>
          <Meter label="Speed" value={`${speedOf(progress).toFixed(speedOf(progress) < 10 ? 1 : 0)} MB/s`}>
            {formatBytes(progress.bytes.inflated)} of JSON
          </Meter>
          <Meter label="Time" value={durationShort(job.result?.elapsedMs ?? progress.elapsedMs)}>
            {isRunning(job) &&
              (progress.remainingMs === null
                ? 'working out the rest…'
                : `about ${durationShort(progress.remainingMs)} left`)}
          </Meter>
        </dl>
      )}
      {isRunning(job) && progress?.current && (
        <p className={css.current} title={progress.current}>
          <LogText>{progress.current}</LogText>
        </p>
      )}
    </section>
  )
}

function Ending({ job }: { job: ImportJob }) {
  if (job.error)
    return (
      <span className={css.ending} data-tone="bad">
        <CircleAlert size={16} aria-hidden /> {job.error.message} {job.error.hint}
      </span>
    )
  const cancelled = job.result?.outcome === 'cancelled'
  const Icon = cancelled ? CircleSlash : CircleCheck
  return (
    <span className={css.ending} data-tone={cancelled ? undefined : 'good'}>
      <Icon size={16} aria-hidden />
      {cancelled ? 'Import cancelled. What was committed is kept; import again to go on.' : 'Import finished'}
    </span>
  )
}

function Meter({ label, value, children }: { label: string; value: string; children?: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <strong>{value}</strong>
        <small>{children}</small>
      </dd>
    </div>
  )
}
