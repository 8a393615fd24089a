import { useMemo } from 'react'
import type { View } from '../../../electron/contract/view'
import { seriesColor } from '../../lib/colors'
import { defaultColumns, defaultWidth, fieldLabel, isMono, valueLabel } from '../../lib/fields'
import { isAccountField, isPlaceField } from '../../lib/place-names'
import { formatInstant, type Zone } from '../../lib/time'
import { sortableField } from '../../state/view-edit'
import { Dot, LogText } from '../../ui/bits'
import type { TableColumn } from '../../ui/data-table/types'
import { placeCell, useAccountWidth } from '../../ui/place-cell'
import css from './events.module.css'
import { OutcomeMark } from './outcome-mark'

/** The columns of a View in their order, or the usual ones. */
export const shownColumns = (view: View): readonly string[] => view.columns ?? defaultColumns

/** What the table needs beside what it shows: which record a row is, and what the record pane says first. */
export const alwaysAsked = ['seq', 'eventId', 'eventTime', 'principal', 'errorCode'] as const

export function useEventColumns(shown: readonly string[], zone: Zone): TableColumn[] {
  const accountWidth = useAccountWidth(defaultWidth('recipientAccountId'))
  return useMemo(
    () =>
      shown.map(
        (field): TableColumn => ({
          id: field,
          label: field === 'eventTime' ? `Time (${zone === 'utc' ? 'UTC' : 'local'})` : fieldLabel(field),
          width: isAccountField(field) ? accountWidth : defaultWidth(field),
          mono: isMono(field) && field !== 'eventTime',
          align: field === 'seq' || field === 'byteOffset' || field === 'byteLength' ? 'end' : 'start',
          sortable: sortableField(field) !== null,
          ...renderOf(field, zone),
        }),
      ),
    [shown, zone, accountWidth],
  )
}

const none = <span className={css.none}>–</span>

function renderOf(field: string, zone: Zone): Pick<TableColumn, 'render' | 'plain'> {
  switch (field) {
    case 'eventTime':
      return {
        plain: true,
        render: (cell) =>
          cell === null ? (
            <span className={css.none}>no time</span>
          ) : (
            <span className={css.time}>{formatInstant(String(cell), zone)}</span>
          ),
      }
    case 'eventName':
      return {
        plain: true,
        render: (cell) =>
          cell === null ? (
            none
          ) : (
            <span className={css.name}>
              <LogText>{String(cell)}</LogText>
            </span>
          ),
      }
    case 'eventSource':
      return { plain: true, render: (cell) => (cell === null ? none : <Service name={String(cell)} />) }
    case 'eventCategory':
      return {
        render: (cell) =>
          cell === null ? (
            none
          ) : (
            <>
              <Dot color={seriesColor('eventCategory', String(cell))} />
              <span className={css.ellipsis}>
                <LogText>{String(cell)}</LogText>
              </span>
            </>
          ),
      }
    case 'outcome':
      return { render: (cell, row) => <OutcomeMark outcome={cell} errorCode={row.cells.errorCode ?? null} /> }
    case 'readOnly':
      return { plain: true, render: (cell) => (cell === null ? none : valueLabel('readOnly', String(cell))) }
    default:
      return isPlaceField(field) ? { plain: true, render: placeCell(field) } : {}
  }
}

function Service({ name }: { name: string }) {
  const suffix = '.amazonaws.com'
  if (!name.endsWith(suffix))
    return (
      <span className={css.ellipsis}>
        <LogText>{name}</LogText>
      </span>
    )
  return (
    <span className={css.ellipsis} title={name}>
      <LogText>{name.slice(0, -suffix.length)}</LogText>
    </span>
  )
}
