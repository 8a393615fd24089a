import { useState } from 'react'
import { useUi } from '../state/ui-store'
import { TextField } from '../ui/bits'
import { Dialog } from '../ui/dialog'
import { keyWords } from '../ui/kbd'
import { type KeyScope, keymap, scopeTitles } from './keymap'
import css from './shortcut-sheet.module.css'

/** Every shortcut there is, from the one keymap. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const [search, setSearch] = useState('')
  const { letterKeys, set } = useUi()
  const wanted = search.trim().toLowerCase()
  const matching = keymap.filter(
    (entry) => wanted === '' || `${entry.label} ${entry.keys.join(' ')}`.toLowerCase().includes(wanted),
  )
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" width={760}>
      <div className={css.tools}>
        <TextField
          aria-label="Search shortcuts"
          placeholder="Search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <label>
          <input
            type="checkbox"
            checked={letterKeys}
            onChange={(event) => set({ letterKeys: event.target.checked })}
          />
          Single letters as shortcuts
        </label>
      </div>
      <div className={css.columns}>
        {(Object.keys(scopeTitles) as KeyScope[]).map((scope) => {
          const entries = matching.filter((entry) => entry.scope === scope)
          if (entries.length === 0) return null
          return (
            <section key={scope}>
              <h3>{scopeTitles[scope]}</h3>
              <dl>
                {entries.map((entry) => (
                  <div key={entry.id} className={css.line}>
                    <dt>{entry.label}</dt>
                    <dd>
                      {entry.keys.map((key) => (
                        <kbd key={key}>{keyWords(key)}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
    </Dialog>
  )
}
