import { DeletionFilter, type deletionFacets } from '../../electron/contract/deletions-api'

export type DeletionFacet = (typeof deletionFacets)[number]
export type FacetValues = readonly (string | null)[]

export const noFilter: DeletionFilter = DeletionFilter.parse({})

const valuesOf = (filter: DeletionFilter, field: DeletionFacet): FacetValues => filter[field]

const withValues = (filter: DeletionFilter, field: DeletionFacet, values: FacetValues): DeletionFilter => {
  const parsed = DeletionFilter.safeParse({ ...filter, [field]: values })
  return parsed.success ? parsed.data : filter
}

/** True where the list is narrowed to this value. */
export const isChosen = (filter: DeletionFilter, field: DeletionFacet, value: string | null): boolean =>
  valuesOf(filter, field).includes(value)

/** Only this value of the field; all of them again when it was the only one already. */
export function chooseOnly(
  filter: DeletionFilter,
  field: DeletionFacet,
  value: string | null,
): DeletionFilter {
  const chosen = valuesOf(filter, field)
  const alone = chosen.length === 1 && chosen[0] === value
  return withValues(filter, field, alone ? [] : [value])
}

/** Adds the value to those the list may have, or takes it out. */
export function toggleChosen(
  filter: DeletionFilter,
  field: DeletionFacet,
  value: string | null,
): DeletionFilter {
  const chosen = valuesOf(filter, field)
  return withValues(
    filter,
    field,
    chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value],
  )
}

export const clearFacet = (filter: DeletionFilter, field: DeletionFacet): DeletionFilter =>
  withValues(filter, field, [])

/** True where nothing is left out, the time range aside. */
export const isWhole = (filter: DeletionFilter): boolean =>
  Object.keys(compactFilter({ ...filter, range: null })).length === 0

/** The filter without what is at its default, for the address. */
export function compactFilter(filter: DeletionFilter): Partial<DeletionFilter> {
  return Object.fromEntries(
    Object.entries(filter).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(noFilter[key as keyof DeletionFilter]),
    ),
  )
}

/** A filter from JSON text that anybody may have written; the empty one when it is none. */
export function readFilter(text: string | null): DeletionFilter {
  if (!text) return noFilter
  try {
    const parsed = DeletionFilter.safeParse(JSON.parse(text))
    return parsed.success ? { ...parsed.data, range: null } : noFilter
  } catch {
    return noFilter
  }
}
