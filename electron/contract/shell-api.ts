import { z } from 'zod'

/** The few things only a desktop can do. Served by main to its own windows, each call checked there. */
export const shellApi = {
  /** Native dialog for archives: folders and files, several at once. The chosen paths are granted to the engine. */
  'shell.chooseArchives': {
    params: z.object({ kind: z.enum(['folder', 'files']) }),
    result: z.object({ paths: z.array(z.string()) }),
  },
  'shell.chooseCase': { params: z.object({}), result: z.object({ path: z.string().nullable() }) },
  'shell.chooseSave': {
    params: z.object({
      suggestedName: z.string().max(255),
      kind: z.enum(['case', 'csv', 'ndjson', 'parquet', 'html', 'md']),
    }),
    result: z.object({ path: z.string().nullable() }),
  },
  /** Progress on the taskbar or dock: 0 to 1, null for none. */
  'shell.progress': {
    params: z.object({ fraction: z.number().min(0).max(1).nullable() }),
    result: z.object({}),
  },
  /** A notice of the system's when the window is not in front: a finished import. Counts only, never log text. */
  'shell.notify': {
    params: z.object({ kind: z.enum(['import-done', 'import-failed']), events: z.int().min(0) }),
    result: z.object({}),
  },
  'shell.showInFolder': { params: z.object({ path: z.string().max(4096) }), result: z.object({}) },
  /** Saves the program's own log (ids and counts) where the person says; false when they cancel. */
  'shell.saveLog': { params: z.object({}), result: z.object({ saved: z.boolean() }) },
  'shell.versions': {
    params: z.object({}),
    result: z.object({ backtrail: z.string(), electron: z.string(), chromium: z.string(), node: z.string() }),
  },
} as const

export type ShellApi = typeof shellApi
export type ShellCall = keyof ShellApi
export type ShellParams<N extends ShellCall> = z.input<ShellApi[N]['params']>
export type ShellResult<N extends ShellCall> = z.output<ShellApi[N]['result']>

/** What main tells a window without being asked: a choice in the menu, or something to open. */
export const ShellCommand = z.union([
  z.object({
    do: z.enum(['open-archive', 'open-case', 'open-sample', 'export', 'save-log', 'shortcuts']),
  }),
  z.object({ do: z.literal('open'), paths: z.array(z.string()), case: z.string().nullable() }),
])
export type ShellCommand = z.infer<typeof ShellCommand>
