import type { ImportProgress } from '../contract/case'
import { caseOption, defineCommand, jsonOption } from './command'

/** `backtrail import PATH… --case DIR` */
export const command = defineCommand({
  summary: 'Import trail archives into a case; run it again to resume or to add more',
  usage: 'PATH… --case DIR [--copy] [--json]',
  notes:
    'PATH is a folder, a log file or an archive (.zip, .tar, .tar.gz) in any layout. Files are recognised by what is in\n' +
    'them. What is skipped, and why, is listed by: backtrail info --case DIR --files',
  positionals: { min: 1, max: 1000 },
  options: {
    case: caseOption,
    copy: { type: 'boolean', help: 'Keep a copy of every file inside the case' },
    json: jsonOption,
  },
  async run({ values, positionals }, { call, stdout, stderr, signal }) {
    const { job } = await call('import.start', { paths: positionals, case: values.case, copy: values.copy })
    const cancel = () => void call('import.cancel', { job }).catch(() => undefined)
    signal.addEventListener('abort', cancel, { once: true })
    const result = await call('import.watch', { job }, (report) => stderr.status(progressLine(report)))
    stderr.status('')
    if (values.json) await stdout.json(result)
    else {
      const { files, records } = result
      await stdout.line(`${records.stored} events in the case, from ${files.loaded} of ${files.seen} files.`)
      if (records.duplicates > 0) await stdout.line(`${records.duplicates} records were copies of others.`)
      if (records.rejected > 0) await stdout.line(`${records.rejected} records could not be stored.`)
      for (const { reason, count } of result.skipped) await stdout.line(`skipped ${count}: ${reason}`)
      if (result.outcome === 'cancelled') await stdout.line('Cancelled. Run it again to go on.')
    }
    return result.outcome === 'cancelled' ? 130 : result.reconciles ? 0 : 1
  },
})

/** `31 % · 412 of 1,300 files · 88,000 events · 214 MB/s · 12 s left` */
function progressLine(report: ImportProgress): string {
  const { phase, files, bytes, records, elapsedMs, remainingMs } = report
  if (phase === 'discovering') return `looking for files: ${files.done}`
  const parts = [
    files.total === null ? `${files.done} files` : `${files.done} of ${files.total} files`,
    `${records.stored} events`,
    `${Math.round(bytes.inflated / 1000 / Math.max(elapsedMs, 1))} MB/s`,
  ]
  if (bytes.total) parts.unshift(`${Math.floor((bytes.read / bytes.total) * 100)} %`)
  if (remainingMs !== null) parts.push(`${Math.ceil(remainingMs / 1000)} s left`)
  return parts.join(' · ')
}
