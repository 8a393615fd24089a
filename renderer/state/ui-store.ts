import type { z } from 'zod'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { StackBy } from '../../electron/contract/events'
import type { Zone } from '../lib/time'

export type Theme = 'system' | 'light' | 'dark'
export type Density = 'compact' | 'normal' | 'roomy'

/** Row height in px of each density. */
export const rowHeights: Record<Density, number> = { compact: 24, normal: 28, roomy: 34 }

export type UiState = {
  theme: Theme
  density: Density
  zone: Zone
  stackBy: z.infer<typeof StackBy>
  /** Single letters as shortcuts (WCAG 2.1.4 asks that they can be switched off). */
  letterKeys: boolean
  facetsOpen: boolean
  recordOpen: boolean
  facetsWidth: number
  recordWidth: number
  collapsedFacets: string[]
  extraFacets: string[]
  /** Facets one after another as the person put them; empty for the usual order. */
  facetOrder: string[]
  pinnedFacets: string[]
  /** Facets that list their least frequent values first. */
  rarestFacets: string[]
  /** Widths and pinned columns of tables, by the table's name. */
  columnWidths: Record<string, Record<string, number>>
  pinned: Record<string, string[]>
  /** What the person calls their accounts, by account id. */
  accountNames: Record<string, string>
  set: (change: Partial<Omit<UiState, 'set'>>) => void
}

/** How the window looks and behaves for this person; nothing in it is part of what they asked to see. */
export const useUi = create<UiState>()(
  persist(
    (set) => ({
      theme: 'system',
      density: 'normal',
      zone: 'utc',
      stackBy: 'eventCategory',
      letterKeys: true,
      facetsOpen: true,
      recordOpen: true,
      facetsWidth: 264,
      recordWidth: 420,
      collapsedFacets: ['awsRegion', 'recipientAccountId', 'userAgentFamily', 'errorCode', 'resourceArns'],
      extraFacets: [],
      facetOrder: [],
      pinnedFacets: [],
      rarestFacets: [],
      columnWidths: {},
      pinned: { events: ['eventTime'] },
      accountNames: {},
      set: (change) => set(change),
    }),
    { name: 'backtrail.ui', version: 1 },
  ),
)
