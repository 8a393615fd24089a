import { ChevronDown, ChevronUp, ListFilter, Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { View } from '../../../electron/contract/view'
import { keysOf } from '../../app/keymap'
import { formatCount, plural } from '../../lib/format'
import { useUi } from '../../state/ui-store'
import { addFilter } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { Button, IconButton } from '../../ui/button'
import { eventsTable } from '../events/table-handle'
import css from './find.module.css'
import { cancelFind, clearFind, countFound, findFieldId, stepFind } from './find-steps'
import { useFind } from './find-store'

const typingMs = 200
const about =
  'Marks what the shown columns hold and steps through it. All rows stay: to narrow them, use the filter above.'

/** Marks what is typed in the rows and steps through them; the filters above narrow, this does not. */
export function FindBar({ caseId, revision, view }: { caseId: string; revision: number; view: View }) {
  const { text, at, matches, slow, progress, set } = useFind()
  const edit = useView((state) => state.edit)
  const zone = useUi((ui) => ui.zone)
  const typing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const asked = JSON.stringify({ caseId, revision, view })
  const before = useRef(asked)
  useEffect(() => {
    if (before.current === asked) return
    before.current = asked
    if (useFind.getState().text) countFound()
  }, [asked])
  useEffect(() => () => clearTimeout(typing.current), [])

  const change = (next: string) => {
    cancelFind()
    clearTimeout(typing.current)
    set({ text: next, at: null, matches: null })
    if (next) typing.current = setTimeout(() => stepFind('next', true), typingMs)
  }
  const step = (direction: 'next' | 'previous') => {
    clearTimeout(typing.current)
    void stepFind(direction)
  }
  const leave = () => {
    clearTimeout(typing.current)
    clearFind()
    eventsTable.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') step(event.shiftKey ? 'previous' : 'next')
    else if (event.key === 'Escape' && slow) cancelFind()
    else if (event.key === 'Escape') leave()
    else if (event.key === 'ArrowDown') eventsTable.current?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <search className={css.find} aria-label="Find in the table" data-open={text !== '' || undefined}>
      <span className={css.box}>
        <Search size={13} aria-hidden />
        <input
          id={findFieldId}
          type="text"
          aria-label="Find in the rows"
          placeholder="Find in the rows"
          title={zone === 'utc' ? about : `${about} Times are looked through in UTC only.`}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {text !== '' && (
          <span className={css.count} data-testid="found" data-none={matches === 0 || undefined}>
            {slow
              ? progress && progress.total > 0
                ? `${Math.floor((100 * progress.done) / progress.total)} %`
                : '…'
              : countWords(matches, at?.nth)}
          </span>
        )}
      </span>
      {slow && (
        <Button size="small" onClick={cancelFind}>
          Cancel
        </Button>
      )}
      {text !== '' && (
        <>
          <IconButton
            icon={ChevronUp}
            label="Previous match"
            shortcut={keysOf('find-previous')}
            size="small"
            disabled={matches === 0}
            onClick={() => step('previous')}
          />
          <IconButton
            icon={ChevronDown}
            label="Next match"
            shortcut={keysOf('find-next')}
            size="small"
            disabled={matches === 0}
            onClick={() => step('next')}
          />
          <Button
            tone="quiet"
            size="small"
            icon={ListFilter}
            title="Shows only events with this text in any field"
            onClick={() => {
              edit((now) => addFilter(now, { kind: 'text', text }))
              leave()
            }}
          >
            <span className={css.roomy}>Filter by this</span>
          </Button>
          <IconButton icon={X} label="End the search" shortcut="Esc" size="small" onClick={leave} />
        </>
      )}
    </search>
  )
}

function countWords(matches: number | null, nth: number | undefined): string {
  if (matches === null) return '…'
  if (matches === 0) return 'no row'
  return nth === undefined ? plural(matches, 'row') : `${formatCount(nth)} of ${formatCount(matches)}`
}
