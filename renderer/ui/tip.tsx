import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import css from './popups.module.css'

/** A short hint on hover and focus. Says nothing that is not said elsewhere. */
export function Tip({
  label,
  shortcut,
  children,
}: {
  label: string
  shortcut?: string | undefined
  children: ReactElement<Record<string, unknown>>
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner className={css.positioner} sideOffset={6}>
          <Tooltip.Popup className={css.tip}>
            {label}
            {shortcut && <kbd>{shortcut}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
