import { WebSocket } from 'ws'
import type { CallName, Params, Result } from '../../electron/contract/engine-api'
import { EngineError } from '../../electron/contract/errors'
import { ServerFrame } from '../../electron/contract/wire'

export type EngineClient = {
  call<N extends CallName>(name: N, params: Params<N>): Promise<Result<N>>
  close(): void
}

/** A window's connection without the window: takes the token of the address to the cookie and opens the socket. */
export async function connectTo(address: string): Promise<EngineClient> {
  const entered = await fetch(address, { redirect: 'manual' })
  const cookie = String(entered.headers.get('set-cookie')).split(';')[0] ?? ''
  const { origin } = new URL(address)
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, { headers: { cookie, origin } })
  const pending = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  let nextId = 1
  const ready = new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', (code) => {
      for (const { reject: refuse } of pending.values())
        refuse(new Error(`the connection was closed (${code})`))
    })
    socket.on('message', (data) => {
      const frame = ServerFrame.parse(JSON.parse(String(data)))
      if ('hello' in frame) return resolve()
      if ('progress' in frame) return
      const call = pending.get(frame.id)
      pending.delete(frame.id)
      if ('error' in frame) call?.reject(EngineError.fromWire(frame.error))
      else call?.resolve(frame.ok as never)
    })
  })
  await ready
  return {
    call: (name, params) =>
      new Promise((resolve, reject) => {
        const id = nextId++
        pending.set(id, { resolve, reject })
        socket.send(JSON.stringify({ id, call: name, params }))
      }),
    close: () => socket.close(),
  }
}
