import { z } from 'zod'

/**
 * Every error a person may meet, as `area/what`, with the exit status the command line ends with.
 * Exit status: 1 the evidence is wrong, 2 usage, 3 input that cannot be used, 4 internal (DESIGN 8).
 */
export const errorCodes = {
  'case/not-found': 3,
  'case/not-a-case': 3,
  'case/newer': 3,
  'case/damaged': 3,
  'case/locked': 3,
  'case/read-only': 3,
  'case/exists': 3,
  'input/not-found': 3,
  'input/denied': 3,
  'input/empty': 3,
  'input/no-cloudtrail': 3,
  'input/source-gone': 3,
  'input/source-changed': 3,
  'disk/full': 3,
  'disk/failed': 3,
  'event/not-found': 3,
  'input/catalogue': 3,
  'deletions/none': 3,
  'path/not-granted': 3,
  'sql/syntax': 3,
  'sql/not-allowed': 3,
  'sql/failed': 3,
  'sql/timeout': 3,
  'sql/memory': 3,
  'export/target': 3,
  'request/invalid': 2,
  'request/unknown': 2,
  'request/version': 2,
  usage: 2,
  cancelled: 3,
  'engine/gone': 4,
  'internal/unexpected': 4,
} as const

export type ErrorCode = keyof typeof errorCodes

const errorCode = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]])

/** How an error crosses the boundary. `message` is fit to show, `hint` says what to do, `detail` is for the curious. */
export const WireError = z.object({
  code: errorCode,
  message: z.string(),
  hint: z.string().optional(),
  detail: z.string().optional(),
  /** Where in the text the person typed: zero-based offsets in UTF-16 units, `to` exclusive. */
  at: z.object({ from: z.int().min(0), to: z.int().min(0) }).optional(),
})
export type WireError = z.infer<typeof WireError>

type ErrorExtras = { hint?: string; detail?: string; at?: { from: number; to: number }; cause?: unknown }

/** An expected problem, worded for the person who meets it. Anything else thrown becomes `internal/unexpected`. */
export class EngineError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly detail: string | undefined
  readonly at: { from: number; to: number } | undefined

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause })
    this.name = 'EngineError'
    this.code = code
    this.hint = extras.hint
    this.detail = extras.detail
    this.at = extras.at
  }

  get exitStatus(): number {
    return errorCodes[this.code]
  }

  toWire(): WireError {
    const { code, message, hint, detail, at } = this
    return {
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(detail === undefined ? {} : { detail }),
      ...(at === undefined ? {} : { at }),
    }
  }

  static fromWire(wire: WireError): EngineError {
    const { code, message, ...extras } = wire
    return new EngineError(code, message, extras)
  }
}

/** True for the error that a cancelled call ends with, on either side of the boundary. */
export function isCancelled(error: unknown): boolean {
  return (
    (error instanceof EngineError && error.code === 'cancelled') ||
    (error instanceof Error && error.name === 'AbortError')
  )
}
