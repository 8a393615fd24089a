import type { ReactNode } from 'react'
import { useCase } from '../../state/case-store'
import { useUi } from '../../state/ui-store'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Segmented } from '../../ui/segmented'
import { AccountNamesEditor } from './account-names'
import css from './settings.module.css'

export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { theme, density, zone, letterKeys, set } = useUi()
  const hello = useCase((state) => state.hello)
  return (
    <Dialog open onClose={onClose} title="Settings" width={540}>
      <Setting label="Appearance">
        <Segmented
          label="Appearance"
          value={theme}
          options={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          onChange={(value) => set({ theme: value })}
        />
      </Setting>
      <Setting label="Row height">
        <Segmented
          label="Row height"
          value={density}
          options={[
            { value: 'compact', label: 'Compact' },
            { value: 'normal', label: 'Normal' },
            { value: 'roomy', label: 'Roomy' },
          ]}
          onChange={(value) => set({ density: value })}
        />
      </Setting>
      <Setting label="Times">
        <Segmented
          label="Times"
          value={zone}
          options={[
            { value: 'utc', label: 'UTC' },
            { value: 'local', label: 'Local' },
          ]}
          onChange={(value) => set({ zone: value })}
        />
      </Setting>
      <Setting
        label="Single letters as shortcuts"
        hint="f, F, j, k and others while the table has the focus; / and ? anywhere."
      >
        <input
          type="checkbox"
          aria-label="Single letters as shortcuts"
          checked={letterKeys}
          onChange={(event) => set({ letterKeys: event.target.checked })}
        />
      </Setting>
      <Setting
        label="Columns and panes"
        hint="Widths and pins of tables, sizes of panes, which facets are open."
      >
        <Button
          onClick={() =>
            set({
              columnWidths: {},
              pinned: { events: ['eventTime'] },
              facetsWidth: 264,
              recordWidth: 420,
              collapsedFacets: [],
              extraFacets: [],
            })
          }
        >
          Reset
        </Button>
      </Setting>
      <AccountNamesEditor />
      {hello && (
        <p className={css.about}>
          Backtrail {hello.version}, engine DuckDB {hello.duckdb}. It makes no connection to anything but
          itself.
        </p>
      )}
    </Dialog>
  )
}

function Setting({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className={css.setting}>
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
      {children}
    </div>
  )
}
