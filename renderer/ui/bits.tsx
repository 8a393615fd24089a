import type { ComponentProps, CSSProperties, ReactNode } from 'react'
import { splitHidden } from '../lib/safe-text'
import css from './bits.module.css'
import { classes } from './classes'

type Tone = 'good' | 'bad' | 'warn' | 'accent'

export function Pill({ tone, children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={classes(css.pill, tone && css[tone])} {...(title ? { title } : {})}>
      {children}
    </span>
  )
}

/** The square that shows a series' colour; a word always stands beside it. */
export function Dot({ color }: { color: string }) {
  return <span className={css.dot} style={{ '--dot': color } as CSSProperties} aria-hidden />
}

/** Text out of a log: as text, with characters that would hide or turn it shown by name. */
export function LogText({ children }: { children: string }) {
  const pieces = splitHidden(children)
  if (pieces.length === 1 && pieces[0] && !pieces[0].mark) return children
  return pieces.map((piece, index) =>
    piece.mark ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
      <span key={index} className={css.mark} title={`Hidden character ${piece.name}`}>
        {piece.name}
      </span>
    ) : (
      piece.text
    ),
  )
}

type SkeletonProps = { width?: number; height?: number; still?: boolean }

/** A bar where text will be. `width` is a share of its place; many of them stand `still`: each that moves is a layer. */
export function Skeleton({ width = 0.6, height = 10, still = false }: SkeletonProps) {
  return (
    <span
      className={classes(css.skeleton, still && css.still)}
      style={{ width: `${width * 100}%`, height }}
      aria-hidden
    />
  )
}

export function TextField({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      type="text"
      spellCheck={false}
      autoComplete="off"
      {...rest}
      className={classes(css.field, className)}
    />
  )
}

/** A bar of 0 to 1, or one that moves when nobody knows. */
export function ProgressBar({ value, label }: { value: number | null; label: string }) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      className={classes(css.progress, value === null && css.indeterminate)}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span className={css.progressFill} style={value === null ? undefined : { width: `${percent}%` }} />
    </div>
  )
}
