import { EngineError } from '../contract/errors'

type Range = { from: number; to: number }

/** Line and column of a place in a text, both counted from one. */
export function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - (before.lastIndexOf('\n') + 1) + 1 }
}

/** The line an error is in, and below it marks under what is wrong. */
export function caretLines(text: string, { from, to }: Range): string[] {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const end = text.indexOf('\n', from)
  const line = text.slice(start, end < 0 ? undefined : end).replaceAll('\t', ' ')
  const marks = '^'.repeat(Math.max(1, Math.min(to, start + line.length) - from))
  return [`  ${line}`, `  ${' '.repeat(from - start)}${marks}`]
}

/** The same error, its place said in the message as Athena says it: `line 1:8: …`. */
export function located(error: EngineError, text: string): EngineError {
  if (!error.at) return error
  const { line, column } = lineAndColumn(text, error.at.from)
  const { code, message, ...rest } = error.toWire()
  return new EngineError(code, `line ${line}:${column}: ${message}`, { ...rest, cause: error })
}
