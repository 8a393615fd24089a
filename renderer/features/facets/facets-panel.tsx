import {
  ArrowUpNarrowWide,
  ChevronsDownUp,
  ChevronsUpDown,
  Ellipsis,
  ListPlus,
  RotateCcw,
} from 'lucide-react'
import { memo } from 'react'
import type { Result } from '../../../electron/contract/engine-api'
import { specOf } from '../../../electron/contract/event'
import type { View } from '../../../electron/contract/view'
import type { Answer } from '../../client/use-answer'
import { fieldLabel, filterableFields } from '../../lib/fields'
import { useUi } from '../../state/ui-store'
import { Button, IconButton } from '../../ui/button'
import { Menu, type MenuEntry } from '../../ui/menu'
import { ErrorState } from '../../ui/states'
import { useLasting } from '../../ui/use-lasting'
import { useBrush } from '../timeline/brush-store'
import { resetFacetOrder } from './facet-actions'
import { useAllFacets } from './facet-fields'
import { FacetGroup } from './facet-group'
import css from './facets.module.css'

type Props = { caseId: string; revision: number; view: View; answer: Answer<Result<'events.facets'>> }

/** What the events have in common, counted: each list without its own clause, so that it never collapses under it. */
export const FacetsPanel = memo(function FacetsPanel({ caseId, revision, view, answer }: Props) {
  const fields = useAllFacets()
  const frame = useBrush((state) => state.frame)
  const facets = frame?.facets ?? answer.data?.facets
  const stale = frame === null && answer.stale
  const dim = useLasting(stale)
  return (
    <section className={css.panel} aria-label="Facets" aria-busy={answer.pending || undefined}>
      <Head />
      {answer.error && !answer.data ? (
        <ErrorState error={answer.error} onRetry={answer.retry} />
      ) : (
        <div className={css.list} data-facets data-stale={stale || undefined} data-dim={dim || undefined}>
          {fields.map((field) => (
            <FacetGroup
              key={field}
              caseId={caseId}
              revision={revision}
              view={view}
              field={field}
              facet={facets?.find((facet) => facet.field === field)}
            />
          ))}
        </div>
      )}
    </section>
  )
})

/** Tools for all facets; what the View asks is none of its business. */
const Head = memo(function Head() {
  const fields = useAllFacets()
  const rarestFacets = useUi((ui) => ui.rarestFacets)
  const set = useUi((ui) => ui.set)
  const allRarest = fields.every((field) => rarestFacets.includes(field))
  return (
    <header className={css.head}>
      <h2>Facets</h2>
      <IconButton
        icon={ArrowUpNarrowWide}
        label="Rarest values first"
        size="small"
        aria-pressed={allRarest}
        onClick={() => set({ rarestFacets: allRarest ? [] : fields })}
      />
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label="All facets" size="small" />}
        entries={() => entriesForAll(fields)}
      />
      <Menu
        align="end"
        trigger={
          <Button tone="quiet" size="small" icon={ListPlus}>
            Add
          </Button>
        }
        entries={() => entriesToAdd(fields)}
      />
    </header>
  )
})

function entriesForAll(fields: string[]): MenuEntry[] {
  const { collapsedFacets, facetOrder, pinnedFacets, set } = useUi.getState()
  return [
    {
      label: 'Open all facets',
      icon: ChevronsUpDown,
      disabled: collapsedFacets.length === 0,
      run: () => set({ collapsedFacets: [] }),
    },
    {
      label: 'Close all facets',
      icon: ChevronsDownUp,
      disabled: fields.every((field) => collapsedFacets.includes(field)),
      run: () => set({ collapsedFacets: fields }),
    },
    {
      label: 'Usual order, nothing pinned',
      icon: RotateCcw,
      disabled: facetOrder.length === 0 && pinnedFacets.length === 0,
      run: resetFacetOrder,
    },
  ]
}

function entriesToAdd(fields: string[]): MenuEntry[] {
  const { extraFacets, set } = useUi.getState()
  const others = filterableFields.filter((field) => !fields.includes(field))
  const entriesOf = (facet: 'more' | undefined) =>
    others
      .filter((field) => specOf(field).facet === facet)
      .map((field) => ({
        label: fieldLabel(field),
        run: () => set({ extraFacets: [...extraFacets, field] }),
      }))
  return [...entriesOf('more'), { kind: 'separator' }, ...entriesOf(undefined)]
}
