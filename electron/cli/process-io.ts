import { text } from 'node:stream/consumers'
import type { CallName } from '../contract/engine-api'
import type { Host } from '../host/compose'
import type { CommandIo } from './command'
import { outputTo } from './output'

/** The world of a command when it is run by a person: this process's streams, Ctrl-C, and an engine made when needed. */
export function processIo(): { io: CommandIo; close(): Promise<void> } {
  const controller = new AbortController()
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `backtrail events | head`: whoever read has seen enough.
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })

  let host: Promise<Host> | undefined
  const io: CommandIo = {
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr),
    signal: controller.signal,
    readInput: () => text(process.stdin),
    async call(name, params, onProgress) {
      const { composeHost } = await import('../host/compose')
      const { callInProcess } = await import('../host/serve')
      host ??= composeHost({ carrier: 'process', openAtStart: null, grantHome: true, confined: false })
      const context = { signal: controller.signal, progress: onProgress ?? (() => undefined) }
      return callInProcess<typeof name & CallName>((await host).handlers, name, params, context)
    },
  }
  return {
    io,
    async close() {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
      await (await host)?.close()
    },
  }
}
