import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { openCase } from '../../electron/engine/case/case'
import { openConsole } from '../../electron/engine/sql/console'
import { prepareText, startQuery } from '../../electron/engine/sql/run'
import { toJson } from '../../electron/engine/sql/values'
import { exploreCase } from './explore-case'
import { median, writeReport } from './report'
import { sqlPairs } from './sql-pairs'

const cache = join(import.meta.dirname, '..', '..', '.cache', 'bench')
const runs = 5

/**
 * Twelve questions as people write them for Athena, and as somebody who knows the columns of `events` writes them for
 * DuckDB, through the same console over the same segments. `npm run bench -- sql [EVENTS]`, 10 million when not said.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const events = Number(args[0] ?? 10_000_000)
  const opened = await openCase(await exploreCase(cache, events))
  const console = await openConsole(opened, { threads: availableParallelism() })
  opened.onClose(() => console.close())
  const run = async (dialect: 'athena' | 'duckdb', text: string): Promise<{ ms: number; rows: string }> => {
    const started = performance.now()
    const query = await startQuery(
      console,
      { dialect, text, timeoutMs: 600_000 },
      new AbortController().signal,
    )
    const rows: unknown[] = []
    try {
      for (let chunk = await query.next(toJson); chunk; chunk = await query.next(toJson)) rows.push(chunk)
    } finally {
      await query.end()
    }
    return {
      ms: performance.now() - started,
      rows: JSON.stringify(rows).replaceAll(/T(\d\d:\d\d:\d\d)Z/g, 'T$1'),
    }
  }
  /** In turns, so that what else the machine does falls on both. */
  const best = async (athena: string, duckdb: string) => {
    const fastest = { athena: Number.POSITIVE_INFINITY, duckdb: Number.POSITIVE_INFINITY }
    for (let at = 0; at <= runs; at += 1) {
      const theirs = await run('athena', athena)
      const plain = await run('duckdb', duckdb)
      if (theirs.rows !== plain.rows) throw new Error(`the two ways disagree: ${athena}`)
      if (at === 0) continue
      fastest.athena = Math.min(fastest.athena, theirs.ms)
      fastest.duckdb = Math.min(fastest.duckdb, plain.ms)
    }
    return fastest
  }

  const rows: string[][] = []
  let athenaTotal = 0
  let plainTotal = 0
  try {
    for (const { name, athena, duckdb } of sqlPairs) {
      const fastest = await best(athena, duckdb)
      const translation = median(
        Array.from({ length: 50 }, () => {
          const started = performance.now()
          prepareText({ dialect: 'athena', text: athena, timeoutMs: 1 })
          return performance.now() - started
        }),
      )
      athenaTotal += fastest.athena
      plainTotal += fastest.duckdb
      rows.push([
        name,
        ms(fastest.athena),
        ms(fastest.duckdb),
        (fastest.athena / fastest.duckdb).toFixed(2),
        `${translation.toFixed(2)} ms`,
      ])
    }
  } finally {
    await opened.close()
  }
  rows.push(['**all**', ms(athenaTotal), ms(plainTotal), `**${(athenaTotal / plainTotal).toFixed(2)}**`, ''])
  await writeReport(
    'sql',
    [
      {
        title: `${events.toLocaleString('en')} events: Athena SQL against hand-written DuckDB SQL`,
        head: ['question', 'Athena', 'by hand', 'ratio (target 1.3 in all)', 'translation (target 10 ms)'],
        rows,
      },
    ],
    'Best of five in turns after a warm-up; both ways answer the same rows, which is checked on every run. The translation is part of the Athena time.',
  )
}

const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`
