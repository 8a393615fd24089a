import type { ViewInput } from '../../electron/contract/view'

/** Each change of the View is one that no call has seen before, so nothing is answered from what was remembered. */
export const changes: [string, ViewInput][] = [
  ['one service', filtered(['eventSource', 'ec2.amazonaws.com'])],
  [
    'two services, writes',
    filtered(['eventSource', 's3.amazonaws.com', 'kms.amazonaws.com'], ['readOnly', 'false']),
  ],
  ['all but one Region', filtered(['!awsRegion', 'us-east-1'])],
  ['denied', filtered(['outcome', 'denied'])],
  ['one principal', filtered(['principal', 'arn:aws:sts::111111111111:assumed-role/role-7/session-1007'])],
  ['ten days', { range: { from: '2026-01-08T00:00:00Z', to: '2026-01-18T00:00:00Z' } }],
  [
    'ten days, one account, errors',
    {
      ...filtered(['recipientAccountId', '222222222222'], ['!outcome', 'succeeded']),
      range: { from: '2026-01-10T00:00:00Z', to: '2026-01-20T00:00:00Z' },
    },
  ],
]

function filtered(...clauses: string[][]): ViewInput {
  return {
    filters: clauses.map(([name = '', ...values], at) => ({
      id: `clause-${at}`,
      kind: 'values',
      field: name.replace('!', ''),
      exclude: name.startsWith('!'),
      values,
    })),
  }
}

/** The same View without one address of sixty thousand, another each time: a clause that no call has seen before. */
export function fresh(input: ViewInput): ViewInput {
  const byte = (most: number) => Math.floor(Math.random() * most)
  const values = [`10.${byte(4)}.${byte(60)}.${byte(250)}`]
  const clause = { id: 'fresh', kind: 'values' as const, field: 'sourceIPAddress', exclude: true, values }
  return { ...input, filters: [...(input.filters ?? []), clause] }
}
