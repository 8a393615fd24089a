import { Bookmark, Link, Terminal, Trash2 } from 'lucide-react'
import { type FormEvent, memo, useState } from 'react'
import { notify } from '../../app/notices'
import { useScreen } from '../../app/screen-store'
import { compactView } from '../../state/address'
import { useSavedViews } from '../../state/saved-views'
import { useView } from '../../state/view-store'
import { TextField } from '../../ui/bits'
import { Button, IconButton } from '../../ui/button'
import { Popover } from '../../ui/popover'
import { copyText } from './cell-actions'
import css from './events.module.css'

/** Views kept by name, and the present one as a link. */
export const SavedViewsButton = memo(function SavedViewsButton() {
  const shown = useScreen((state) => state.overlay === 'saved-views')
  const open = useScreen((state) => state.open)
  const [name, setName] = useState('')
  return (
    <Popover
      label="Saved views"
      align="end"
      open={shown}
      onOpenChange={(next) => open(next ? 'saved-views' : null)}
      trigger={
        <Button icon={Bookmark} tone="quiet">
          Views
        </Button>
      }
    >
      <SavedViews name={name} onName={setName} />
    </Popover>
  )
})

function SavedViews({ name, onName }: { name: string; onName: (name: string) => void }) {
  const { views, save, remove } = useSavedViews()
  const open = useScreen((state) => state.open)
  const { view, edit } = useView()
  const onSave = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) return
    const replaced = views.some((saved) => saved.name === name.trim())
    save(name.trim(), view)
    notify(`${replaced ? 'Replaced' : 'Saved'} the view “${name.trim()}”.`)
    onName('')
  }
  return (
    <div className={css.savedList}>
      <form className={css.savedForm} onSubmit={onSave}>
        <TextField
          aria-label="Name of the view"
          placeholder="Keep this view as…"
          value={name}
          onChange={(event) => onName(event.target.value)}
        />
        <Button type="submit" tone="primary" disabled={!name.trim()}>
          Save
        </Button>
      </form>
      {views.length === 0 && (
        <p className={css.hint}>A saved view keeps filters, time range, order and columns.</p>
      )}
      {views.map((saved) => (
        <div key={saved.name} className={css.savedRow}>
          <Button
            tone="quiet"
            onClick={() => {
              edit(() => saved.view)
              open(null)
            }}
          >
            <span>{saved.name}</span>
          </Button>
          <IconButton
            icon={Trash2}
            label={`Delete the view ${saved.name}`}
            size="small"
            onClick={() => remove(saved.name)}
          />
        </div>
      ))}
      <hr className={css.savedRule} />
      <Button tone="quiet" icon={Link} onClick={() => copyText(location.href, 'a link to this view')}>
        Copy a link to this view
      </Button>
      <Button
        tone="quiet"
        icon={Terminal}
        onClick={() => copyText(JSON.stringify(compactView(view)), 'the view as JSON, for --view')}
      >
        Copy for the command line
      </Button>
    </div>
  )
}
