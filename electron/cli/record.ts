import { caseOption, defineCommand } from './command'

export const command = defineCommand({
  summary: 'Print one event as it was delivered',
  usage: 'EVENT_ID --case DIR [--raw | --json]',
  notes: [
    '--raw prints the bytes exactly as they stand in the file, and nothing else.',
    'Without it the record is printed as JSON. Where its file is gone or was changed it is rebuilt from the case, which',
    'a line on standard error says; --raw then fails.',
  ].join('\n'),
  positionals: { min: 1, max: 1 },
  options: {
    case: caseOption,
    raw: { type: 'boolean', help: 'The bytes as delivered' },
    json: { type: 'boolean', help: 'The record with its fields and where it came from, as JSON' },
  },
  async run({ values, positionals: [eventId = ''] }, io) {
    const { id } = await io.call('case.open', { path: values.case })
    if (values.raw) {
      const { base64 } = await io.call('events.raw', { case: id, key: { eventId } })
      await io.stdout.bytes(Buffer.from(base64, 'base64'))
      return 0
    }
    const record = await io.call('events.record', { case: id, key: { eventId } })
    if (values.json) {
      await io.stdout.json(record, 2)
      return 0
    }
    await io.stdout.text(indented(record.json))
    const { path, byteOffset, byteLength, sha256 } = record.provenance
    await io.stderr.line(
      `From ${path}, bytes ${byteOffset} to ${byteOffset + byteLength}, SHA-256 ${sha256 ?? 'unknown'}.`,
    )
    if (!record.delivered) await io.stderr.line(`Rebuilt from the case: ${record.rebuiltBecause}`)
    return 0
  },
})

// Parsing would lose digits of large numbers and repeated keys; text that cannot be parsed is printed as it is.
function indented(json: string): string {
  try {
    const parsed: unknown = JSON.parse(json)
    return JSON.stringify(parsed) === json ? JSON.stringify(parsed, null, 2) : json
  } catch {
    return json
  }
}
