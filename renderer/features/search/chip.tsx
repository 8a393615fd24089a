import { Eye, EyeOff, Fingerprint, Repeat2, TextSearch, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { Filter } from '../../../electron/contract/filter'
import { showHidden } from '../../lib/safe-text'
import { useUi } from '../../state/ui-store'
import { toggleFilter, updateFilter } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { LogText } from '../../ui/bits'
import { filterWords } from './filter-words'
import css from './search.module.css'

type Props = { filter: Filter; editing: boolean; onEdit: () => void; onRemove: () => void }

/** One clause: click to change it, the eye switches it off without losing it, × takes it out. */
export function Chip({ filter, editing, onEdit, onRemove }: Props) {
  const edit = useView((state) => state.edit)
  const accountNames = useUi((ui) => ui.accountNames)
  const words = filterWords(filter, accountNames)
  const spoken = showHidden(`${words.subject} ${words.verb} ${words.value}`)
  const turn = () => edit((now) => updateFilter(now, { ...filter, exclude: !filter.exclude }))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Delete' || event.key === 'Backspace') onRemove()
    else if (event.key === 'd') edit((now) => toggleFilter(now, filter.id))
    else if (event.key === 'n') turn()
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const chips = [
        ...(event.currentTarget.closest('search')?.querySelectorAll<HTMLElement>('[data-chip]') ?? []),
      ]
      const next =
        chips[chips.indexOf(event.currentTarget as HTMLElement) + (event.key === 'ArrowLeft' ? -1 : 1)]
      next?.focus()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <span
      className={css.chip}
      data-exclude={filter.exclude || undefined}
      data-disabled={filter.disabled || undefined}
      data-editing={editing || undefined}
    >
      <button
        type="button"
        data-chip
        className={css.chipMain}
        title={`${spoken}\nEnter: change · d: on or off · n: turn round · Delete: remove`}
        aria-label={`Filter: ${spoken}${filter.disabled ? ', switched off' : ''}. Change`}
        onClick={onEdit}
        onKeyDown={onKeyDown}
      >
        {filter.kind === 'text' && <TextSearch size={13} aria-hidden />}
        {filter.kind === 'identifier' && <Fingerprint size={13} aria-hidden />}
        <span className={css.subject}>{words.subject}</span>
        <span className={css.verb}>{words.verb}</span>
        <span className={css.chipValue}>
          <LogText>{words.value.length > 200 ? words.value.slice(0, 200) : words.value}</LogText>
        </span>
      </button>
      <button
        type="button"
        className={css.chipButton}
        aria-label={`Turn round: ${spoken}`}
        title="Include or leave out"
        onClick={turn}
      >
        <Repeat2 size={12} aria-hidden />
      </button>
      <button
        type="button"
        className={css.chipButton}
        aria-label={`Switch off: ${spoken}`}
        aria-pressed={filter.disabled}
        title={filter.disabled ? 'Switch on' : 'Switch off without removing'}
        onClick={() => edit((now) => toggleFilter(now, filter.id))}
      >
        {filter.disabled ? <EyeOff size={12} aria-hidden /> : <Eye size={12} aria-hidden />}
      </button>
      <button
        type="button"
        className={css.chipButton}
        aria-label={`Remove: ${spoken}`}
        title="Remove"
        onClick={onRemove}
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  )
}
