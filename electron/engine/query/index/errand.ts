import type { Bits } from './bits'
import type { PassName, PassStore, Small, Timeline } from './passes'

/** Places in the array that both threads of a pass look at: the next part to take, and whether the helper is in it. */
export const turn = { next: 0, state: 1 } as const
export const state = { open: 0, joined: 1, over: 2 } as const

/**
 * What a helping thread is given when it begins: the index it helps with, the set that a pass reads, where it marks rows, and
 * what is counted up with each errand.
 */
export type Lent = { timeline: Timeline; bits: Bits; marked: Bits; sent: Int32Array }

/** What a helping thread is sent. Columns come with the first errand about them, and are numbers in later ones. */
export type Errand = {
  name: PassName
  given: Small[PassName]
  stores: readonly number[]
  lent: readonly (readonly [number, PassStore])[]
  parts: number
  shared: Int32Array
}
