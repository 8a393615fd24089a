import { FilterX } from 'lucide-react'
import { type CSSProperties, useState } from 'react'
import type { z } from 'zod'
import {
  type DeletionFilter,
  deletionFacets,
  type deletionsApi,
} from '../../../../electron/contract/deletions-api'
import type { Answer } from '../../../client/use-answer'
import { formatCount, formatShort, plural } from '../../../lib/format'
import { withPlaceName } from '../../../lib/place-names'
import { showHidden } from '../../../lib/safe-text'
import {
  chooseOnly,
  clearFacet,
  type DeletionFacet,
  isChosen,
  toggleChosen,
} from '../../../state/deletion-edit'
import { useDeletions } from '../../../state/deletions-store'
import { useUi } from '../../../state/ui-store'
import { LogText, Skeleton } from '../../../ui/bits'
import { IconButton } from '../../../ui/button'
import { classes } from '../../../ui/classes'
import { PlaceName } from '../../../ui/place-name'
import { ErrorState } from '../../../ui/states'
import { useLasting } from '../../../ui/use-lasting'
import facetsCss from '../../facets/facets.module.css'
import { facetLabels, facetValueWords } from '../words'

type Facets = z.output<(typeof deletionsApi)['deletions.facets']['result']>
type FacetList = Facets['facets'][number]
type FacetValue = FacetList['values'][number]

const shownAtFirst = 8

/** What the destructive actions have in common, counted: each list without its own choice. */
export function DeletionFacets({ filter, answer }: { filter: DeletionFilter; answer: Answer<Facets> }) {
  const dim = useLasting(answer.stale)
  return (
    <section className={facetsCss.panel} aria-label="Facets" aria-busy={answer.pending || undefined}>
      <header className={facetsCss.head}>
        <h2>Facets</h2>
      </header>
      {answer.error && !answer.data ? (
        <ErrorState error={answer.error} onRetry={answer.retry} />
      ) : (
        <div className={facetsCss.list} data-stale={answer.stale || undefined} data-dim={dim || undefined}>
          {deletionFacets.map((field) => (
            <Group
              key={field}
              field={field}
              filter={filter}
              values={answer.data?.facets.find((facet) => facet.field === field)?.values}
            />
          ))}
        </div>
      )}
    </section>
  )
}

type GroupProps = {
  field: DeletionFacet
  filter: DeletionFilter
  values: FacetValue[] | undefined
}

function Group({ field, filter, values }: GroupProps) {
  const edit = useDeletions((state) => state.edit)
  const [all, setAll] = useState(false)
  const label = facetLabels[field]
  const chosen = filter[field]
  return (
    <section className={facetsCss.group} aria-label={label}>
      <header className={facetsCss.groupHead}>
        <h3 className={facetsCss.groupToggle}>
          {label}
          {chosen.length > 0 && <span className={facetsCss.badge}>{chosen.length}</span>}
        </h3>
        {chosen.length > 0 && (
          <IconButton
            icon={FilterX}
            label={`Forget the choice of ${label}`}
            size="small"
            onClick={() => edit((now) => clearFacet(now, field))}
          />
        )}
      </header>
      {values === undefined ? (
        <div className={facetsCss.waiting}>
          <Skeleton width={0.6} />
        </div>
      ) : (
        <Values field={field} filter={filter} values={values} all={all} onAll={setAll} />
      )}
    </section>
  )
}

type ValuesProps = {
  field: DeletionFacet
  filter: DeletionFilter
  values: FacetValue[]
  all: boolean
  onAll: (all: boolean) => void
}

function Values({ field, filter, values, all, onAll }: ValuesProps) {
  const missing = [...filter[field]]
    .filter((value) => !values.some((row) => row.value === value))
    .map((value): FacetValue => ({ value, count: 0, total: 0 }))
  const rows = [...values, ...missing]
  const shown = all ? rows : rows.filter((row, at) => at < shownAtFirst || isChosen(filter, field, row.value))
  const most = Math.max(1, ...rows.map((row) => row.total))
  const hidden = rows.length - shown.length
  if (rows.length === 0) return <p className={facetsCss.nothing}>No values.</p>
  return (
    <>
      <ul className={facetsCss.values}>
        {shown.map((row) => (
          <Value key={row.value ?? '\u0000'} field={field} filter={filter} row={row} most={most} />
        ))}
      </ul>
      {(hidden > 0 || all) && rows.length > shownAtFirst && (
        <button type="button" className={facetsCss.more} onClick={() => onAll(!all)}>
          {all ? 'Show fewer' : plural(hidden, 'other value')}
        </button>
      )}
    </>
  )
}

type ValueProps = { field: DeletionFacet; filter: DeletionFilter; row: FacetValue; most: number }

/** One value: a click shows only it, Ctrl or the button adds it to the choice. */
function Value({ field, filter, row, most }: ValueProps) {
  const edit = useDeletions((state) => state.edit)
  const { value, count, total } = row
  const isIn = isChosen(filter, field, value)
  const words = facetValueWords(field, value)
  const accountNames = useUi((ui) => ui.accountNames)
  const spoken = showHidden(withPlaceName(field, value, words, accountNames))
  return (
    <li className={facetsCss.row} data-state={isIn ? 'in' : undefined} data-empty={count === 0 || undefined}>
      <button
        type="button"
        className={facetsCss.value}
        aria-pressed={isIn}
        title={`${value === null || field === 'account' || field === 'region' ? spoken : value}\n${formatCount(count)} of ${formatCount(total)}\nClick: only this · Ctrl: add`}
        onClick={(event) => {
          const change = event.ctrlKey || event.metaKey ? toggleChosen : chooseOnly
          edit((now) => change(now, field, value))
        }}
      >
        <span
          className={facetsCss.bars}
          style={{ '--total': total / most, '--part': Math.min(count, total) / most } as CSSProperties}
          aria-hidden
        />
        <span className={facetsCss.text}>
          <span className={classes(facetsCss.label, value === null && facetsCss.null)}>
            <LogText>{words.length > 300 ? words.slice(0, 300) : words}</LogText>
            <PlaceName field={field} value={value} />
          </span>
        </span>
        <span className={facetsCss.count}>
          <span className="sr">, </span>
          {formatShort(count)}
        </span>
      </button>
      <span className={facetsCss.actions}>
        <button
          type="button"
          className={facetsCss.plus}
          aria-label={isIn ? `Take ${spoken} out of the choice` : `Add ${spoken} to the choice`}
          aria-pressed={isIn}
          onClick={() => edit((now) => toggleChosen(now, field, value))}
        />
      </span>
    </li>
  )
}
