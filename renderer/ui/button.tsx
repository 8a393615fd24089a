import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import css from './button.module.css'
import { classes } from './classes'
import { Tip } from './tip'

export type ButtonProps = ComponentProps<'button'> & {
  tone?: 'normal' | 'primary' | 'quiet' | 'danger'
  size?: 'small' | 'normal' | 'large'
  icon?: LucideIcon
}

export function Button({
  tone = 'normal',
  size = 'normal',
  icon: Icon,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(
        css.button,
        tone !== 'normal' && css[tone],
        size !== 'normal' && css[size],
        className,
      )}
    >
      {Icon && <Icon size={size === 'large' ? 16 : 14} aria-hidden />}
      {children}
    </button>
  )
}

type IconButtonProps = Omit<ButtonProps, 'children' | 'icon'> & {
  icon: LucideIcon
  /** Read out, and shown as the tip. */
  label: string
  shortcut?: string | undefined
}

/** A button that is only a picture: it always has a name and a tip. */
export function IconButton({
  icon: Icon,
  label,
  shortcut,
  tone = 'quiet',
  size = 'normal',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tip label={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={classes(
          css.button,
          css.icon,
          tone !== 'normal' && css[tone],
          size !== 'normal' && css[size],
          className,
        )}
      >
        <Icon size={size === 'small' ? 14 : 16} aria-hidden />
      </button>
    </Tip>
  )
}
