import type { DeletionFilter } from '../../electron/contract/deletions-api'
import { Filter } from '../../electron/contract/filter'
import { View, type ViewInput } from '../../electron/contract/view'
import { compactFilter, readFilter } from './deletion-edit'

/** What the address after `#` holds: the screen, the case by its path, the View, and what Deletions is narrowed to. */
export type Address = {
  screen: string
  casePath: string | null
  view: View
  deletions?: DeletionFilter
  /** There is a View in it that cannot be read; `view` is the empty one in its place. */
  unread?: true
}

type Loose = Record<string, unknown>

/** The View without what is at its default, so that an address stays short enough to read. */
export function compactView(view: View): ViewInput {
  const empty = View.parse({})
  const compact: Loose = {}
  for (const key of Object.keys(empty) as (keyof View)[]) {
    if (JSON.stringify(view[key]) !== JSON.stringify(empty[key])) compact[key] = view[key]
  }
  if (view.filters.length > 0)
    compact.filters = view.filters.map((filter) => {
      // In the order of the schema, so that one View has one address however it came about.
      const { exclude, disabled, ...rest } = Filter.parse(filter)
      return { ...rest, ...(exclude ? { exclude } : {}), ...(disabled ? { disabled } : {}) }
    })
  return compact as ViewInput
}

export function formatAddress({ screen, casePath, view, deletions }: Address): string {
  const query = new URLSearchParams()
  if (casePath) query.set('case', casePath)
  const compact = compactView(view)
  if (Object.keys(compact).length > 0) query.set('view', JSON.stringify(compact))
  const narrowed = deletions ? compactFilter({ ...deletions, range: null }) : {}
  if (Object.keys(narrowed).length > 0) query.set('deletions', JSON.stringify(narrowed))
  const text = query.toString()
  return `#/${screen}${text ? `?${text}` : ''}`
}

/** Reads an address. What cannot be understood is left out, and that said: an address may come from anywhere. */
export function parseAddress(hash: string): Address {
  const [path = '', text = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s)
  const query = new URLSearchParams(text)
  const narrowed = query.get('deletions')
  const wanted = query.get('view')
  const view = readView(wanted)
  return {
    screen: path,
    casePath: query.get('case'),
    view: view ?? View.parse({}),
    ...(wanted && !view ? { unread: true } : {}),
    ...(narrowed === null ? {} : { deletions: readFilter(narrowed) }),
  }
}

/** A View from JSON text that anybody may have written; null when it is none. */
export function readView(text: string | null): View | null {
  if (!text) return null
  try {
    const parsed = View.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
