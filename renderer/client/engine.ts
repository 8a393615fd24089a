import { QueryClient } from '@tanstack/react-query'
import { EngineError } from '../../electron/contract/errors'
import { carrier } from './carriers'
import { createClient } from './client'

/** The one client of this window. */
export const engine = createClient(carrier())

/** Answers of the engine. They change only when the View or the case's revision does, so none goes stale by age. */
export const answers = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // An engine that has just come back does not know the case until the window has opened it again.
      retry: (failures, error) =>
        failures < 2 &&
        error instanceof EngineError &&
        (error.code === 'engine/gone' || error.code === 'case/not-found'),
      retryDelay: 300,
    },
  },
})

/** Any thrown value as the error a person sees. */
export function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error
  const detail = error instanceof Error ? error.message : String(error)
  return new EngineError('internal/unexpected', 'Something went wrong in the window.', { detail })
}
