import { z } from 'zod'
import { caseApi } from './case'
import { deletionsApi } from './deletions-api'
import { eventsApi } from './events'
import { exportApi } from './export'
import { filesApi } from './files'
import { findApi } from './find'
import { marksApi } from './marks'
import { sqlApi } from './sql'

/** One call of the contract: what it takes, what it answers, and what it reports on the way (long calls only). */
export type Endpoint = { params: z.ZodType; result: z.ZodType; progress?: z.ZodType }

/** Every call the window may make. Requests are validated where they arrive; nothing else reaches the engine. */
export const engineApi = {
  'engine.hello': {
    params: z.object({}),
    result: z.object({
      version: z.string(),
      duckdb: z.string(),
      /** Browser mode has no native dialogs and shows its own chooser. */
      carrier: z.enum(['desktop', 'browser', 'process']),
      /** What was named when the program was started: opened by the first window. */
      openAtStart: z.object({ paths: z.array(z.string()), case: z.string().nullable() }).nullable(),
    }),
  },
  ...caseApi,
  ...eventsApi,
  ...findApi,
  ...marksApi,
  ...exportApi,
  ...deletionsApi,
  ...sqlApi,
  ...filesApi,
} as const satisfies Record<string, Endpoint>

export type EngineApi = typeof engineApi
export type CallName = keyof EngineApi
export type Params<N extends CallName> = z.input<EngineApi[N]['params']>
export type ParsedParams<N extends CallName> = z.output<EngineApi[N]['params']>
export type Result<N extends CallName> = z.output<EngineApi[N]['result']>
export type Progress<N extends CallName> = EngineApi[N] extends { progress: infer P extends z.ZodType }
  ? z.output<P>
  : never

/** What the host gives a handler beside its parameters. */
export type CallContext<N extends CallName> = {
  signal: AbortSignal
  progress: (report: Progress<N>) => void
}

/** The engine as the host sees it: one function a call. */
export type EngineHandlers = {
  [N in CallName]: (params: ParsedParams<N>, context: CallContext<N>) => Promise<Result<N>>
}
