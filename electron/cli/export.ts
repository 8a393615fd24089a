import { resolve } from 'node:path'
import { ExportFormat } from '../contract/export'
import { Field } from '../contract/filter'
import { usageError } from './args'
import { caseOption, defineCommand, jsonOption } from './command'
import { readView, viewOption } from './view-option'

export const command = defineCommand({
  summary: 'Write events to a file',
  usage: '--case DIR --format csv|ndjson|parquet [--view JSON|FILE] FILE',
  notes: [
    'Beside FILE a FILE.about.json says which View it is, how many events, and their SHA-256.',
    'ndjson holds the records as delivered, one a line. csv puts an apostrophe before text that a spreadsheet would run as',
    'a formula; --keep-formulas leaves it as it is.',
  ].join('\n'),
  positionals: { min: 1, max: 1 },
  options: {
    case: caseOption,
    format: { type: 'string', value: 'FORMAT', help: 'csv, ndjson or parquet', required: true },
    view: viewOption,
    columns: { type: 'string', value: 'A,B,…', help: 'csv and parquet: only these fields, in this order' },
    'keep-formulas': { type: 'boolean', help: 'csv: do not neutralise formulas' },
    overwrite: { type: 'boolean', help: 'Replace FILE when it is there' },
    json: jsonOption,
  },
  async run({ values, positionals: [file = ''] }, io) {
    const format = ExportFormat.safeParse(values.format)
    if (!format.success) {
      throw usageError('export', `--format takes csv, ndjson or parquet, not "${values.format}".`)
    }
    const view = await readView('export', values.view)
    const columns = values.columns === undefined ? view.columns : readColumns(values.columns)
    const { id } = await io.call('case.open', { path: values.case })
    const result = await io.call(
      'export.events',
      {
        case: id,
        view,
        format: format.data,
        path: resolve(file),
        columns,
        safe: !values['keep-formulas'],
        overwrite: values.overwrite,
      },
      ({ done, total }) =>
        io.stderr.status(`${done.toLocaleString('en')} of ${total.toLocaleString('en')} events`),
    )
    io.stderr.status('')
    if (values.json) await io.stdout.json(result)
    else {
      const events = `${result.events.toLocaleString('en')} ${result.events === 1 ? 'event' : 'events'}`
      await io.stdout.line(`${events} in ${result.path}, SHA-256 ${result.sha256}`)
      if (result.rebuilt > 0) {
        await io.stderr.line(
          `${result.rebuilt.toLocaleString('en')} of them rebuilt from the case: their files are gone or were changed.`,
        )
      }
    }
    return 0
  },
})

function readColumns(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  for (const name of names) {
    if (!Field.safeParse(name).success) throw usageError('export', `There is no field "${name}".`)
  }
  return names
}
