import { type FieldName, fieldNames, specOf } from '../../../electron/contract/event'
import { formatField } from '../../../electron/contract/field'

const columnByPath = new Map<string, FieldName>(
  fieldNames.flatMap((field) => {
    const { path, type } = specOf(field)
    return path && type !== 'json' ? [[path.join('\n'), field] as const] : []
  }),
)

const payloadByKey = new Map<string, FieldName>(
  fieldNames.flatMap((field) => {
    const { path, type } = specOf(field)
    return path?.length === 1 && path[0] && type === 'json' ? [[path[0], field] as const] : []
  }),
)

/**
 * The field that a value of the record is filtered by: its own column where it has one, else a path into the JSON column
 * it stands in, else a path into `rest`, which holds every key that has no column.
 */
export function fieldOfPath(path: readonly (string | number)[]): string | null {
  const [first, ...steps] = path
  if (typeof first !== 'string') return null
  const column = columnByPath.get(path.join('\n'))
  if (column) return column
  const payload = payloadByKey.get(first)
  if (payload) return steps.length > 0 ? formatField({ kind: 'json', field: payload, path: steps }) : null
  return formatField({ kind: 'json', field: 'rest', path: [...path] })
}

/** The path as a person writes it, for copying: `requestParameters.items[0].name`. */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  )
}
