import { z } from 'zod'
import { create } from 'zustand'
import type { EngineError } from '../../../electron/contract/errors'
import { isCancelled } from '../../../electron/contract/errors'
import { Dialect, type SqlResult } from '../../../electron/contract/sql'
import { asEngineError, engine } from '../../client/engine'
import { parameterCount, type Statement } from './sql-tokens'

const Tab = z.object({
  id: z.string(),
  title: z.string().max(200),
  dialect: Dialect,
  text: z.string().max(1_000_000),
  parameters: z.array(z.string()).default([]),
})
export type SqlTab = z.infer<typeof Tab>

const Kept = z.object({ name: z.string().min(1).max(200), dialect: Dialect, text: z.string() })
export type KeptQuery = z.infer<typeof Kept>

const Past = z.object({ at: z.string(), dialect: Dialect, text: z.string(), rows: z.number().nullable() })
export type PastQuery = z.infer<typeof Past>

const Stored = z.object({
  tabs: z.array(Tab).max(50),
  active: z.string(),
  kept: z.array(Kept).max(1000),
  past: z.array(Past).max(500),
  maxRows: z.number().int().min(1).max(100_000).default(10_000),
})
type Stored = z.infer<typeof Stored>

/** One run of a statement, and what came of it. */
export type Run = {
  statement: Statement
  state: 'running' | 'done' | 'failed' | 'cancelled'
  startedAt: number
  result: SqlResult | null
  error: EngineError | null
  cancel: () => void
}

type SqlState = Stored & {
  casePath: string | null
  runs: Record<string, Run>
  open: (casePath: string) => void
  addTab: (draft?: Partial<Omit<SqlTab, 'id'>>) => void
  closeTab: (id: string) => void
  activate: (id: string) => void
  update: (id: string, change: Partial<Omit<SqlTab, 'id'>>) => void
  keep: (query: KeptQuery) => void
  forget: (name: string) => void
  clearPast: () => void
  setMaxRows: (maxRows: number) => void
  run: (caseId: string, tab: SqlTab, statement: Statement) => Promise<void>
}

const firstText =
  'SELECT eventname, count(*) AS events\nFROM cloudtrail_logs\nGROUP BY eventname\nORDER BY events DESC\nLIMIT 100'
const newTab = (draft: Partial<Omit<SqlTab, 'id'>> = {}, number = 1): SqlTab => ({
  id: crypto.randomUUID(),
  title: `Query ${number}`,
  dialect: 'athena',
  text: '',
  parameters: [],
  ...draft,
})

function fresh(): Stored {
  const tab = newTab({ text: firstText })
  return { tabs: [tab], active: tab.id, kept: [], past: [], maxRows: 10_000 }
}

const storageKey = (casePath: string) => `backtrail.sql:${casePath}`

/** What was left here the last time; a fresh start when it cannot be read. */
export function readStored(casePath: string, storage: Pick<Storage, 'getItem'> = localStorage): Stored {
  try {
    const parsed = Stored.safeParse(JSON.parse(storage.getItem(storageKey(casePath)) ?? 'null'))
    return parsed.success && parsed.data.tabs.length > 0 ? parsed.data : fresh()
  } catch {
    return fresh()
  }
}

/** A value for a `?`: numbers and truth as such, everything else as text. */
export function parameterValue(typed: string): string | number | boolean | null {
  if (/^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(typed)) return Number(typed)
  if (/^(true|false)$/i.test(typed)) return typed.toLowerCase() === 'true'
  return /^null$/i.test(typed) ? null : typed.replace(/^'(.*)'$/s, '$1')
}

/** Tabs, history and kept queries of the SQL view, and the runs under way. Runs go on while another view is shown. */
export const useSql = create<SqlState>((set, get) => {
  const store = (change: Partial<Stored>) => {
    set(change)
    const { casePath, tabs, active, kept, past, maxRows } = get()
    if (!casePath) return
    try {
      localStorage.setItem(storageKey(casePath), JSON.stringify({ tabs, active, kept, past, maxRows }))
    } catch {
      // Storage that is full or forbidden: the window works on, it only forgets.
    }
  }
  const setRun = (id: string, change: Partial<Run> | Run) =>
    set(({ runs }) => ({ runs: { ...runs, [id]: { ...(runs[id] as Run), ...change } } }))
  return {
    ...fresh(),
    casePath: null,
    runs: {},
    open(casePath) {
      if (get().casePath === casePath) return
      for (const run of Object.values(get().runs)) if (run.state === 'running') run.cancel()
      set({ ...readStored(casePath), casePath, runs: {} })
    },
    addTab(draft) {
      const tab = newTab(draft, get().tabs.length + 1)
      store({ tabs: [...get().tabs, tab].slice(-50), active: tab.id })
    },
    closeTab(id) {
      const { tabs, active, runs } = get()
      if (runs[id]?.state === 'running') runs[id]?.cancel()
      const at = tabs.findIndex((tab) => tab.id === id)
      const rest = tabs.filter((tab) => tab.id !== id)
      const left = rest.length > 0 ? rest : [newTab()]
      store({
        tabs: left,
        active: active === id ? ((left[Math.max(0, at - 1)] ?? left[0])?.id ?? '') : active,
      })
    },
    activate: (active) => store({ active }),
    update: (id, change) =>
      store({ tabs: get().tabs.map((tab) => (tab.id === id ? { ...tab, ...change } : tab)) }),
    keep: (query) => store({ kept: [...get().kept.filter(({ name }) => name !== query.name), query] }),
    forget: (name) => store({ kept: get().kept.filter((query) => query.name !== name) }),
    clearPast: () => store({ past: [] }),
    setMaxRows: (maxRows) => store({ maxRows }),
    async run(caseId, tab, statement) {
      get().runs[tab.id]?.cancel()
      const controller = new AbortController()
      const run: Run = {
        statement,
        state: 'running',
        startedAt: Date.now(),
        result: null,
        error: null,
        cancel: () => controller.abort(),
      }
      setRun(tab.id, run)
      const isCurrent = () =>
        get().runs[tab.id]?.startedAt === run.startedAt && get().runs[tab.id]?.cancel === run.cancel
      const remember = (rows: number | null) =>
        store({
          past: [
            { at: new Date().toISOString(), dialect: tab.dialect, text: statement.text, rows },
            ...get().past.filter(({ text }) => text !== statement.text),
          ].slice(0, 500),
        })
      try {
        const parameters = tab.parameters.slice(0, parameterCount(statement.text)).map(parameterValue)
        const { maxRows } = get()
        const params = { case: caseId, dialect: tab.dialect, text: statement.text, parameters, maxRows }
        const result = await engine.call('sql.run', params, { signal: controller.signal })
        remember(result.rows)
        if (isCurrent()) setRun(tab.id, { state: 'done', result })
      } catch (error) {
        if (!isCancelled(error)) remember(null)
        if (isCurrent())
          setRun(
            tab.id,
            isCancelled(error) ? { state: 'cancelled' } : { state: 'failed', error: asEngineError(error) },
          )
      }
    },
  }
})

/** The tab in front. */
export const useActiveTab = (): SqlTab | undefined =>
  useSql(({ tabs, active }) => tabs.find(({ id }) => id === active) ?? tabs[0])
