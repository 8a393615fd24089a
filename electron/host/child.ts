import type { Port } from '../contract/wire'
import { EngineStart, type FromEngine, ToEngine } from './child-protocol'
import { composeHost } from './compose'
import type { Log } from './rotating-log'
import { serve } from './serve'

/** The engine's process in browser mode: DuckDB may crash here without taking the server along. */

type Window = { receive(text: string): void; gone(): void }

const { openAtStart } = EngineStart.parse(JSON.parse(process.argv[2] ?? '{}'))
const windows = new Map<number, Window>()
const tell = (message: FromEngine): void => {
  if (process.connected) process.send?.(message)
}
const log: Log = (what, facts = {}) => tell({ log: what, facts })
const host = await composeHost({ carrier: 'browser', openAtStart, grantHome: true })

process.on('message', (message) => {
  const parsed = ToEngine.parse(message)
  if ('open' in parsed) serve(host.handlers, portOf(parsed.open), { log })
  else if ('close' in parsed) windows.get(parsed.close)?.gone()
  else windows.get(parsed.to)?.receive(parsed.text)
})

const leave = () => void host.close().finally(() => process.exit(0))
process.on('disconnect', leave)
process.on('SIGTERM', leave)
// Ctrl-C reaches the whole process group; the server decides when the engine ends.
process.on('SIGINT', () => undefined)

tell({ ready: true })

function portOf(id: number): Port {
  const onMessage: ((message: unknown) => void)[] = []
  const onClose: (() => void)[] = []
  windows.set(id, {
    receive(text) {
      for (const listener of onMessage) listener(parseJson(text))
    },
    gone() {
      windows.delete(id)
      for (const listener of onClose) listener()
    },
  })
  return {
    post: (message) => tell({ to: id, text: JSON.stringify(message) }),
    onMessage: (listener) => void onMessage.push(listener),
    onClose: (listener) => void onClose.push(listener),
    close() {
      tell({ closed: id })
      windows.get(id)?.gone()
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
