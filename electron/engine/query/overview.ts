import type { Overview } from '../../contract/events'
import type { Case } from '../case/case'
import type { CaseReader } from '../case/connection'
import { isoFromMicros } from '../case/connection'
import { sql, sqlTrusted } from '../sql-text'
import { explorerOf } from './answers'
import { overviewByIndex } from './index/overview'
import overviewSql from './overview.sql?raw'
import { spanBySql } from './sql-answers'

const known = new WeakMap<Case, { key: string; overview: Overview }>()

/** What the case holds, worked out once a revision. */
export async function overviewOf(opened: Case, top: number, signal: AbortSignal): Promise<Overview> {
  const { revision, createdAt } = opened.manifest
  const key = `${createdAt} ${revision} ${top}`
  const before = known.get(opened)
  if (before?.key === key) return before.overview
  const explorer = explorerOf(opened)
  const index = await explorer.latest(signal)
  const overview =
    (index && (await overviewByIndex(explorer, index, top, signal))) ??
    (await opened.read(signal, (db) => overviewBySql(db, top)))
  known.set(opened, { key, overview })
  return overview
}

/** The same by SQL: one pass over the narrow columns. */
export async function overviewBySql(db: CaseReader, top: number): Promise<Overview> {
  const rows = await db.rows(sqlTrusted(overviewSql))
  const span = await spanBySql(db)
  const number = (what: string) => Number(rows.find((row) => row.what === what)?.n ?? 0)
  const all = (what: string) =>
    rows
      .filter((row) => row.what === what)
      .map((row) => ({ value: row.value as string | null, count: Number(row.n) }))
  const largest = (what: string) => {
    const values = all(what)
    return { values: values.slice(0, top), distinct: values.filter(({ value }) => value !== null).length }
  }
  const rates = await db.rows(sql`-- name: events.overview.rates
SELECT event_source AS value, count(*) AS n, count(*) FILTER (outcome IN ('denied', 'failed')) AS errors
FROM events GROUP BY event_source HAVING errors > 0 AND n >= 20
ORDER BY errors / n DESC, n DESC, value LIMIT ${top}`)
  return {
    events: number('events'),
    withoutTime: number('withoutTime'),
    span: span && { from: isoFromMicros(span.min), to: isoFromMicros(span.max) },
    categories: all('category'),
    outcomes: all('outcome'),
    readOnly: all('readOnly'),
    accounts: largest('account'),
    regions: largest('region'),
    services: largest('service'),
    principals: largest('principal'),
    errorCodes: largest('errorCode'),
    errorRates: rates.map((row) => ({
      value: row.value as string | null,
      events: Number(row.n),
      errors: Number(row.errors),
    })),
  }
}
