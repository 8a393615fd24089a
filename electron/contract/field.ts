import { eventColumns, type FieldName, fieldNames } from './event'

/**
 * A field as a person writes it: a name from the column table, or a path into one of the JSON columns,
 * `requestParameters.bucketName`, `resources[0].ARN`, `requestParameters."key.with.dots"`.
 */
export type FieldRef =
  | { kind: 'column'; field: FieldName }
  | { kind: 'json'; field: FieldName; path: (string | number)[] }

const byLowerCase = new Map<string, FieldName>(fieldNames.map((name) => [name.toLowerCase(), name]))

/** The column table's name for what was typed in any case, CloudTrail's own spelling (`eventID`) included. */
export function fieldByName(typed: string): FieldName | undefined {
  return byLowerCase.get(typed.toLowerCase())
}

const step = /\.([^.[\]"]+)|\."((?:[^"\\]|\\.)*)"|\[(\d+)\]/y

/** Reads a field reference. Returns null when it is neither a column nor a path into a JSON column. */
export function parseField(text: string): FieldRef | null {
  const whole = fieldByName(text)
  if (whole) return { kind: 'column', field: whole }
  const head = /^[^.[\]"]+/.exec(text)?.[0]
  const base = head && fieldByName(head)
  if (!head || !base || eventColumns[base].type !== 'json') return null
  const path: (string | number)[] = []
  let at = head.length
  while (at < text.length) {
    step.lastIndex = at
    const match = step.exec(text)
    if (!match) return null
    const [all, plain, quoted, index] = match
    if (index !== undefined) path.push(Number(index))
    else path.push(plain ?? (JSON.parse(`"${quoted}"`) as string))
    at += all.length
  }
  return path.length > 0 ? { kind: 'json', field: base, path } : null
}

/** The text that `parseField` reads back to the same reference. */
export function formatField(ref: FieldRef): string {
  if (ref.kind === 'column') return ref.field
  return ref.path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return /^[^.[\]"]+$/.test(part) ? `${text}.${part}` : `${text}.${JSON.stringify(part)}`
  }, ref.field)
}
