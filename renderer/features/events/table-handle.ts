import type { DataTableHandle } from '../../ui/data-table/data-table'

/** The events table that is on the screen, for commands from outside of it. */
export const eventsTable: { current: DataTableHandle | null } = { current: null }
