import { useState } from 'react'
import { type FieldName, fieldNames, specOf } from '../../../electron/contract/event'
import type { Cell, EventRecord } from '../../../electron/contract/events'
import { fieldLabel, isMono, valueLabel } from '../../lib/fields'
import { type JsonNode, nodeAt } from '../../lib/json-tree'
import { formatZoned } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { LogText, Pill, TextField } from '../../ui/bits'
import { classes } from '../../ui/classes'
import { PlaceName } from '../../ui/place-name'
import { nullKeysOf, presence } from './presence'
import css from './record.module.css'
import { ValueActions } from './value-actions'

/** What people look at first, in that order; those without a value are left out. */
const keyFields: readonly FieldName[] = [
  'eventName',
  'eventSource',
  'errorCode',
  'errorMessage',
  'resourceArns',
  'user',
  'principal',
  'userIdentity.sessionContext.sessionIssuer.arn',
  'userIdentity.accessKeyId',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'userIdentity.invokedBy',
  'sourceIPAddress',
  'userAgent',
  'awsRegion',
  'recipientAccountId',
  'eventCategory',
  'readOnly',
  'vpcEndpointId',
  'eventId',
  'requestId',
  'sharedEventId',
]

export function KeyFields({ record, tree }: { record: EventRecord; tree: JsonNode | null }) {
  const nullKeys = nullKeysOf(record.fields)
  const shown = keyFields.filter((field) => presence(field, record.fields[field], nullKeys) !== 'absent')
  const omittedSize = nodeAt(tree, ['addendum', 'reason'])
  return (
    <dl className={css.fields}>
      {record.fields.conflict === true && (
        <div className={css.warning}>
          <Pill tone="warn">Same event ID, other content</Pill> Another record in this case has the same event
          ID and recipient account but differs. Both are kept.
        </div>
      )}
      {omittedSize?.type === 'string' && (
        <div className={css.warning}>
          <Pill tone="warn">Addendum</Pill> CloudTrail says about this record: {omittedSize.value}
        </div>
      )}
      {shown.map((field) => (
        <FieldLine key={field} field={field} cell={record.fields[field]} nullKeys={nullKeys} />
      ))}
    </dl>
  )
}

export function AllFields({ record }: { record: EventRecord }) {
  const [search, setSearch] = useState('')
  const [empty, setEmpty] = useState(false)
  const nullKeys = nullKeysOf(record.fields)
  const wanted = search.trim().toLowerCase()
  const shown = fieldNames.filter((field) => {
    if (specOf(field).type === 'json') return false
    const cell = record.fields[field]
    if (!empty && presence(field, cell, nullKeys) === 'absent') return false
    return wanted === '' || `${field} ${fieldLabel(field)} ${cell ?? ''}`.toLowerCase().includes(wanted)
  })
  return (
    <>
      <div className={css.fieldTools}>
        <TextField
          aria-label="Search the fields"
          placeholder="Name or value"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <label>
          <input type="checkbox" checked={empty} onChange={(event) => setEmpty(event.target.checked)} />{' '}
          Absent ones too
        </label>
      </div>
      <dl className={css.fields}>
        {shown.map((field) => (
          <FieldLine key={field} field={field} cell={record.fields[field]} nullKeys={nullKeys} />
        ))}
      </dl>
    </>
  )
}

function FieldLine({
  field,
  cell,
  nullKeys,
}: {
  field: FieldName
  cell: Cell | undefined
  nullKeys: readonly string[]
}) {
  const how = presence(field, cell, nullKeys)
  const values = Array.isArray(cell) ? cell : [cell ?? null]
  return (
    <div className={css.field}>
      <dt title={field}>{fieldLabel(field)}</dt>
      <dd>
        {how === 'absent' && <span className={css.missing}>absent</span>}
        {how === 'null' && <span className={css.missing}>null</span>}
        {(how === 'value' || how === 'hidden') &&
          values.map((value) => (
            <span key={String(value)} className={css.valueLine}>
              <span className={classes(css.value, isMono(field) && css.mono)}>
                {how === 'hidden' ? (
                  <Pill tone="warn">hidden by AWS</Pill>
                ) : (
                  <Shown field={field} value={value} />
                )}
              </span>
              {specOf(field).group !== 'provenance' && (
                <ValueActions field={field} value={value === null ? null : String(value)} />
              )}
            </span>
          ))}
      </dd>
    </div>
  )
}

function Shown({ field, value }: { field: FieldName; value: Exclude<Cell, string[]> }) {
  const zone = useUi((ui) => ui.zone)
  if (field === 'eventTime') return formatZoned(String(value), zone)
  return (
    <>
      <LogText>{valueLabel(field, String(value))}</LogText>
      <PlaceName field={field} value={String(value)} />
    </>
  )
}
