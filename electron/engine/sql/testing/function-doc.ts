import { functionNames } from '../catalogue'
import { functionCases } from './function-cases'

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** The page docs/sql-functions.md: what of Athena's SQL runs, with the expressions that prove it. */
export function functionDoc(): string {
  const sections = Object.entries(functionCases).map(([title, cases]) => {
    const rows = cases.map(
      ([expression, value]) => `| \`${cell(expression)}\` | \`${cell(JSON.stringify(value))}\` |`,
    )
    return [`## ${title}`, '', '| Expression | Value |', '| --- | --- |', ...rows, ''].join('\n')
  })
  return [
    '# Athena SQL in Backtrail',
    '',
    'Made from the tests (`electron/engine/sql/testing`); `UPDATE_DOCS=1 npx vitest run electron/engine/sql/functions.test.ts`',
    'makes it again. Every line is run, and its value compared, with each test run. Moments are shown in UTC.',
    '',
    `Functions (${functionNames().length}): ${functionNames()
      .map((name) => `\`${name}\``)
      .join(', ')}.`,
    '',
    ...sections,
  ].join('\n')
}
