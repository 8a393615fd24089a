import { writeFile } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'

export type Table = { title: string; head: string[]; rows: string[][] }

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const upper = sorted[half] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

export const asMarkdown = ({ title, head, rows }: Table): string =>
  [`## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n')

/** Prints the tables and puts them into `docs/bench-NAME.md`, with the command that makes them again. */
export async function writeReport(name: string, tables: readonly Table[], remarks = ''): Promise<void> {
  const memory = Math.round(totalmem() / 2 ** 30)
  const text = [
    `# npm run bench -- ${name}`,
    '',
    `Measured on ${availableParallelism()} cores, ${memory} GiB, Node ${process.version}. Machines differ; ratios travel better than times.`,
    '',
    ...tables.map(asMarkdown),
    ...(remarks === '' ? [] : [remarks, '']),
  ].join('\n')
  console.log(text)
  await writeFile(join(import.meta.dirname, '..', '..', 'docs', `bench-${name}.md`), text)
}
