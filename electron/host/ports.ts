import type { MessagePort as NodeMessagePort } from 'node:worker_threads'
import type { WebSocket } from 'ws'
import type { Port } from '../contract/wire'

/** Two ends in one process. Messages are cloned as between processes, so nothing passes here that would fail there. */
export function portPair(): [Port, Port] {
  const { port1, port2 } = new MessageChannel()
  return [nodePort(port1 as unknown as NodeMessagePort), nodePort(port2 as unknown as NodeMessagePort)]
}

/** A `MessagePort` of Node's. */
export function nodePort(port: NodeMessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  }
}

/** What Electron's `MessagePortMain` has in common between main and utility processes. */
export type ElectronPort = {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** Electron's port, which holds messages back until it is started. */
export function electronPort(port: ElectronPort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  }
}

/** A WebSocket that carries one JSON text a message. Text that is no JSON arrives as undefined, which no frame is. */
export function webSocketPort(socket: WebSocket): Port {
  return {
    post(message) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
    },
    onMessage(listener) {
      socket.on('message', (data, isBinary) => listener(isBinary ? undefined : parseJson(String(data))))
    },
    onClose: (listener) => socket.on('close', listener),
    close: () => socket.close(),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
