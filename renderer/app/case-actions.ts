import type { CaseInfo, ImportProgress } from '../../electron/contract/case'
import { isCancelled } from '../../electron/contract/errors'
import { emptyView } from '../../electron/contract/view'
import { answers, asEngineError, engine } from '../client/engine'
import { desktopBridge } from '../client/shell'
import { useOpenRecord } from '../features/events/open-record'
import { useCase } from '../state/case-store'
import { useDeletions } from '../state/deletions-store'
import { isRunning, useImport } from '../state/import-store'
import { recallPlace, useSavedViews } from '../state/saved-views'
import { useView } from '../state/view-store'
import { useScreen } from './screen-store'

/** Shows a case as it was left, or from the start when this person has not seen it yet. */
export function showCase(info: CaseInfo, keepPlace = false): void {
  const before = useCase.getState().current
  // Before the case is set: from then on the present view is what is remembered of it.
  const place = recallPlace(info.path)
  useCase.getState().setCurrent(info)
  useSavedViews.getState().open(info.path)
  if (keepPlace || before?.path === info.path) return
  useDeletions.getState().reset()
  useOpenRecord.getState().reset()
  useView.getState().load(place?.view ?? emptyView)
  useScreen.getState().show(place?.screen ?? 'events')
}

export async function openCase(path: string, keepPlace = false): Promise<void> {
  showCase(await engine.call('case.open', { path }), keepPlace)
}

export async function openSample(): Promise<void> {
  const { case: info, job } = await engine.call('case.sample', {})
  showCase(info)
  if (job) watchImport(job, info)
}

/** Where a new case of these archives would go. */
export const suggestCase = async (paths: string[]) => (await engine.call('case.suggest', { paths })).path

/**
 * Opens archives that nobody named a case for. Those that a case was made of before open that one, as it was left, with
 * what they hold beyond it; others become a new case.
 */
export async function openArchives(paths: string[]): Promise<void> {
  const { path, made } = await engine.call('case.suggest', { paths })
  await importArchives(paths, made ?? path)
}

/** Starts an import and shows the case at once: what has been committed can be looked at while the rest comes. */
export async function importArchives(paths: string[], casePath: string, copy = false): Promise<void> {
  const { job, case: info } = await engine.call('import.start', { paths, case: casePath, copy })
  showCase(info)
  if (info.events === 0) showEventsWhenThere()
  watchImport(job, info)
}

/** The import's own page until the first events are there, then those; unless the person went elsewhere meanwhile. */
function showEventsWhenThere(): void {
  useScreen.getState().show('files')
  const stopScreen = useScreen.subscribe((state) => {
    if (state.screen !== 'files') stop()
  })
  const stopCase = useCase.subscribe(({ current }) => {
    if (current && current.events === 0) return
    stop()
    if (current) useScreen.getState().show('events')
  })
  const stop = () => {
    stopScreen()
    stopCase()
  }
}

export function closeCase(): void {
  const { current, setCurrent } = useCase.getState()
  if (current) engine.call('case.close', { case: current.id }).catch(() => {})
  setCurrent(null)
  useView.getState().load(emptyView)
  answers.clear()
}

/** Asks for the case again; its revision makes every answer of the old state be asked anew. */
export async function refreshCase(): Promise<void> {
  const { current } = useCase.getState()
  if (!current) return
  const info = await engine.call('case.info', { case: current.id })
  if (useCase.getState().current?.id === info.id) useCase.getState().setCurrent(info)
}

const taskbar = (fraction: number | null) =>
  desktopBridge()
    ?.shell('shell.progress', { fraction })
    .catch(() => {})

/** A notice of the system's, for an import that ended while the person was elsewhere. */
function tellSystem(kind: 'import-done' | 'import-failed', events: number): void {
  if (document.hasFocus()) return
  desktopBridge()
    ?.shell('shell.notify', { kind, events })
    .catch(() => {})
}

/** Follows an import until its end, and the case with it. */
export function watchImport(job: string, info: Pick<CaseInfo, 'id' | 'path'>): void {
  const { start, report } = useImport.getState()
  start({ job, caseId: info.id, casePath: info.path })
  let revision = -1
  const onProgress = (progress: ImportProgress) => {
    report(job, { progress })
    const { read, total } = progress.bytes
    taskbar(total ? read / total : null)
    if (progress.revision === revision) return
    revision = progress.revision
    void refreshCase().catch(() => {})
  }
  engine
    .call('import.watch', { job }, { onProgress })
    .then((result) => {
      report(job, { result })
      tellSystem('import-done', result.records.stored)
    })
    .catch((error: unknown) => {
      if (isCancelled(error)) return
      report(job, { error: asEngineError(error) })
      tellSystem('import-failed', 0)
    })
    .finally(() => {
      taskbar(null)
      void refreshCase().catch(() => {})
    })
}

export function cancelImport(): void {
  const { job } = useImport.getState()
  if (isRunning(job)) engine.call('import.cancel', { job: job.job }).catch(() => {})
}
