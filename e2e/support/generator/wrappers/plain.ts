/** A `Records` document as CloudTrail delivers it: one line, nothing between the members. */
export function recordsCompact(records: readonly string[]): Buffer {
  return Buffer.from(`{"Records":[${records.join(',')}]}`)
}

/** The same, as people get it from a formatter: the records' own bytes are not kept. */
export function recordsPretty(records: readonly string[]): Buffer {
  return Buffer.from(`${JSON.stringify({ Records: records.map((record) => JSON.parse(record)) }, null, 2)}\n`)
}

/** Records in an array with nothing around it. */
export function bareArray(records: readonly string[]): Buffer {
  return Buffer.from(`[\n${records.join(',\n')}\n]\n`)
}

/** One record and nothing else. */
export function bareObject(records: readonly string[]): Buffer {
  return Buffer.from(records[0] ?? '{}')
}

/** One record a line. */
export function jsonLines(records: readonly string[]): Buffer {
  return Buffer.from(records.map((record) => `${record}\n`).join(''))
}

/** Several `Records` documents in one file, one straight after the other: what `cat` makes of a folder. */
export function concatenatedDocuments(records: readonly string[]): Buffer {
  const half = Math.ceil(records.length / 2)
  return Buffer.concat([recordsCompact(records.slice(0, half)), recordsCompact(records.slice(half))])
}

/** Like `concatenatedDocuments`, with line breaks between and an empty document in the middle. */
export function documentLines(records: readonly string[]): Buffer {
  const half = Math.ceil(records.length / 2)
  const parts = [records.slice(0, half), [], records.slice(half)]
  return Buffer.concat(parts.flatMap((part) => [recordsCompact(part), Buffer.from('\r\n')]))
}
