const categoryTokens: Record<string, string> = {
  Management: '--cat-management',
  Data: '--cat-data',
  Insight: '--cat-insight',
  NetworkActivity: '--cat-network',
  Aggregated: '--cat-aggregated',
}

const outcomeTokens: Record<string, string> = {
  succeeded: '--good-bar',
  failed: '--bad-bar',
  denied: '--denied-bar',
  'dry-run': '--dry-bar',
}

const readTokens: Record<string, string> = { true: '--series-5', false: '--series-6' }

/** The colour token of one part of a stack. A value has the same colour wherever it is shown, as far as it has its own. */
export function seriesToken(field: string, value: string | null, index: number, other = false): string {
  if (other || value === null) return '--cat-other'
  if (field === 'eventCategory') return categoryTokens[value] ?? '--cat-other'
  if (field === 'outcome') return outcomeTokens[value] ?? '--cat-other'
  if (field === 'readOnly') return readTokens[value] ?? '--cat-other'
  return `--series-${(index % 9) + 1}`
}

export const seriesColor = (field: string, value: string | null, index = 0, other = false) =>
  `var(${seriesToken(field, value, index, other)})`
