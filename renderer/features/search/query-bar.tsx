import { Braces, Fingerprint, Highlighter, Network, Search, TextSearch } from 'lucide-react'
import { type KeyboardEvent, memo, useDeferredValue, useId, useRef, useState } from 'react'
import type { Filter } from '../../../electron/contract/filter'
import type { View } from '../../../electron/contract/view'
import { useAnswer } from '../../client/use-answer'
import { fieldLabel, valueLabel } from '../../lib/fields'
import { formatCount } from '../../lib/format'
import { addFilter, clearFilters, removeFilter, updateFilter } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { LogText } from '../../ui/bits'
import { Button } from '../../ui/button'
import { Kbd } from '../../ui/kbd'
import { beginFind } from '../find/find-steps'
import { Chip } from './chip'
import { filterText } from './filter-words'
import { impossible, interpret, type Reading, suggestFields, valuePrefix } from './interpret'
import css from './search.module.css'

type Option =
  | { kind: 'reading'; key: string; reading: Reading }
  | { kind: 'field'; key: string; field: string }
  | { kind: 'find'; key: string; text: string }
  | { kind: 'value'; key: string; field: string; value: string | null; count: number; not: string }

const icons = { identifier: Fingerprint, text: TextSearch, field: Braces, cidr: Network }
const howWords = {
  identifier: 'exact identifier, found at once',
  text: 'all text, looks through every event',
  field: 'one field',
  cidr: 'address block',
}

/** As many letters as a clause may have (contract/filter.ts). */
const longestTyped = 10_000

export const queryBarId = 'query-bar'

type Props = { caseId: string; revision: number; view: View }

/** The filters as chips, and one line that takes anything: words, identifiers, `field:value`. */
export const QueryBar = memo(function QueryBar({ caseId, revision, view }: Props) {
  const edit = useView((state) => state.edit)
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const [editing, setEditing] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const chips = useRef<HTMLDivElement>(null)
  const listId = useId()

  const prefix = valuePrefix(useDeferredValue(typed))
  const { data } = useAnswer(
    'events.facets',
    prefix
      ? {
          case: caseId,
          view: { ...view, sort: [], columns: null },
          fields: [prefix.field],
          top: 8,
          search: prefix.value.trim(),
        }
      : null,
    revision,
  )
  const options = optionsFor(
    typed,
    data?.facets[0]?.field === prefix?.field ? data?.facets[0]?.values : undefined,
    prefix,
  )
  const shown = open && options.length > 0
  // While values that begin so are offered, it is not all there.
  const problem = shown && !options.some(({ kind }) => kind === 'value') ? impossible(typed) : null
  const active = Math.min(at, options.length - 1)

  const reset = () => {
    setTyped('')
    setAt(0)
    setEditing(null)
    setOpen(false)
  }
  const take = (option: Option | undefined) => {
    if (!option) return
    if (option.kind === 'field') {
      setTyped(`${/^[-!]/.exec(typed.trim())?.[0] ?? ''}${option.field}:`)
      setAt(0)
      return
    }
    if (option.kind === 'find') {
      reset()
      return beginFind(option.text)
    }
    const draft =
      option.kind === 'reading'
        ? option.reading.draft
        : { kind: 'values' as const, field: option.field, values: [option.value], exclude: option.not !== '' }
    edit((now) => {
      if (editing && now.filters.some((filter) => filter.id === editing))
        return updateFilter(now, { exclude: false, disabled: false, ...draft, id: editing } as Filter)
      return addFilter(now, draft)
    })
    reset()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!shown) return setOpen(true)
      setAt((active + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length)
    } else if (event.key === 'Enter') take(options[active])
    else if (event.key === 'Tab' && shown && options[active]?.kind === 'field') {
      event.preventDefault()
      take(options[active])
    } else if (event.key === 'Escape') {
      if (shown) setOpen(false)
      else if (typed) reset()
      else field.current?.blur()
    } else if (event.key === 'Backspace' && typed === '' && view.filters.length > 0) {
      const all = chips.current?.querySelectorAll<HTMLElement>('[data-chip]')
      all?.[all.length - 1]?.focus()
    }
  }
  const change = (filter: Filter) => {
    setEditing(filter.id)
    setTyped(filterText(filter))
    setOpen(true)
    field.current?.focus()
  }

  return (
    <search className={css.bar} aria-label="Filters">
      <div className={css.box} ref={chips}>
        <Search size={15} aria-hidden className={css.glass} />
        {view.filters.map((filter) => (
          <Chip
            key={filter.id}
            filter={filter}
            editing={editing === filter.id}
            onEdit={() => change(filter)}
            onRemove={() => {
              edit((now) => removeFilter(now, filter.id))
              field.current?.focus()
            }}
          />
        ))}
        <input
          id={queryBarId}
          ref={field}
          type="text"
          role="combobox"
          aria-label="Filter and search"
          aria-expanded={shown}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={shown ? `${listId}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={longestTyped}
          className={css.input}
          value={typed}
          placeholder={
            view.filters.length > 0 ? 'Add a filter' : 'Filter by text, an ARN, an IP, a key … or field:value'
          }
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
            setOpen(true)
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        {!typed && view.filters.length === 0 && <Kbd>/</Kbd>}
        {shown && (
          <div className={css.list} id={listId} role="listbox" aria-label="Ways to read this">
            {options.map((option, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the input's keys choose
              // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the active option
              <div
                key={option.key}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === active}
                className={css.option}
                onMouseDown={(event) => event.preventDefault()}
                onMouseMove={() => setAt(index)}
                onClick={() => take(option)}
              >
                <OptionLine option={option} />
              </div>
            ))}
            {problem && <p className={css.problem}>{problem}</p>}
            <p className={css.tips}>
              <b>field:value</b> one value · <b>field~part</b> contains · <b>-</b> before it leaves out
            </p>
          </div>
        )}
      </div>
      {(view.filters.length > 0 || view.range) && (
        <Button tone="quiet" onClick={() => edit(clearFilters)}>
          Clear all
        </Button>
      )}
    </search>
  )
})

function OptionLine({ option }: { option: Option }) {
  if (option.kind === 'field')
    return (
      <>
        <Braces size={14} aria-hidden />
        <span className={css.optionText}>{fieldLabel(option.field)}</span>
        <span className={css.how}>{option.field}:</span>
      </>
    )
  if (option.kind === 'find')
    return (
      <>
        <Highlighter size={14} aria-hidden />
        <span className={css.optionText}>
          Find “<LogText>{option.text}</LogText>” in the rows
        </span>
        <span className={css.how}>marks it, keeps all rows</span>
      </>
    )
  if (option.kind === 'value')
    return (
      <>
        <Braces size={14} aria-hidden />
        <span className={css.optionText}>
          {fieldLabel(option.field)} {option.not ? 'is not' : 'is'}{' '}
          <b>
            <LogText>{valueLabel(option.field, option.value)}</LogText>
          </b>
        </span>
        <span className={css.how}>{formatCount(option.count)}</span>
      </>
    )
  const Icon = icons[option.reading.how]
  return (
    <>
      <Icon size={14} aria-hidden />
      <span className={css.optionText}>
        <LogText>{option.reading.words}</LogText>
      </span>
      <span className={css.how}>{howWords[option.reading.how]}</span>
    </>
  )
}

type Values = { value: string | null; count: number }[] | undefined

function optionsFor(typed: string, values: Values, prefix: ReturnType<typeof valuePrefix>): Option[] {
  const readings: Option[] = interpret(typed).map((reading, index) => ({
    kind: 'reading',
    key: `r${index}`,
    reading,
  }))
  const fields: Option[] = suggestFields(typed).map((field) => ({ kind: 'field', key: `f${field}`, field }))
  const known: Option[] = prefix
    ? (values ?? [])
        .filter(({ value }) => value !== prefix.value.trim())
        .map(({ value, count }) => ({
          kind: 'value',
          key: `v${value}`,
          field: prefix.field,
          value,
          count,
          not: prefix.not,
        }))
    : []
  const find: Option[] = readings.some((option) => option.kind === 'reading' && option.reading.how === 'text')
    ? [{ kind: 'find', key: 'find', text: typed.trim() }]
    : []
  const complete = prefix !== null && prefix.value.trim() !== ''
  return complete
    ? [...readings.slice(0, 2), ...known, ...readings.slice(2), ...find]
    : [...known, ...readings, ...fields, ...find]
}
