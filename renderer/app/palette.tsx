import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { interpret } from '../features/search/interpret'
import { fieldLabel, filterableFields } from '../lib/fields'
import { useCase } from '../state/case-store'
import { addFilter } from '../state/view-edit'
import { useView } from '../state/view-store'
import { classes } from '../ui/classes'
import { Kbd } from '../ui/kbd'
import popups from '../ui/popups.module.css'
import { type Command, commands } from './commands'
import { keysOf } from './keymap'
import css from './palette.module.css'
import { useScreen } from './screen-store'

/** Letters of the query in their order somewhere in the label; a whole word counts most. Null when they are not. */
export function matchScore(label: string, query: string): number | null {
  const text = label.toLowerCase()
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return 0
  const whole = text.indexOf(wanted)
  if (whole >= 0) return whole === 0 ? 0 : text[whole - 1] === ' ' ? 1 : 2
  let at = -1
  for (const letter of wanted.replaceAll(' ', '')) {
    at = text.indexOf(letter, at + 1)
    if (at < 0) return null
  }
  return 3
}

const mostShown = 60

function found(query: string, hasCase: boolean): Command[] {
  const known = commands().filter((command) => command.when?.() ?? true)
  const readings: Command[] = hasCase
    ? interpret(query)
        .slice(0, 2)
        .map((reading, index) => ({
          id: `reading.${index}`,
          label: reading.words,
          group: 'Filter events',
          run: () => {
            useScreen.getState().show('events')
            useView.getState().edit((view) => addFilter(view, reading.draft))
          },
        }))
    : []
  const scored = known
    .map((command) => ({ command, score: matchScore(command.label, query) }))
    .filter((entry) => entry.score !== null)
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0))
    .map((entry) => entry.command)
  const fields: Command[] =
    hasCase && query.trim().length > 1
      ? filterableFields
          .filter(
            (field) =>
              matchScore(fieldLabel(field), query) !== null &&
              (matchScore(fieldLabel(field), query) ?? 9) < 3,
          )
          .slice(0, 5)
          .map((field) => ({
            id: `field.${field}`,
            label: `Show column ${fieldLabel(field)}`,
            group: 'Columns',
            run: () => {
              useScreen.getState().show('events')
              useView
                .getState()
                .edit((view) => ({ ...view, columns: [...new Set([...(view.columns ?? []), field])] }))
            },
          }))
      : []
  return [...scored, ...readings, ...fields].slice(0, mostShown)
}

/** Everything by its name (Ctrl or ⌘ K). */
export function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const hasCase = useCase((state) => state.current !== null)
  const list = useMemo(() => found(query, hasCase), [query, hasCase])
  const active = Math.min(at, list.length - 1)
  const run = (command: Command | undefined) => {
    if (!command) return
    onClose()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      const next = (active + step + list.length) % Math.max(1, list.length)
      setAt(next)
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter') {
      // Else the rest of the press lands on the button that has the focus again, and presses it.
      event.preventDefault()
      run(list[active])
    }
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={popups.backdrop} />
        <Dialog.Popup
          className={classes(popups.dialog, popups.top)}
          initialFocus={input}
          aria-label="Commands"
        >
          <div className={css.head}>
            <Search size={16} aria-hidden />
            <input
              ref={input}
              role="combobox"
              aria-label="Command"
              aria-expanded
              aria-controls={listId}
              aria-activedescendant={list.length > 0 ? `${listId}-${active}` : undefined}
              autoComplete="off"
              spellCheck={false}
              placeholder="What do you want to do?"
              value={query}
              onChange={(event) => {
                setQuery(event.target.value)
                setAt(0)
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          <div className={css.list} id={listId} role="listbox" aria-label="Commands">
            {list.map((command, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the input's keys choose
              // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the active option
              <div
                key={command.id}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === active}
                className={css.option}
                onMouseMove={() => setAt(index)}
                onClick={() => run(command)}
              >
                <span className={css.label}>{command.label}</span>
                <span className={css.group}>{command.group}</span>
                {keysOf(command.id) && <Kbd>{keysOf(command.id) ?? ''}</Kbd>}
              </div>
            ))}
            {list.length === 0 && <p className={css.none}>Nothing is called that.</p>}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
