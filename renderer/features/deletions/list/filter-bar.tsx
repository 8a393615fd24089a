import { PanelLeft, X } from 'lucide-react'
import { type DeletionFilter, deletionFacets } from '../../../../electron/contract/deletions-api'
import { formatRange } from '../../../lib/time'
import { isWhole, noFilter, toggleChosen } from '../../../state/deletion-edit'
import { useDeletions } from '../../../state/deletions-store'
import { useUi } from '../../../state/ui-store'
import { setRange } from '../../../state/view-edit'
import { useView } from '../../../state/view-store'
import { LogText } from '../../../ui/bits'
import { Button, IconButton } from '../../../ui/button'
import { facetLabels, facetValueWords } from '../words'
import css from './list.module.css'
import { NarrowField } from './narrow-field'
import { RangeInputs } from './range-inputs'

/** What the list is narrowed to, each part removable; the range is the one of the Events view. */
export function FilterBar({ filter }: { filter: DeletionFilter }) {
  const edit = useDeletions((state) => state.edit)
  const editView = useView((state) => state.edit)
  const { zone, facetsOpen, set } = useUi()
  const { range } = filter
  const chosen = deletionFacets.flatMap((field) => [...filter[field]].map((value) => ({ field, value })))
  return (
    <div className={css.bar}>
      <IconButton
        icon={PanelLeft}
        label={facetsOpen ? 'Hide the facets' : 'Show the facets'}
        size="small"
        aria-pressed={facetsOpen}
        onClick={() => set({ facetsOpen: !facetsOpen })}
      />
      <RangeInputs />
      <NarrowField
        label="Only targets with this in their id, name or ARN"
        placeholder="Target"
        value={filter.target}
        onChange={(target) => edit((now) => ({ ...now, target }))}
      />
      <NarrowField
        label="Only by who has this in their name, ARN or access key"
        placeholder="Who: name, role, key"
        value={filter.who}
        onChange={(who) => edit((now) => ({ ...now, who }))}
      />
      {range && (
        <Chip
          field="Time"
          value={formatRange(range, zone)}
          onRemove={() => editView((view) => setRange(view, null))}
        />
      )}
      {chosen.map(({ field, value }) => (
        <Chip
          key={`${field}\n${value}`}
          field={facetLabels[field]}
          value={facetValueWords(field, value)}
          onRemove={() => edit((now) => toggleChosen(now, field, value))}
        />
      ))}
      {(range || !isWhole(filter)) && (
        <Button
          tone="quiet"
          size="small"
          onClick={() => {
            edit(() => noFilter)
            editView((view) => setRange(view, null))
          }}
        >
          Clear all
        </Button>
      )}
      <span className={css.grow} />
      <span className={css.hint}>Enter opens the story</span>
    </div>
  )
}

function Chip({ field, value, onRemove }: { field: string; value: string; onRemove: () => void }) {
  return (
    <button type="button" className={css.chip} title={`Remove: ${field} ${value}`} onClick={onRemove}>
      <span className={css.chipField}>{field}</span>
      <span>
        <LogText>{value.length > 200 ? value.slice(0, 200) : value}</LogText>
      </span>
      <X size={12} aria-label="Remove" />
    </button>
  )
}
