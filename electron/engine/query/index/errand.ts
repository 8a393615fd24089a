import type { GivenOf, PassName } from './passes'

/** Places in the array that both threads of a pass look at: the next part to take, and whether the helper is in it. */
export const turn = { next: 0, state: 1 } as const
export const state = { open: 0, joined: 1, over: 2 } as const

/** What a helping thread is sent. */
export type Errand = { name: PassName; given: GivenOf[PassName]; parts: number; shared: Int32Array }
