import type { Query } from '@tanstack/react-query'
import { emptyView } from '../../electron/contract/view'
import { answers, asEngineError, engine } from '../client/engine'
import { type Address, formatAddress, parseAddress } from '../state/address'
import { useCase } from '../state/case-store'
import { noFilter } from '../state/deletion-edit'
import { useDeletions } from '../state/deletions-store'
import { isRunning, useImport } from '../state/import-store'
import { rememberPlace } from '../state/saved-views'
import { useView } from '../state/view-store'
import { importArchives, openArchives, openCase, refreshCase, watchImport } from './case-actions'
import { notify, notifyError } from './notices'
import { useScreen } from './screen-store'
import { screens } from './views'

/** What the window does first: the case in its address, else what the program was started with, else the welcome. */
export async function start(): Promise<void> {
  const hello = await engine.call('engine.hello', {})
  useCase.getState().setHello(hello)
  const address = parseAddress(location.hash)
  try {
    if (address.casePath) {
      await openCase(address.casePath, true)
      useView.getState().load(address.view)
      useDeletions.getState().edit(() => address.deletions ?? noFilter)
      useScreen.getState().show(screenOf(address))
      tellUnread(address)
    } else if (hello.openAtStart?.case && hello.openAtStart.paths.length === 0) {
      await openCase(hello.openAtStart.case)
    } else if (hello.openAtStart && hello.openAtStart.paths.length > 0) {
      const { paths } = hello.openAtStart
      if (hello.openAtStart.case) await importArchives(paths, hello.openAtStart.case)
      else await openArchives(paths)
    }
  } catch (error) {
    notifyError(error)
  }
  await findRunningImport()
}

/** The screen that an address names, or the Events view where there is none of that name. */
const screenOf = ({ screen }: Address) =>
  screens.some(({ id }) => id === screen.split('/')[0]) ? screen : 'events'

/** All events where some were asked for must not be taken for the answer. */
function tellUnread({ unread }: Address): void {
  if (unread) notify('The View in the address cannot be read. All events are shown instead.')
}

async function findRunningImport(): Promise<void> {
  const current = useCase.getState().current
  if (!current || isRunning(useImport.getState().job)) return
  const { jobs } = await engine.call('import.running', {})
  const job = jobs.find((running) => running.case === current.id)
  if (job) watchImport(job.job, current)
}

/** Keeps address and intent the same, in both directions, and remembers where each case was left. */
export function keepAddress(): () => void {
  let written = location.hash
  let shown = useScreen.getState().screen
  const write = () => {
    const casePath = useCase.getState().current?.path ?? null
    const { screen } = useScreen.getState()
    const { view } = useView.getState()
    if (casePath) rememberPlace(casePath, { screen, view })
    const { filter } = useDeletions.getState()
    const hash = casePath ? formatAddress({ screen, casePath, view, deletions: filter }) : '#/'
    if (hash === written) return
    written = hash
    // Another screen is a place of its own, which the browser's Back leads away from; a changed View is the same place.
    if (screen === shown) history.replaceState(null, '', hash)
    else history.pushState(null, '', hash)
    shown = screen
    document.title = casePath ? `${useCase.getState().current?.name ?? ''} – Backtrail` : 'Backtrail'
  }
  const read = () => {
    if (location.hash === written) return
    written = location.hash
    const address = parseAddress(location.hash)
    const open = useCase.getState().current?.path ?? null
    if (address.casePath && address.casePath !== open) {
      openCase(address.casePath, true).then(
        () => {
          useView.getState().load(address.view)
          useDeletions.getState().edit(() => address.deletions ?? noFilter)
          useScreen.getState().show(screenOf(address))
          tellUnread(address)
        },
        (error) => {
          notifyError(error)
          // What is still shown is another case: the address must not name the one that could not be opened.
          write()
        },
      )
      return
    }
    useView.getState().edit(() => address.view ?? emptyView)
    useDeletions.getState().edit(() => address.deletions ?? noFilter)
    shown = screenOf(address)
    useScreen.getState().show(shown)
    tellUnread(address)
    write()
  }
  const unsubscribe = [
    useView.subscribe(write),
    useDeletions.subscribe(write),
    useScreen.subscribe(write),
    useCase.subscribe(write),
  ]
  window.addEventListener('hashchange', read)
  write()
  return () => {
    for (const stop of unsubscribe) stop()
    window.removeEventListener('hashchange', read)
  }
}

/** After the engine came back: its memory is new, so the case is opened again before anything else is asked. */
export function keepLink(): () => void {
  let wasLost = false
  return engine.onLink(() => {
    const { kind } = engine.link()
    if (kind === 'lost') wasLost = true
    if (kind !== 'ready' || !wasLost) return
    wasLost = false
    notify('The engine had stopped and was started again. Nothing in the case is lost.')
    const path = useCase.getState().current?.path
    const job = useImport.getState().job
    if (isRunning(job))
      useImport.getState().report(job.job, {
        error: asEngineError(new Error('The engine stopped during the import. What was committed is kept.')),
      })
    if (!path) return
    // What was asked between the engine's return and this is asked again: it did not know the case yet.
    const failed = { predicate: (query: Query) => query.state.status === 'error' }
    openCase(path, true).then(() => answers.invalidateQueries(failed), notifyError)
  })
}

/** Other processes may add to the case: look now and then, and when the window comes to the front. */
export function keepFresh(): () => void {
  const look = () => {
    if (document.visibilityState === 'visible') void refreshCase().catch(() => {})
  }
  const timer = setInterval(look, 15_000)
  document.addEventListener('visibilitychange', look)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  }
}
