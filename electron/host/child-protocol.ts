import { z } from 'zod'

/** What the server's process tells the engine's: windows by number, their messages as the JSON text that came. */
export const ToEngine = z.union([
  z.object({ open: z.int() }),
  z.object({ close: z.int() }),
  z.object({ to: z.int(), text: z.string() }),
])
export type ToEngine = z.infer<typeof ToEngine>

/** What it answers. The text goes to the window as it is. */
export const FromEngine = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ closed: z.int() }),
  z.object({ log: z.string(), facts: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])) }),
  z.object({ to: z.int(), text: z.string() }),
])
export type FromEngine = z.infer<typeof FromEngine>

/** The engine process's one argument, as JSON. */
export const EngineStart = z.object({
  openAtStart: z.object({ paths: z.array(z.string()), case: z.string().nullable() }).nullable(),
})
export type EngineStart = z.infer<typeof EngineStart>
