import { CircleAlert, type LucideIcon, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { EngineError } from '../../electron/contract/errors'
import css from './bits.module.css'
import { Button } from './button'

/** Nothing to show: says why, and what to do about it. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon: LucideIcon
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className={css.state}>
      <Icon size={28} strokeWidth={1.5} aria-hidden />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div className={css.stateActions}>{actions}</div>}
    </div>
  )
}

type ErrorStateProps = {
  error: EngineError
  onRetry?: () => void
  /** More buttons, beside the one that tries again. */
  children?: ReactNode
}

/** What went wrong, in the words of the engine, and a way on. */
export function ErrorState({ error, onRetry, children }: ErrorStateProps) {
  return (
    <div className={css.state} role="alert">
      <CircleAlert size={28} strokeWidth={1.5} aria-hidden />
      <h2>{error.message}</h2>
      {error.hint && <p>{error.hint}</p>}
      {error.detail && (
        <details>
          <summary>Details ({error.code})</summary>
          <p>{error.detail}</p>
        </details>
      )}
      {(onRetry || children) && (
        <div className={css.stateActions}>
          {onRetry && (
            <Button icon={RotateCw} onClick={onRetry}>
              Try again
            </Button>
          )}
          {children}
        </div>
      )}
    </div>
  )
}
