import type { FieldName } from '../contract/event'
import type { Cell, Page } from '../contract/events'
import { wholeNumber } from './args'
import { caseOption, defineCommand, jsonOption, type Output } from './command'
import { tableWidth, textTable } from './text-table'
import { readView, viewOption } from './view-option'

const pageSize = 1000

/** What one line says. Scripts rely on these names and their order. */
const fields = [
  'seq',
  'eventId',
  'eventTime',
  'eventName',
  'eventSource',
  'eventCategory',
  'readOnly',
  'awsRegion',
  'recipientAccountId',
  'principal',
  'sourceIPAddress',
  'errorCode',
] as const satisfies readonly FieldName[]

const shown = [
  'eventTime',
  'eventName',
  'eventSource',
  'recipientAccountId',
  'awsRegion',
  'principal',
  'sourceIPAddress',
  'errorCode',
] as const satisfies readonly FieldName[]

export const command = defineCommand({
  summary: 'List events, newest first',
  usage: '--case DIR [--view JSON|FILE] [--limit N] [--json]',
  notes: 'With --json one line of JSON an event, as they come.',
  positionals: { min: 0, max: 0 },
  options: {
    case: caseOption,
    view: viewOption,
    limit: { type: 'string', value: 'N', help: 'At most so many; all of them when left out' },
    json: jsonOption,
  },
  async run({ values }, io) {
    const limit =
      values.limit === undefined ? Infinity : wholeNumber('events', 'limit', values.limit, 0, 1e12)
    const view = await readView('events', values.view)
    const { id } = await io.call('case.open', { path: values.case })
    let widths: number[] | undefined
    for (let from = 0; from < limit; from += pageSize) {
      const count = Math.min(pageSize, limit - from)
      const page = await io.call('events.page', { case: id, view, from, count, columns: [...fields] })
      if (values.json) await printLines(page, io.stdout)
      else widths = await printTable(page, io.stdout, widths)
      if (from + count >= page.total) break
    }
    return 0
  },
})

async function printLines(page: Page, stdout: Output): Promise<void> {
  const rows = page.data[0]?.length ?? 0
  for (let row = 0; row < rows; row += 1) {
    await stdout.json(
      Object.fromEntries(page.columns.map((field, at) => [field, page.data[at]?.[row] ?? null])),
    )
  }
}

async function printTable(page: Page, stdout: Output, before: number[] | undefined): Promise<number[]> {
  const columns = shown.map((field) => page.data[page.columns.indexOf(field)] ?? [])
  const rows = (columns[0] ?? []).map((_, row) => columns.map((cells) => cellText(cells[row] ?? null)))
  const heading = before ? [] : [shown.map((field) => field as string)]
  const { lines, widths } = textTable([...heading, ...rows], tableWidth(stdout), before)
  for (const line of lines) await stdout.line(line)
  return widths
}

const cellText = (cell: Cell): string =>
  cell === null ? '-' : Array.isArray(cell) ? cell.join(', ') : String(cell)
