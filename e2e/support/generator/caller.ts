import type { RecordParts } from './record'

/** Kinds of callers; each makes its own mixture of calls. */
export type CallerClass =
  | 'instance'
  | 'function'
  | 'task'
  | 'person'
  | 'pipeline'
  | 'audit'
  | 'scaling'
  | 'user'
  | 'service'

/** Who makes a call, with all of it that goes into the record. */
export interface Caller {
  readonly kind: CallerClass
  /** `userIdentity` as JSON text. */
  readonly identity: string
  /** Name of the role session. */
  readonly name?: string
  readonly ip: string
  readonly agent: string
  /** False where a service calls: those records carry no `tlsDetails`. */
  readonly tls: boolean
  readonly endpoint?: string | undefined
  readonly fromConsole?: boolean
  /** Address of a calling service; takes the place of `ip` and `agent`. */
  readonly invokedBy?: string
}

/** A session, and the record of the call that began it. */
export interface BegunSession extends Caller {
  readonly begun: Omit<RecordParts, 'time' | 'requestId' | 'eventId' | 'region' | 'account' | 'version'>
}
