import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { honest, toJson } from './honest'
import { endById, endsOf, type MessagePortMain } from './message-ports'

type ForkOptions = { serviceName?: string; env?: NodeJS.ProcessEnv; stdio?: 'ignore' | 'inherit' | 'pipe' }
type FromChild = { message: unknown } | { port: number; data: unknown } | { portClosed: number }

const running = new Set<ChildProcess>()

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  readonly #ports = new Set<number>()

  constructor(script: string, args: string[], options: ForkOptions) {
    super()
    this.#child = fork(join(import.meta.dirname, 'utility-shim.mjs'), [script, ...args], {
      env: options.env ?? process.env,
      execArgv: [],
      stdio: [
        'ignore',
        options.stdio === 'ignore' ? 'ignore' : 'inherit',
        process.env.STAND_IN_ENGINE_ERRORS ? 'inherit' : options.stdio === 'ignore' ? 'ignore' : 'inherit',
        'ipc',
      ],
    })
    running.add(this.#child)
    this.#child.on('message', (message) => this.#receive(message as FromChild))
    this.#child.on('spawn', () => this.emit('spawn'))
    this.#child.on('exit', (code, signal) => {
      running.delete(this.#child)
      for (const id of this.#ports) endById(id)?.close()
      this.emit('exit', code ?? (signal ? 1 : 0))
    })
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    const ends = endsOf(transfer)
    if (!this.#child.connected) return
    this.#child.send({ message: JSON.parse(toJson(message)), ports: ends.map((end) => end.id) })
    for (const end of ends) {
      this.#ports.add(end.id)
      end.moveTo({
        deliver: (data) => void (this.#child.connected && this.#child.send({ port: end.id, data })),
        closed: () => {
          this.#ports.delete(end.id)
          if (this.#child.connected) this.#child.send({ portClosed: end.id })
        },
      })
    }
  }

  kill(): boolean {
    return this.#child.kill()
  }

  #receive(message: FromChild): void {
    if ('message' in message) this.emit('message', message.message)
    else if ('port' in message) endById(message.port)?.post(message.data)
    else endById(message.portClosed)?.close()
  }
}

export const utilityProcess = honest('utilityProcess', {
  fork: (script: string, args: string[] = [], options: ForkOptions = {}) =>
    honest('UtilityProcess', new UtilityProcess(script, args, options)),
})

/** Electron's utility processes do not outlive the app. */
export function endUtilityProcesses(): void {
  for (const child of running) child.kill('SIGKILL')
}
