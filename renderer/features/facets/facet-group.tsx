import { memo, useCallback, useDeferredValue, useState } from 'react'
import type { Facet } from '../../../electron/contract/events'
import type { View } from '../../../electron/contract/view'
import { useAnswer } from '../../client/use-answer'
import { fieldLabel } from '../../lib/fields'
import { formatCount, plural } from '../../lib/format'
import { useUi } from '../../state/ui-store'
import { standing, type ValuesFilter } from '../../state/view-edit'
import { Skeleton, TextField } from '../../ui/bits'
import { useFacetDrag } from './facet-drag'
import { FacetHead } from './facet-head'
import { FacetRow } from './facet-row'
import css from './facets.module.css'

const shownAtFirst = 8
const searchable = 8
const moreAtOnce = 100

type Props = {
  caseId: string
  revision: number
  view: View
  field: string
  facet: Facet | undefined
}

export const FacetGroup = memo(function FacetGroup({ caseId, revision, view, field, facet }: Props) {
  const open = useUi((ui) => !ui.collapsedFacets.includes(field))
  const drag = useFacetDrag(field)
  const [search, setSearch] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  const toggleSearch = useCallback(() => setSearch((now) => (now === null ? '' : null)), [])
  const clauses = view.filters.filter(
    (filter): filter is ValuesFilter =>
      filter.kind === 'values' && filter.field === field && !filter.disabled,
  )
  const label = fieldLabel(field)
  return (
    <section className={css.group} aria-label={label} data-drop={drag.side ?? undefined} {...drag.target}>
      <FacetHead
        field={field}
        chosen={clauses.flatMap((clause) => clause.values).length}
        searchable={
          facet !== undefined &&
          (facet.other.values > 0 || facet.values.length >= searchable || search !== null)
        }
        searching={search !== null}
        onSearch={toggleSearch}
        drag={drag.source}
      />
      {open && search !== null && (
        <TextField
          className={css.search}
          aria-label={`Search in ${label}`}
          placeholder="Part of the value"
          autoFocus
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setSearch(null)}
        />
      )}
      {open &&
        (all || search ? (
          <LongList
            caseId={caseId}
            revision={revision}
            view={view}
            field={field}
            search={search ?? ''}
            clauses={clauses}
          />
        ) : facet ? (
          <Values
            field={field}
            view={view}
            facet={facet}
            clauses={clauses}
            limit={shownAtFirst}
            onMore={() => setAll(true)}
          />
        ) : (
          <Waiting />
        ))}
      {open && all && !search && (
        <button type="button" className={css.more} onClick={() => setAll(false)}>
          Show fewer
        </button>
      )}
    </section>
  )
})

function Waiting() {
  return [0.7, 0.5, 0.6].map((width) => (
    <div key={width} className={css.waiting}>
      <Skeleton width={width} />
    </div>
  ))
}

/** More values than the panel asks for by itself, or those that a search leaves. */
function LongList(props: {
  caseId: string
  revision: number
  view: View
  field: string
  search: string
  clauses: ValuesFilter[]
}) {
  const { caseId, revision, view, field, clauses } = props
  const search = useDeferredValue(props.search)
  const rarest = useUi((ui) => ui.rarestFacets.includes(field))
  const answer = useAnswer(
    'events.facets',
    {
      case: caseId,
      view: { ...view, sort: [], columns: null },
      fields: [field],
      top: moreAtOnce,
      search,
      rarest: rarest ? [field] : [],
    },
    revision,
  )
  const facet = answer.data?.facets[0]
  if (!facet || facet.field !== field) return <Waiting />
  if (facet.values.length === 0) return <p className={css.nothing}>No value contains “{search}”.</p>
  return <Values field={field} view={view} facet={facet} clauses={search ? [] : clauses} limit={moreAtOnce} />
}

type ValuesProps = {
  field: string
  view: View
  facet: Facet
  clauses: ValuesFilter[]
  limit: number
  onMore?: () => void
}

function Values({ field, view, facet, clauses, limit, onMore }: ValuesProps) {
  const listed = facet.values.slice(0, limit)
  const chosen = clauses.flatMap((clause) => clause.values)
  const missing = chosen
    .filter((value) => !listed.some((row) => row.value === value))
    .map((value) => facet.values.find((row) => row.value === value) ?? { value, count: 0, total: 0 })
  const rows = [...listed, ...missing]
  const most = Math.max(1, ...rows.map((row) => row.total))
  const hiddenRows = facet.values.slice(limit).filter((row) => !chosen.includes(row.value))
  const hidden = hiddenRows.length + facet.other.values
  const hiddenCount = hiddenRows.reduce((sum, row) => sum + row.count, facet.other.count)
  if (rows.length === 0) return <p className={css.nothing}>No values.</p>
  return (
    <>
      <ul className={css.values}>
        {rows.map(({ value, count, total }) => (
          <FacetRow
            key={value ?? '\u0000'}
            field={field}
            value={value}
            count={count}
            total={total}
            most={most}
            state={standing(view, field, value)}
          />
        ))}
      </ul>
      {hidden > 0 &&
        (onMore ? (
          <button type="button" className={css.more} onClick={onMore}>
            {plural(hidden, 'other value')}
            <span>{formatCount(hiddenCount)}</span>
          </button>
        ) : (
          <p className={css.nothing}>
            {plural(hidden, 'other value')} with {plural(hiddenCount, 'event')}: search for them.
          </p>
        ))}
    </>
  )
}
