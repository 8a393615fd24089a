import { writeFile } from 'node:fs/promises'
import type { Investigation } from '../contract/deletions-api'
import { EngineError } from '../contract/errors'
import { usageError } from './args'
import { caseOption, defineCommand, jsonOption } from './command'

export const command = defineCommand({
  summary: 'Tell the story of one deletion: the human behind it, its cause, what came before and after',
  usage: 'EVENT_ID --case DIR [--json | --report FILE.html|FILE.md]',
  notes:
    '--report writes a self-contained document with the records and their files. Without options: Markdown.',
  positionals: { min: 1, max: 1 },
  options: {
    case: caseOption,
    report: { type: 'string', value: 'FILE', help: 'Write the report: FILE.html or FILE.md' },
    json: jsonOption,
  },
  async run({ values, positionals: [eventId = ''] }, io) {
    const format = values.report === undefined ? null : formatOf(values.report)
    const { id } = await io.call('case.open', { path: values.case })
    if (values.json) {
      const story = await io.call('deletions.story', { case: id, eventId })
      await io.stdout.json(asDocument(story), 2)
      if (!values.report) return 0
    }
    const { text } = await io.call('deletions.report', { case: id, eventId, format: format ?? 'md' })
    if (values.report === undefined) await io.stdout.text(text.trimEnd())
    else await write(values.report, text)
    return 0
  },
})

function formatOf(file: string): 'html' | 'md' {
  if (/\.html?$/i.test(file)) return 'html'
  if (/\.(md|markdown)$/i.test(file)) return 'md'
  throw usageError('investigate', `--report takes a file that ends in .html or .md, not "${file}".`)
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600 })
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new EngineError('export/target', `The report cannot be written to ${file} (${code}).`, {
      hint: 'Choose another place.',
      cause,
    })
  }
}

/** The story as scripts take it: `cause` and each precursor's target at hand. */
function asDocument(story: Investigation) {
  return {
    ...story,
    cause: story.deletion.cause,
    precursors: story.precursors.map((event) => ({
      ...event,
      target: event.targets[0]?.arn ?? event.targets[0]?.id ?? null,
    })),
  }
}
