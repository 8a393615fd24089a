import type { Filter } from '../../../contract/filter'
import type { View, ViewInput } from '../../../contract/view'
import { View as ViewSchema } from '../../../contract/view'
import { pools, randomOf } from './rows'

const fields = [
  ...Object.keys(pools),
  'requestParameters.bucketName',
  'responseElements.tags[1].v',
  'resourceArns',
]
const valuesFor = (field: string): readonly (string | boolean | null)[] =>
  (pools as Record<string, readonly (string | boolean | null)[]>)[field] ??
  (field === 'resourceArns'
    ? ['arn:aws:s3:::logs', 'arn:aws:s3:::data/key,with comma', null, 'none']
    : ['logs', 'data', 'say "hi"', null, 'none'])

const texts = ['hi', 'LOGS', 'say "hi"', 'ä', '日', 'null', '%', '2026-03-02', "o'b", 'ec2', 'AKIAEXAMPLE1']
const blocks = ['198.51.100.0/24', '198.51.0.0/16', '0.0.0.0/0', '2001:db8::/32', '2001:db8::1/128', '::/0']
const identifiers = [
  'AKIAEXAMPLE1',
  'arn:aws:s3:::logs',
  'request-7',
  'event-1-5',
  '198.51.100.7',
  '111111111111',
  'logs',
  'ann',
  'nothing',
]
const sorts = [
  'eventTime',
  'eventName',
  'sourceIPAddress',
  'readOnly',
  'eventId',
  'requestId',
  'resourceArns',
  'seq',
] as const

/** A View for every number: the number is all that fast-check has to shrink, and all that a failure has to name. */
export function viewOf(seed: number): View {
  const random = randomOf(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const clause = (at: number) => {
    const common = { id: `clause-${at}`, exclude: random() < 0.3, disabled: random() < 0.1 }
    const field = pick(fields)
    const values = () => {
      const value = pick(valuesFor(field))
      return value === null ? null : String(value)
    }
    switch (Math.floor(random() * 8)) {
      case 0:
        return { ...common, kind: 'contains' as const, field, text: pick(texts) }
      case 1:
        return { ...common, kind: 'cidr' as const, field: 'sourceIPAddress', block: pick(blocks) }
      case 2:
        return { ...common, kind: 'text' as const, text: pick(texts) }
      case 3:
        return { ...common, kind: 'identifier' as const, value: pick(identifiers) }
      default:
        return {
          ...common,
          kind: 'values' as const,
          field,
          values: random() < 0.5 ? [values()] : [values(), values()],
        }
    }
  }
  const start = Date.UTC(2026, 2, 1)
  const moment = () => start + Math.floor(random() * 6 * 86_400_000)
  const [from, to] = [moment(), moment()].sort((a, b) => a - b) as [number, number]
  const input: ViewInput = {
    range: random() < 0.4 ? { from: new Date(from).toISOString(), to: new Date(to).toISOString() } : null,
    filters: Array.from({ length: Math.floor(random() * 4) }, (_, at) => clause(at)),
    sort: Array.from({ length: Math.floor(random() * 3) }, () => ({
      field: pick(sorts),
      descending: random() < 0.5,
    })),
  }
  return ViewSchema.parse(input)
}

/** Clauses to look for in a View: those of another View, switched on, or one that is always there. */
export function clausesToFind(seed: number): Filter[] {
  const { filters } = viewOf(seed + 1_000_000)
  const plain = { kind: 'contains' as const, id: 'plain', exclude: false, disabled: false }
  return filters.length > 0
    ? filters.map((filter) => ({ ...filter, disabled: false }))
    : [{ ...plain, field: 'eventName', text: 'object' }]
}

/** Fields whose facets are worth comparing: text, booleans, a list, paths into JSON. */
export const facetFields = fields
