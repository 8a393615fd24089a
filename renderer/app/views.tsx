import {
  FolderSearch,
  LayoutDashboard,
  ListFilter,
  type LucideIcon,
  SquareTerminal,
  Trash2,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { DeletionsScreen } from '../features/deletions/deletions-screen'
import { EventsScreen } from '../features/events/events-screen'
import { FilesScreen } from '../features/files/files-screen'
import { OverviewScreen } from '../features/overview/overview-screen'
import { SqlScreen } from '../features/sql/sql-screen'

export type ScreenSpec = {
  /** Stands in the address. */
  id: string
  label: string
  icon: LucideIcon
  component: ComponentType
}

/** The views of an open case, in the order of the navigation. Adding one here is all that is needed. */
export const screens: readonly ScreenSpec[] = [
  { id: 'overview', label: 'Overview', icon: LayoutDashboard, component: OverviewScreen },
  { id: 'events', label: 'Events', icon: ListFilter, component: EventsScreen },
  { id: 'deletions', label: 'Deletions', icon: Trash2, component: DeletionsScreen },
  { id: 'sql', label: 'SQL', icon: SquareTerminal, component: SqlScreen },
  { id: 'files', label: 'Files', icon: FolderSearch, component: FilesScreen },
]
