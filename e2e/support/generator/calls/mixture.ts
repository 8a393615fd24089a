import type { CallerClass } from '../caller'
import { Weighted } from '../random'
import type { CallKind } from './call'
import { ec2Calls } from './ec2'
import { operationsCalls } from './operations'
import { securityCalls } from './security'
import { storageCalls } from './storage'

const allCalls: readonly CallKind[] = [...ec2Calls, ...storageCalls, ...securityCalls, ...operationsCalls]

const classes: readonly CallerClass[] = [
  'instance',
  'function',
  'task',
  'person',
  'pipeline',
  'audit',
  'scaling',
  'user',
  'service',
]

/** What each class of caller calls, in a Region that records global services or in one that does not. */
export type Mixture = ReadonlyMap<CallerClass, Weighted<CallKind>>

export function makeMixture(withGlobal: boolean): Mixture {
  const usable = allCalls.filter((call) => withGlobal || !call.global)
  return new Map(
    classes.map((kind) => [
      kind,
      new Weighted(usable.flatMap((call) => (call.by[kind] ? [[call, call.by[kind] ?? 0] as const] : []))),
    ]),
  )
}
