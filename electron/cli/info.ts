import type { CaseInfo } from '../contract/case'
import { caseOption, defineCommand, jsonOption } from './command'
import { printFiles } from './info-files'
import { tableWidth, textTable } from './text-table'

export const command = defineCommand({
  summary: 'Say what a case holds, and whether its accounts agree',
  usage: '--case DIR [--files] [--json]',
  notes: [
    'Files seen = loaded + skipped. Records read = stored + duplicates + rejected.',
    'Exit status 1 when the accounts do not agree.',
  ].join('\n'),
  positionals: { min: 0, max: 0 },
  options: {
    case: caseOption,
    files: { type: 'boolean', help: 'List every file seen, with what became of it and why' },
    json: jsonOption,
  },
  async run({ values }, io) {
    const info = await io.call('case.open', { path: values.case })
    if (values.files) await printFiles(info.id, values.json, io)
    else if (values.json) await io.stdout.json(info, 2)
    else for (const line of factsOf(info, tableWidth(io.stdout))) await io.stdout.line(line)
    return info.reconciles ? 0 : 1
  },
})

const number = (value: number) => value.toLocaleString('en')

function factsOf(info: CaseInfo, width: number): string[] {
  const { files, records, span } = info
  const facts = [
    ['Case', info.path],
    ['Events', number(info.events)],
    ['From', span?.from ?? '-'],
    ['To', span?.to ?? '-'],
    [
      'Files',
      `${number(files.seen)} seen = ${number(files.loaded)} loaded + ${number(files.skipped)} skipped`,
    ],
    [
      'Records',
      `${number(records.read)} read = ${number(records.stored)} stored + ${number(records.duplicates)} duplicates + ${number(records.rejected)} rejected`,
    ],
    ['Accounts agree', info.reconciles ? 'yes' : 'NO: import again into a new case'],
  ]
  return [
    ...textTable(facts, width).lines,
    ...list('Category', info.categories, width),
    ...list('Account', info.accounts, width),
    ...list('Region', info.regions, width),
    ...list(
      'Skipped files',
      info.skipped.map(({ reason, count }) => ({ value: reason, count })),
      width,
    ),
    ...(info.unfinished.length > 0
      ? [
          '',
          'Not complete: the import of these was stopped before its end. Import them again to go on.',
          ...info.unfinished.map((path) => `  ${path}`),
        ]
      : []),
    ...(info.importing ? ['', 'An import into this case is running.'] : []),
  ]
}

function list(title: string, entries: { value: string | null; count: number }[], width: number): string[] {
  if (entries.length === 0) return []
  const rows = entries.map(({ value, count }) => [`  ${value ?? '(none)'}`, number(count)])
  return ['', `${title}:`, ...textTable(rows, width).lines]
}
