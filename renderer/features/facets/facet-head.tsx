import {
  ArrowDown,
  ArrowUp,
  ArrowUpNarrowWide,
  ChevronDown,
  ChevronRight,
  EllipsisVertical,
  FilterX,
  Pin,
  PinOff,
  Search,
  X,
} from 'lucide-react'
import { type KeyboardEvent, memo, type ReactNode } from 'react'
import { fieldLabel } from '../../lib/fields'
import { useUi } from '../../state/ui-store'
import { clearField } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { IconButton } from '../../ui/button'
import { Menu, type MenuEntry } from '../../ui/menu'
import {
  canStepFacet,
  removeFacet,
  stepFacet,
  toggleCollapsed,
  togglePinnedFacet,
  toggleRarest,
} from './facet-actions'
import type { useFacetDrag } from './facet-drag'
import { isStandardFacet } from './facet-fields'
import css from './facets.module.css'

type Props = {
  field: string
  /** How many values the View names. */
  chosen: number
  searchable: boolean
  searching: boolean
  onSearch: () => void
  drag: ReturnType<typeof useFacetDrag>['source']
}

/** Name and tools of a facet. Alt with an arrow moves it; so do the menu and dragging the heading. */
export const FacetHead = memo(function FacetHead(props: Props) {
  const { field, chosen, searchable, searching, onSearch, drag } = props
  const open = useUi((ui) => !ui.collapsedFacets.includes(field))
  const pinned = useUi((ui) => ui.pinnedFacets.includes(field))
  const rarest = useUi((ui) => ui.rarestFacets.includes(field))
  const edit = useView((state) => state.edit)
  const label = fieldLabel(field)
  return (
    <header className={css.groupHead} {...drag}>
      <button
        type="button"
        className={css.groupToggle}
        data-facet-head={field}
        aria-expanded={open}
        onClick={() => toggleCollapsed(field)}
        onKeyDown={(event) => moveByKey(event, field)}
      >
        {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
        <span className={css.groupName}>{label}</span>
        {pinned && (
          <Mark words="pinned">
            <Pin size={11} aria-hidden />
          </Mark>
        )}
        {chosen > 0 && <span className={css.badge}>{chosen}</span>}
      </button>
      {open && rarest && (
        <IconButton
          icon={ArrowUpNarrowWide}
          label={`${label}: rarest first`}
          size="small"
          aria-pressed
          onClick={() => toggleRarest(field)}
        />
      )}
      {chosen > 0 && (
        <IconButton
          icon={FilterX}
          label={`Forget the filter on ${label}`}
          size="small"
          onClick={() => edit((now) => clearField(now, field))}
        />
      )}
      {open && searchable && (
        <IconButton
          icon={Search}
          label={`Search in ${label}`}
          size="small"
          aria-pressed={searching}
          onClick={onSearch}
        />
      )}
      {!isStandardFacet(field) && (
        <IconButton
          icon={X}
          label={`Take ${label} off the facets`}
          size="small"
          onClick={() => removeFacet(field)}
        />
      )}
      <Menu
        align="end"
        trigger={<IconButton icon={EllipsisVertical} label={`Order and place of ${label}`} size="small" />}
        entries={() => entriesFor(field, { pinned, rarest })}
      />
    </header>
  )
})

function entriesFor(field: string, { pinned, rarest }: { pinned: boolean; rarest: boolean }): MenuEntry[] {
  return [
    { label: 'Most frequent first', checked: !rarest, run: () => rarest && toggleRarest(field) },
    { label: 'Rarest first', checked: rarest, run: () => !rarest && toggleRarest(field) },
    { kind: 'separator' },
    {
      label: pinned ? 'Unpin' : 'Pin to the top',
      icon: pinned ? PinOff : Pin,
      run: () => togglePinnedFacet(field),
    },
    {
      label: 'Move up',
      icon: ArrowUp,
      shortcut: 'Alt+↑',
      disabled: !canStepFacet(field, -1),
      run: () => stepFacet(field, -1),
    },
    {
      label: 'Move down',
      icon: ArrowDown,
      shortcut: 'Alt+↓',
      disabled: !canStepFacet(field, 1),
      run: () => stepFacet(field, 1),
    },
  ]
}

/** A picture beside the name, said in words. */
function Mark({ words, children }: { words: string; children: ReactNode }) {
  return (
    <span className={css.pinMark}>
      {children}
      <span className="sr">, {words}</span>
    </span>
  )
}

function moveByKey(event: KeyboardEvent<HTMLButtonElement>, field: string): void {
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
  if (step === null || !event.altKey) return
  event.preventDefault()
  const panel = event.currentTarget.closest('[data-facets]')
  if (!stepFacet(field, step)) return
  // Moving an element takes the focus from it.
  requestAnimationFrame(() => {
    const head = panel?.querySelector<HTMLElement>(`[data-facet-head="${CSS.escape(field)}"]`)
    head?.focus()
    head?.scrollIntoView({ block: 'nearest' })
  })
}
