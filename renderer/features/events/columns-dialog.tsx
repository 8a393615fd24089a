import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { parseField } from '../../../electron/contract/field'
import { notify } from '../../app/notices'
import { fieldLabel, showableFields } from '../../lib/fields'
import { useView } from '../../state/view-store'
import { TextField } from '../../ui/bits'
import { Button, IconButton } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import css from './columns-dialog.module.css'
import { shownColumns } from './events-columns'

const presets: [string, readonly string[] | null][] = [
  ['Usual', null],
  [
    'Who',
    [
      'eventTime',
      'user',
      'principal',
      'userIdentity.type',
      'userIdentity.accessKeyId',
      'sourceIPAddress',
      'userAgent',
      'eventName',
    ],
  ],
  [
    'What',
    [
      'eventTime',
      'eventName',
      'eventSource',
      'resourceArns',
      'requestParameters',
      'outcome',
      'errorCode',
      'errorMessage',
    ],
  ],
  [
    'Where',
    [
      'eventTime',
      'eventName',
      'recipientAccountId',
      'awsRegion',
      'sourceIPAddress',
      'vpcEndpointId',
      'userAgentFamily',
    ],
  ],
]

function readable(text: string): boolean {
  try {
    return parseField(text) !== null
  } catch {
    return false
  }
}

/** Which columns the table shows, and in which order. Any path into the JSON can be one. */
export function ColumnsDialog({ onClose }: { onClose: () => void }) {
  const { view, edit } = useView()
  const [search, setSearch] = useState('')
  const shown = shownColumns(view)
  const setColumns = (columns: readonly string[] | null) =>
    edit((now) => ({ ...now, columns: columns && [...columns] }))
  const wanted = search.trim().toLowerCase()
  const matches = (field: string) =>
    wanted === '' || `${field} ${fieldLabel(field)}`.toLowerCase().includes(wanted)
  const rest = showableFields.filter((field) => !shown.includes(field) && matches(field))
  const path = search.trim()
  const isPath =
    readable(path) && !(showableFields as readonly string[]).includes(path) && !shown.includes(path)
  const move = (field: string, by: number) => {
    const next = shown.filter((other) => other !== field)
    next.splice(Math.max(0, shown.indexOf(field) + by), 0, field)
    setColumns(next)
  }
  const toggle = (field: string) => {
    if (!shown.includes(field)) return setColumns([...shown, field])
    if (shown.length === 1) return notify('One column has to stay.')
    setColumns(shown.filter((other) => other !== field))
  }
  return (
    <Dialog open onClose={onClose} title="Columns" width={520}>
      <div className={css.tools}>
        <TextField
          aria-label="Search columns"
          placeholder="Name, or a path such as requestParameters.bucketName"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <fieldset className={css.presets} aria-label="Sets of columns">
          {presets.map(([name, columns]) => (
            <Button key={name} size="small" onClick={() => setColumns(columns)}>
              {name}
            </Button>
          ))}
        </fieldset>
      </div>
      {isPath && (
        <Button
          tone="primary"
          onClick={() => {
            setColumns([...shown, path])
            setSearch('')
          }}
        >
          Add the column {path}
        </Button>
      )}
      <h3 className={css.title}>Shown</h3>
      <ul>
        {shown.filter(matches).map((field) => (
          <li key={field} className={css.line}>
            <label>
              <input type="checkbox" checked onChange={() => toggle(field)} />
              {fieldLabel(field)} <small>{field}</small>
            </label>
            <IconButton
              icon={ArrowUp}
              label={`Move ${fieldLabel(field)} up`}
              size="small"
              disabled={shown[0] === field}
              onClick={() => move(field, -1)}
            />
            <IconButton
              icon={ArrowDown}
              label={`Move ${fieldLabel(field)} down`}
              size="small"
              disabled={shown.at(-1) === field}
              onClick={() => move(field, 1)}
            />
          </li>
        ))}
      </ul>
      <h3 className={css.title}>Others</h3>
      <ul>
        {rest.map((field) => (
          <li key={field} className={css.line}>
            <label>
              <input type="checkbox" checked={false} onChange={() => toggle(field)} />
              {fieldLabel(field)} <small>{field}</small>
            </label>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
