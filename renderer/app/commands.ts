import { whatHappenedId } from '../features/deletions/list/what-happened'
import { deletionsScreen } from '../features/deletions/place'
import { useOpenRecord } from '../features/events/open-record'
import { eventsTable } from '../features/events/table-handle'
import { timeSteps } from '../features/events/time-step-menu'
import { findFieldId } from '../features/find/find-steps'
import { queryBarId } from '../features/search/query-bar'
import { openViewAsSql } from '../features/sql/open-view'
import { shiftRange, spanRange } from '../features/timeline/range-steps'
import { useCase } from '../state/case-store'
import { useSavedViews } from '../state/saved-views'
import { type Density, useUi } from '../state/ui-store'
import { clearFilters, setRange } from '../state/view-edit'
import { useView, zoomedOut } from '../state/view-store'
import { closeCase, openSample } from './case-actions'
import { notify, notifyError } from './notices'
import { useScreen } from './screen-store'
import { toggleTheme } from './theme'
import { screens } from './views'

export type Command = { id: string; label: string; group: string; run: () => void; when?: () => boolean }

const hasCase = () => useCase.getState().current !== null
const edit = () => useView.getState().edit

const focusById = (id: string, screen = 'events') => {
  useScreen.getState().show(screen)
  const focus = () => document.getElementById(id)?.focus()
  // At once, so that what is typed next goes there; again when a screen has come up, or an overlay has given focus back.
  focus()
  requestAnimationFrame(focus)
}

export function zoomOutOnce(): void {
  const { view, past } = useView.getState()
  const span = useCase.getState().current?.span
  const { range } = view
  if (range) edit()((now) => setRange(now, zoomedOut(range, past, span ? spanRange(span) : null)))
}

const step = (by: number) => () => {
  const { range } = useView.getState().view
  if (range) edit()((now) => setRange(now, shiftRange(range, by)))
  else notify('Choose a time range first; then you can step through time with it.')
}

const densities: [Density, string][] = [
  ['compact', 'Compact rows'],
  ['normal', 'Normal rows'],
  ['roomy', 'Roomy rows'],
]

/** Everything the window can do that needs no place to point at. The palette lists it, shortcuts run it by id. */
export function commands(): Command[] {
  const open = useScreen.getState().open
  return [
    ...screens.map(({ id, label }) => ({
      id: `screen.${id}`,
      label: `Go to ${label}`,
      group: 'Views',
      when: hasCase,
      run: () => useScreen.getState().show(id),
    })),
    {
      id: 'search',
      label: 'Search and filter',
      group: 'Events',
      when: hasCase,
      run: () => focusById(queryBarId),
    },
    {
      id: 'what-happened',
      label: 'What happened to a resource',
      group: 'Deletions',
      when: hasCase,
      run: () => focusById(whatHappenedId, deletionsScreen),
    },
    {
      id: 'go-to',
      label: 'Go to a row or a time',
      group: 'Events',
      when: hasCase,
      run: () => focusById('go-to'),
    },
    {
      id: 'find',
      label: 'Find in the rows, keeping all of them',
      group: 'Events',
      when: hasCase,
      run: () => focusById(findFieldId),
    },
    ...timeSteps.map((timeStep) => ({ ...timeStep, group: 'Events', when: hasCase })),
    {
      id: 'table',
      label: 'To the table',
      group: 'Events',
      when: hasCase,
      run: () => eventsTable.current?.focus(),
    },
    { id: 'undo', label: 'Undo', group: 'Events', when: hasCase, run: () => useView.getState().undo() },
    { id: 'redo', label: 'Redo', group: 'Events', when: hasCase, run: () => useView.getState().redo() },
    {
      id: 'clear',
      label: 'Clear filters and time range',
      group: 'Events',
      when: hasCase,
      run: () => edit()(clearFilters),
    },
    { id: 'zoom-out', label: 'Zoom out one step', group: 'Events', when: hasCase, run: zoomOutOnce },
    {
      id: 'zoom-back',
      label: 'Take the time range away',
      group: 'Events',
      when: hasCase,
      run: () => edit()((now) => setRange(now, null)),
    },
    { id: 'earlier', label: 'The stretch of time before', group: 'Events', when: hasCase, run: step(-1) },
    { id: 'later', label: 'The stretch of time after', group: 'Events', when: hasCase, run: step(1) },
    { id: 'export', label: 'Export events', group: 'Events', when: hasCase, run: () => open('export') },
    {
      id: 'view-as-sql',
      label: 'Open this view as SQL',
      group: 'Events',
      when: hasCase,
      run: () => void openViewAsSql(),
    },
    { id: 'columns', label: 'Choose columns', group: 'Events', when: hasCase, run: () => open('columns') },
    {
      id: 'saved-views',
      label: 'Saved views',
      group: 'Events',
      when: hasCase,
      run: () => {
        useScreen.getState().show('events')
        open('saved-views')
      },
    },
    {
      id: 'compare',
      label: 'Compare the chosen records',
      group: 'Events',
      when: () => useOpenRecord.getState().compared.length > 0,
      run: () => open('compare'),
    },
    ...useSavedViews.getState().views.map((saved) => ({
      id: `view.${saved.name}`,
      label: `View: ${saved.name}`,
      group: 'Saved views',
      run: () => {
        useScreen.getState().show('events')
        edit()(() => saved.view)
      },
    })),
    { id: 'archives', label: 'Open an archive…', group: 'Case', run: () => open('archives') },
    { id: 'case', label: 'Open a case…', group: 'Case', run: () => open('case') },
    {
      id: 'sample',
      label: 'Open the sample',
      group: 'Case',
      run: () => void openSample().catch(notifyError),
    },
    { id: 'close', label: 'Close this case', group: 'Case', when: hasCase, run: closeCase },
    { id: 'theme', label: 'Switch between dark and light', group: 'Window', run: toggleTheme },
    {
      id: 'theme.system',
      label: 'Dark or light as the system says',
      group: 'Window',
      run: () => useUi.getState().set({ theme: 'system' }),
    },
    {
      id: 'zone',
      label: 'Switch between UTC and local time',
      group: 'Window',
      run: () => useUi.getState().set({ zone: useUi.getState().zone === 'utc' ? 'local' : 'utc' }),
    },
    ...densities.map(([density, label]) => ({
      id: `density.${density}`,
      label,
      group: 'Window',
      run: () => useUi.getState().set({ density }),
    })),
    { id: 'settings', label: 'Settings', group: 'Window', run: () => open('settings') },
    { id: 'shortcuts', label: 'Keyboard shortcuts', group: 'Window', run: () => open('shortcuts') },
  ]
}

export function runCommand(id: string): void {
  const command = commands().find((entry) => entry.id === id)
  if (command && (command.when?.() ?? true)) command.run()
}
