import { memo, useEffect, useMemo, useState } from 'react'
import type { z } from 'zod'
import type { SearchProgress } from '../../../electron/contract/events'
import { parseField } from '../../../electron/contract/field'
import type { View } from '../../../electron/contract/view'
import { notifyError } from '../../app/notices'
import { answers, engine } from '../../client/engine'
import { formatCount, plural } from '../../lib/format'
import { useView } from '../../state/view-store'
import { ProgressBar } from '../../ui/bits'
import { Button } from '../../ui/button'
import { filterWords } from './filter-words'
import css from './search-line.module.css'

/** A search that is over before this is not worth a line. */
const quickMs = 250

const isSlow = (filter: View['filters'][number]) => {
  if (filter.disabled) return false
  if (filter.kind === 'text') return true
  return 'field' in filter && parseField(filter.field)?.kind === 'json'
}

type Props = { caseId: string; revision: number; view: View }

/** While the engine looks through all text: what for, how far, and a way to stop it. */
export const SearchLine = memo(function SearchLine({ caseId, revision, view }: Props) {
  const [progress, setProgress] = useState<z.infer<typeof SearchProgress> | null>(null)
  const [stop, setStop] = useState<AbortController | null>(null)
  const slow = useMemo(() => view.filters.filter(isSlow), [view])
  const active = slow.length > 0

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is searched anew
  useEffect(() => {
    setProgress(null)
    if (!active) return
    const control = new AbortController()
    const timer = setTimeout(() => setStop(control), quickMs)
    engine
      .call('events.search', { case: caseId, view }, { signal: control.signal, onProgress: setProgress })
      .catch(notifyError)
      .finally(() => {
        clearTimeout(timer)
        setStop((now) => (now === control ? null : now))
      })
    return () => {
      clearTimeout(timer)
      control.abort()
      setStop(null)
    }
  }, [caseId, revision, view, active])

  if (!stop) return null
  const cancel = () => {
    stop.abort()
    void answers.cancelQueries()
    useView.getState().edit((now) => ({
      ...now,
      filters: now.filters.map((filter) => (isSlow(filter) ? { ...filter, disabled: true } : filter)),
    }))
  }
  return (
    <div className={css.line} role="status">
      <span className={css.what}>
        Looking through all text for {slow.map((filter) => `“${filterWords(filter).value}”`).join(' and ')}
      </span>
      <span className={css.bar}>
        <ProgressBar
          value={progress && progress.total > 0 ? progress.done / progress.total : null}
          label="Search"
        />
      </span>
      {progress && (
        <span className={css.numbers}>
          {formatCount(progress.done)} of {plural(progress.total, 'event')} · {formatCount(progress.found)}{' '}
          found
        </span>
      )}
      <Button size="small" onClick={cancel}>
        Cancel
      </Button>
    </div>
  )
})
