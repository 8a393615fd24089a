import { useEffect } from 'react'
import { useOpenRecord } from '../features/events/open-record'
import { eventsTable } from '../features/events/table-handle'
import { useCase } from '../state/case-store'
import { useUi } from '../state/ui-store'
import { runCommand } from './commands'
import { useScreen } from './screen-store'
import { screens } from './views'

const isTyping = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable]:not([contenteditable=false])') !== null

/** The command a key stands for, or null. Single letters only where they can be meant: not while typing. */
export function commandFor(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  { typing, letters }: { typing: boolean; letters: boolean },
): string | null {
  const mod = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  if (mod && !event.altKey) {
    if (key === 'k') return 'palette'
    if (key === 'e') return 'export'
    if (key === 'g') return 'go-to'
    if (key === 'f' && !event.shiftKey) return 'find'
    if (key === '`') return 'screen.sql'
    if (key === 'd' && event.shiftKey) return 'theme'
    if (typing) return null
    if (key === 'z') return event.shiftKey ? 'redo' : 'undo'
    if (key === 'y') return 'redo'
    return null
  }
  if (typing) return null
  if (event.altKey) {
    if (event.key === 'ArrowLeft') return 'earlier'
    if (event.key === 'ArrowRight') return 'later'
    const screen = /^[1-9]$/.test(event.key) ? screens[Number(event.key) - 1] : undefined
    return screen ? `screen.${screen.id}` : null
  }
  if (!letters) return null
  if (event.key === '/') return 'search'
  if (event.key === '?') return 'shortcuts'
  if (event.key === 'z') return 'zoom-out'
  if (event.key === 'Z') return 'zoom-back'
  return null
}

/** The shortcuts of the whole window. Parts that handle a key themselves keep it from coming here. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const { overlay, open } = useScreen.getState()
      if (event.key === 'Escape') return goBack(event)
      const options = { typing: isTyping(event.target), letters: useUi.getState().letterKeys }
      const command = commandFor(event, options)
      if (!command || (overlay && command !== 'palette')) return
      // Other screens have no table of events to look through; there the browser's own search is of use.
      if (command === 'find' && useScreen.getState().screen !== 'events') return
      event.preventDefault()
      if (command === 'palette') open(overlay === 'palette' ? null : 'palette')
      else runCommand(command)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

/** Back one level: the record, then the focus. Dialogs and menus take Escape themselves. */
function goBack(event: KeyboardEvent): void {
  if (useScreen.getState().overlay || !useCase.getState().current || isTyping(event.target)) return
  if (useOpenRecord.getState().seq === null) return
  useOpenRecord.getState().open(null, null)
  eventsTable.current?.focus()
}
