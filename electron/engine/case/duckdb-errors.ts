import { EngineError } from '../../contract/errors'

/** DuckDB's error as one of ours. Errors that are ours already pass through. */
export function toEngineError(cause: unknown): unknown {
  if (cause instanceof EngineError || !(cause instanceof Error)) return cause
  const text = cause.message
  if (/^INTERRUPT/i.test(text) || /Interrupted!/.test(text)) {
    return new EngineError('cancelled', 'Cancelled.', { cause })
  }
  if (/No space left on device|Could not write file.*(space|quota)/i.test(text)) {
    return new EngineError('disk/full', 'The disk is full.', {
      hint: 'Free some space and run it again.',
      cause,
    })
  }
  if (/^Out of Memory Error/i.test(text)) {
    return new EngineError('sql/memory', 'The query needs more memory than it may use.', {
      hint: 'Narrow it to a shorter time range or fewer columns.',
      detail: text,
      cause,
    })
  }
  if (/^IO Error.*(No such file|No files found|does not exist|Cannot open file)/is.test(text)) {
    return new EngineError('case/damaged', 'A file of this case is missing or cannot be read.', {
      hint: 'Was the case folder moved, deleted or unmounted? Open it again from where it is now.',
      detail: text,
      cause,
    })
  }
  return cause
}
