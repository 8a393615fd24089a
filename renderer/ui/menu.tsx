import { Menu as Base } from '@base-ui/react/menu'
import { Check, type LucideIcon } from 'lucide-react'
import type { ReactElement } from 'react'
import { Kbd } from './kbd'
import css from './popups.module.css'

export type MenuEntry =
  | {
      kind?: 'item'
      label: string
      icon?: LucideIcon
      shortcut?: string | undefined
      checked?: boolean
      disabled?: boolean
      /** Stays open after the click, for lists of things to switch. */
      stays?: boolean
      run: () => void
    }
  | { kind: 'separator' }
  | { kind: 'label'; label: string }

/** What a menu holds, or how to find out when it opens. */
export type MenuEntries = MenuEntry[] | (() => MenuEntry[])

/** The entries of a menu or a context menu; both are made of the same parts. */
function Entries({ entries }: { entries: MenuEntries }) {
  const listed = typeof entries === 'function' ? entries() : entries
  return listed.map((entry, index) => {
    const key = index
    if (entry.kind === 'separator') return <Base.Separator key={key} className={css.separator} />
    if (entry.kind === 'label')
      return (
        <div key={key} className={css.groupLabel} role="presentation">
          {entry.label}
        </div>
      )
    const Icon = entry.icon
    const inner = (
      <>
        {entry.checked !== undefined && (
          <span className={css.check}>{entry.checked && <Check size={14} aria-hidden />}</span>
        )}
        {Icon && <Icon size={14} aria-hidden />}
        <span className={css.itemText}>{entry.label}</span>
        {entry.shortcut && <Kbd>{entry.shortcut}</Kbd>}
      </>
    )
    if (entry.checked !== undefined)
      return (
        <Base.CheckboxItem
          key={key}
          className={css.item}
          checked={entry.checked}
          closeOnClick={!entry.stays}
          disabled={entry.disabled ?? false}
          onCheckedChange={() => entry.run()}
        >
          {inner}
        </Base.CheckboxItem>
      )
    return (
      <Base.Item
        key={key}
        className={css.item}
        disabled={entry.disabled ?? false}
        closeOnClick={!entry.stays}
        onClick={entry.run}
      >
        {inner}
      </Base.Item>
    )
  })
}

export function Menu({
  trigger,
  entries,
  align = 'start',
}: {
  trigger: ReactElement<Record<string, unknown>>
  entries: MenuEntries
  align?: 'start' | 'center' | 'end'
}) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={css.positioner} sideOffset={4} align={align}>
          <Base.Popup className={css.menu}>
            <Entries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** A menu at a place of the page: where the pointer was, or a cell that has the focus. */
export function MenuAt({
  at,
  label,
  entries,
  onClose,
}: {
  at: { x: number; y: number } | null
  label: string
  entries: MenuEntry[]
  onClose: () => void
}) {
  const anchor = at && { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) }
  return (
    <Base.Root open={at !== null} onOpenChange={(open) => !open && onClose()} modal={false}>
      <Base.Portal>
        <Base.Positioner
          className={css.positioner}
          anchor={anchor}
          side="bottom"
          align="start"
          sideOffset={2}
        >
          <Base.Popup className={css.menu} aria-label={label}>
            <Entries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
