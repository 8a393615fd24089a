import type { Port } from '../../electron/contract/wire'
import { desktopBridge } from './shell'

/** Browser mode: a WebSocket to the host that served this page. The cookie it set is the permission. */
export function openSocket(): Promise<Port> {
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address)
    const early: unknown[] = []
    let deliver: (message: unknown) => void = (message) => early.push(message)
    let closed: () => void = () => {}
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data !== 'string') return
      try {
        deliver(JSON.parse(event.data))
      } catch {
        socket.close()
      }
    })
    socket.addEventListener('close', () => {
      reject(new Error('The connection could not be opened.'))
      closed()
    })
    socket.addEventListener('open', () =>
      resolve({
        post: (message) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
        },
        onMessage: (listener) => {
          deliver = listener
          for (const message of early.splice(0)) listener(message)
        },
        onClose: (listener) => {
          closed = listener
          if (socket.readyState >= WebSocket.CLOSING) listener()
        },
        close: () => socket.close(),
      }),
    )
  })
}

function portOf(channel: MessagePort, onGone: (listener: () => void) => void): Port {
  return {
    post: (message) => channel.postMessage(message),
    onMessage: (listener) => {
      channel.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data))
      channel.start()
    },
    onClose: (listener) => {
      channel.addEventListener('close', listener)
      onGone(listener)
    },
    close: () => channel.close(),
  }
}

/**
 * The desktop app: preload posts `backtrail:port` to the page with the port to the engine, again after the engine was
 * restarted. A newer port replaces the one in use.
 */
export function desktopPorts(): () => Promise<Port> {
  const arrived: MessagePort[] = []
  let waiting: ((port: MessagePort) => void) | undefined
  let replaced: () => void = () => {}
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const channel = event.ports[0]
    if (event.source !== window || event.data !== 'backtrail:port' || !channel) return
    if (waiting) {
      waiting(channel)
      waiting = undefined
      return
    }
    arrived.splice(0, arrived.length, channel)
    replaced()
  })
  return () =>
    new Promise((resolve) => {
      const wrap = (channel: MessagePort) => resolve(portOf(channel, (listener) => (replaced = listener)))
      const ready = arrived.pop()
      if (ready) wrap(ready)
      else waiting = wrap
    })
}

/** The carrier of the place this page runs in. */
export const carrier = () => (desktopBridge() ? desktopPorts() : openSocket)
