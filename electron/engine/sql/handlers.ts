import type { EngineHandlers } from '../../contract/engine-api'
import type { Cell } from '../../contract/events'
import type { EngineState } from '../engine'
import { describeSchema } from './catalogue'
import { consoleOf } from './console'
import { readLibrary } from './library'
import { startQuery } from './run'
import { toSqlCell } from './values'
import { viewAsSql } from './view-text'

type SqlCalls = 'sql.run' | 'sql.schema' | 'sql.library' | 'sql.ofView'

export function sqlHandlers(engine: EngineState): Pick<EngineHandlers, SqlCalls> {
  return {
    'sql.schema': async ({ dialect }) => describeSchema(dialect),
    'sql.ofView': async ({ view }) => ({ text: viewAsSql(view) }),
    'sql.library': async () => ({ groups: readLibrary() }),
    'sql.run': async (params, { signal }) => {
      const started = performance.now()
      const query = await startQuery(await consoleOf(engine.cases.get(params.case)), params, signal)
      try {
        const data: Cell[][] = query.columns.map(() => [])
        let rows = 0
        // One row beyond the cap tells whether there were more.
        while (rows <= params.maxRows) {
          const chunk = await query.next(toSqlCell)
          if (!chunk) break
          for (const [index, cells] of chunk.entries()) data[index]?.push(...cells)
          rows += chunk[0]?.length ?? 0
        }
        const capped = rows > params.maxRows
        if (capped) for (const column of data) column.length = params.maxRows
        return {
          columns: [...query.columns],
          data,
          rows: Math.min(rows, params.maxRows),
          capped,
          elapsedMs: performance.now() - started,
          notes: [...query.notes],
        }
      } finally {
        await query.end()
      }
    },
  }
}
