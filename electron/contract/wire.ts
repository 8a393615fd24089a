import { z } from 'zod'
import { WireError } from './errors'

/** Raised whenever a request or a result changes shape; both ends must agree. */
export const contractVersion = 1

/** What the caller sends. Ids are unique per port. */
export const ClientFrame = z.union([
  z.object({ id: z.int(), call: z.string(), params: z.unknown() }),
  z.object({ id: z.int(), cancel: z.literal(true) }),
])
export type ClientFrame = z.infer<typeof ClientFrame>

/** What the host answers: any number of `progress`, then exactly one `ok` or `error`. `hello` comes first of all. */
export const ServerFrame = z.union([
  z.object({ hello: z.literal('backtrail'), contract: z.int() }),
  z.object({ id: z.int(), progress: z.unknown() }),
  z.object({ id: z.int(), error: WireError }),
  z.object({ id: z.int(), ok: z.unknown() }),
])
export type ServerFrame = z.infer<typeof ServerFrame>

/**
 * A carrier: an Electron MessagePort, a WebSocket, or two functions in one process. Messages arrive whole and in order;
 * what they contain is not to be trusted until it is parsed.
 */
export type Port = {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}
