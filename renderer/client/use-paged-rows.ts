import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { EngineError } from '../../electron/contract/errors'
import type { RowSource, TableRow } from '../ui/data-table/types'
import { asEngineError } from './engine'

export type RowPage = { total: number; rows: TableRow[]; ms: number }

export const pageSize = 200
const settleMs = 50

type Window = { first: number; last: number }

const lastPage = (total: number | undefined) =>
  total === undefined ? 0 : Math.max(0, Math.ceil(total / pageSize) - 1)

/** Pages that hold these rows; the first one where there are none. */
function pagesInSight({ first, last }: Window, total: number | undefined): number[] {
  const from = Math.floor(first / pageSize)
  const to = Math.min(lastPage(total), Math.floor(Math.max(first, last - 1) / pageSize))
  return from > to ? [0] : Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

/** The page before these and the one after them, as far as there are any. */
const pagesBeside = (inSight: readonly number[], total: number | undefined): number[] =>
  [(inSight[0] ?? 0) - 1, (inSight.at(-1) ?? 0) + 1].filter((page) => page >= 0 && page <= lastPage(total))

type Kept = { key: string; pages: Map<number, RowPage>; total: number | undefined }

/**
 * Rows of an answer of any length, page by page. Asks for what is in sight, then for its neighbours, after the hand has
 * been still for 50 ms; cancels what has gone out of sight; shows the rows of the answer before until the new ones are
 * here.
 */
export function usePagedRows(
  key: readonly unknown[],
  enabled: boolean,
  load: (from: number, count: number, signal: AbortSignal) => Promise<Omit<RowPage, 'ms'>>,
) {
  const identity = JSON.stringify(key)
  const [window, setWindow] = useState<Window>({ first: 0, last: pageSize })
  const [settled, setSettled] = useState(window)
  const current = useRef<Kept>({ key: identity, pages: new Map(), total: undefined })
  const before = useRef<Kept | null>(null)
  if (current.current.key !== identity) {
    if (current.current.pages.size > 0) before.current = current.current
    current.current = { key: identity, pages: new Map(), total: undefined }
  }

  useEffect(() => {
    const timer = setTimeout(() => setSettled(window), settleMs)
    return () => clearTimeout(timer)
  }, [window])

  const client = useQueryClient()
  const inSight = enabled ? pagesInSight(settled, current.current.total ?? before.current?.total) : []
  const here = inSight.map((page) => client.getQueryData<RowPage>([...key, page]))
  const pages = here.every(Boolean) ? [...inSight, ...pagesBeside(inSight, here[0]?.total)] : inSight
  const queries = useQueries({
    queries: pages.map((page) => ({
      queryKey: [...key, page],
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<RowPage> => {
        const start = performance.now()
        const answer = await load(page * pageSize, pageSize, signal)
        return { ...answer, ms: performance.now() - start }
      },
      meta: { page },
    })),
  })
  let version = 0
  queries.forEach((query, index) => {
    const page = pages[index]
    if (page === undefined || !query.data) return
    version += query.dataUpdatedAt
    current.current.pages.set(page, query.data)
    current.current.total = query.data.total
  })
  const failed = queries.find((query) => query.error)
  const pending = queries.some((query, index) => index < inSight.length && query.isFetching)
  const total = current.current.total ?? before.current?.total
  const isStale = current.current.total === undefined && before.current !== null

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what the refs hold
  const source = useMemo((): RowSource => {
    const now = current.current
    const old = before.current
    const rowOf = (kept: Kept | null, index: number) =>
      kept?.pages.get(Math.floor(index / pageSize))?.rows[index % pageSize]
    return {
      total,
      rowAt: (index) => rowOf(now, index) ?? rowOf(old, index),
      isOld: (index) => !rowOf(now, index) && rowOf(old, index) !== undefined,
    }
  }, [identity, version, total])
  const onRows = useCallback((first: number, last: number) => setWindow({ first, last }), [])
  const error: EngineError | null = failed?.error ? asEngineError(failed.error) : null
  return {
    source,
    onRows,
    pending,
    stale: isStale,
    error,
    ms: queries[0]?.data?.ms,
    retry: () => {
      for (const query of queries) if (query.error) void query.refetch()
    },
  }
}
