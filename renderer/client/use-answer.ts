import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import type { CallName, Params, Result } from '../../electron/contract/engine-api'
import type { EngineError } from '../../electron/contract/errors'
import type { LinkState } from './client'
import { asEngineError, engine } from './engine'

export type Answer<T> = {
  data: T | undefined
  /** Milliseconds the engine took, as the window saw it. */
  ms: number | undefined
  /** A newer answer is on its way; `data`, if any, is the one before. */
  pending: boolean
  stale: boolean
  error: EngineError | null
  retry: () => void
}

/**
 * Asks the engine and keeps the answer. `params` null asks nothing. `revision` makes answers of an older state of the
 * case differ from those of a newer one. While a new answer is on its way the last one stays, marked stale. The same
 * object until something in it changes.
 */
export function useAnswer<N extends CallName>(
  name: N,
  params: Params<N> | null,
  revision = 0,
): Answer<Result<N>> {
  const query = useQuery({
    queryKey: [name, revision, params],
    enabled: params !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const start = performance.now()
      const value = await engine.call(name, params as Params<N>, { signal })
      return { value, ms: performance.now() - start }
    },
  })
  const data = params === null ? undefined : query.data
  const { isFetching, isPlaceholderData, error, refetch } = query
  return useMemo(
    () => ({
      data: data?.value,
      ms: data?.ms,
      pending: isFetching,
      stale: isPlaceholderData,
      error: error ? asEngineError(error) : null,
      retry: () => void refetch(),
    }),
    [data, isFetching, isPlaceholderData, error, refetch],
  )
}

/** The state of the link to the engine, for the line that says when it is gone. */
export function useLink(): LinkState {
  return useSyncExternalStore(engine.onLink, engine.link)
}
