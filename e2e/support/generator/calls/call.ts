import type { Caller, CallerClass } from '../caller'
import type { Random } from '../random'
import type { RecordParts } from '../record'
import type { Place } from '../world'

/** What a call's texts are drawn from. `subject` and `other` are chosen first and appear in all parts of the record. */
export interface Draw {
  readonly random: Random
  readonly place: Place
  caller: Caller
  timeMs: number
  subject: string
  other: string
}

/** A part of a record, written as JSON text for this draw. */
export type Text = (draw: Draw) => string

/** One kind of ordinary call, with how often each class of caller makes it. */
export interface CallKind {
  /** Without the domain: `ec2`. */
  readonly source: string
  readonly name: string
  readonly readOnly: boolean
  /** Relative frequency within the calls of that class of caller. */
  readonly by: Partial<Record<CallerClass, number>>
  /** A data event; everything else is a management event. */
  readonly data?: true
  /** Recorded in us-east-1 only. */
  readonly global?: true
  readonly apiVersion?: string
  /** Default `AwsApiCall`. */
  readonly type?: RecordParts['type']
  readonly subject?: Text
  readonly other?: Text
  readonly request?: Text
  readonly response?: Text
  readonly resources?: Text
  readonly additional?: Text
  /** Share of calls that fail, the error code, and its message. A failed call has no response. */
  readonly errors?: readonly (readonly [share: number, code: string, message: Text])[]
}

export const accountOf = (d: Draw) => d.place.account.id

/** `resources` with one entry. */
export function resource(type: string, arn: Text): Text {
  return (d) => `[{"accountId":"${accountOf(d)}","type":"${type}","ARN":"${arn(d)}"}]`
}

/** The ARN of a Region's resource. */
export function arnOf(service: string, tail: Text): Text {
  return (d) => `arn:aws:${service}:${d.place.region}:${accountOf(d)}:${tail(d)}`
}

/** The usual sentence of an authorisation failure. */
export function denied(action: string): Text {
  return (d) => {
    const arn = /"arn":"([^"]+)"/.exec(d.caller.identity)?.[1] ?? d.caller.invokedBy ?? 'unknown'
    return `User: ${arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`
  }
}
