import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { CSSProperties, ReactNode, RefObject } from 'react'
import { classes } from './classes'
import css from './popups.module.css'

type DialogProps = {
  open: boolean
  onClose: () => void
  title: string
  /** Width in px, never more than the window. */
  width?: number
  footer?: ReactNode
  /** No padding; the content brings its own areas. */
  bare?: boolean
  initialFocus?: RefObject<HTMLElement | null>
  children: ReactNode
}

export function Dialog({
  open,
  onClose,
  title,
  width = 560,
  footer,
  bare,
  initialFocus,
  children,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={css.backdrop} />
        <Base.Popup
          className={css.dialog}
          style={{ '--dialog-width': `${width}px` } as CSSProperties}
          {...(initialFocus ? { initialFocus } : {})}
        >
          <header className={css.dialogHead}>
            <Base.Title className={css.dialogTitle}>{title}</Base.Title>
          </header>
          <div className={classes(css.dialogBody, bare && css.bare)}>{children}</div>
          {footer && <footer className={css.dialogFoot}>{footer}</footer>}
          {/* Last, so that the focus begins in the content; without a tip, which would take the first Escape. */}
          <Base.Close className={css.dialogClose} aria-label="Close">
            <X size={16} aria-hidden />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
