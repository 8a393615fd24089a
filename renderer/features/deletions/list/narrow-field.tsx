import { useEffect, useState } from 'react'
import { TextField } from '../../../ui/bits'
import css from './list.module.css'

/** Long enough to type on, short enough to feel at once. */
const pauseMs = 250

type Props = { label: string; placeholder: string; value: string; onChange: (value: string) => void }

/** A part of a text that the list is narrowed to, once the hand has paused. */
export function NarrowField({ label, placeholder, value, onChange }: Props) {
  const [draft, setDraft] = useState(value)
  useEffect(() => setDraft(value), [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the pause
  useEffect(() => {
    if (draft === value) return
    const timer = setTimeout(() => onChange(draft.slice(0, 2_000)), pauseMs)
    return () => clearTimeout(timer)
  }, [draft])
  return (
    <TextField
      type="search"
      className={css.narrow}
      aria-label={label}
      placeholder={placeholder}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChange(draft.slice(0, 2_000))
      }}
    />
  )
}
