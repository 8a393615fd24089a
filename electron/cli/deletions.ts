import type { Deletion } from '../contract/deletions'
import { Outcome } from '../contract/deletions'
import { usageError, wholeNumber } from './args'
import { caseOption, defineCommand, jsonOption, type Output } from './command'
import { instantOption } from './instant-option'
import { textTable } from './text-table'

const pageSize = 1000

export const command = defineCommand({
  summary: 'List destructive actions, newest first: what, target, outcome, who, and the human behind',
  usage: '--case DIR [--target T] [--actor A] [--from T] [--to T] [--outcome O] [--json]',
  notes: [
    '--target takes an id, a name, an ARN or a part of one; --actor a part of the name, ARN or access key of who acted,',
    'or of the human behind. Both ignore case. Times are UTC: 2026-03-04 or 2026-03-04T10:07:31Z; --to is exclusive.',
    'With --json one line of JSON a deletion, as they come.',
  ].join('\n'),
  positionals: { min: 0, max: 0 },
  options: {
    case: caseOption,
    target: { type: 'string', value: 'T', help: 'Only what hit this' },
    actor: { type: 'string', value: 'A', help: 'Only by whom this names' },
    from: { type: 'string', value: 'T', help: 'Not before' },
    to: { type: 'string', value: 'T', help: 'Only before' },
    outcome: { type: 'string', value: 'O', help: `Only with this outcome: ${Outcome.options.join(', ')}` },
    limit: { type: 'string', value: 'N', help: 'At most so many; all of them when left out' },
    json: jsonOption,
  },
  async run({ values }, io) {
    const outcome = values.outcome === undefined ? null : Outcome.safeParse(values.outcome)
    if (outcome && !outcome.success) {
      throw usageError(
        'deletions',
        `--outcome is one of ${Outcome.options.join(', ')}, not "${values.outcome}".`,
      )
    }
    const limit =
      values.limit === undefined ? Infinity : wholeNumber('deletions', 'limit', values.limit, 0, 1e12)
    const range =
      values.from === undefined && values.to === undefined
        ? null
        : {
            from: instantOption('deletions', 'from', values.from ?? '0001-01-01'),
            to: instantOption('deletions', 'to', values.to ?? '9999-12-31'),
          }
    const filter = {
      range,
      outcome: outcome ? [outcome.data] : [],
      target: values.target ?? '',
      who: values.actor ?? '',
    }
    const { id } = await io.call('case.open', { path: values.case })
    let widths: number[] | undefined
    for (let from = 0; from < limit; from += pageSize) {
      const count = Math.min(pageSize, limit - from)
      const { total, deletions } = await io.call(
        'deletions.list',
        { case: id, filter, from, count },
        (report) => io.stderr.status(`Looking through the case: ${report.done} of ${report.total} segments`),
      )
      if (values.json) for (const deletion of deletions) await io.stdout.json(deletion)
      else widths = await printTable(deletions, io.stdout, widths)
      if (from + count >= total) break
    }
    return 0
  },
})

async function printTable(deletions: Deletion[], stdout: Output, before: number[] | undefined) {
  const heading = before
    ? []
    : [['time', 'event', 'impact', 'outcome', 'target', 'actor', 'human', 'event id']]
  const rows = deletions.map((deletion) => [
    deletion.eventTime,
    deletion.eventName,
    deletion.impact,
    deletion.outcome,
    targetText(deletion),
    deletion.actor.name ?? '-',
    deletion.human?.name ?? '-',
    deletion.eventId,
  ])
  const { lines, widths } = textTable([...heading, ...rows], stdout.columns, before)
  for (const line of lines) await stdout.line(line)
  return widths
}

function targetText({ targets }: Deletion): string {
  const [first] = targets
  if (!first) return '-'
  return targets.length === 1 ? first.id : `${first.id} and ${targets.length - 1} more`
}
