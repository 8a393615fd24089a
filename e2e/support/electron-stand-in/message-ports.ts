import { EventEmitter } from 'node:events'
import { honest } from './honest'

/** Where an end of a channel lives once it was transferred. */
export type PortHome = { deliver(data: unknown): void; closed(): void }

let nextId = 1
const ends = new Map<number, PortEnd>()

/** One end of a channel. Until it is transferred, what is sent to it waits. */
export class PortEnd {
  readonly id = nextId++
  readonly #waiting: unknown[] = []
  #other: PortEnd | undefined
  #home: PortHome | undefined
  #isClosed = false

  constructor() {
    ends.set(this.id, this)
  }

  static pair(): [PortEnd, PortEnd] {
    const [a, b] = [new PortEnd(), new PortEnd()]
    a.#other = b
    b.#other = a
    return [a, b]
  }

  /** The end lives there from now on. */
  moveTo(home: PortHome): void {
    if (this.#home) throw new Error('A port can be transferred once.')
    this.#home = home
    for (const data of this.#waiting.splice(0)) home.deliver(data)
    if (this.#isClosed) home.closed()
  }

  /** What was posted at this end goes to the other. */
  post(data: unknown): void {
    this.#other?.receive(data)
  }

  receive(data: unknown): void {
    if (this.#home) this.#home.deliver(data)
    else this.#waiting.push(data)
  }

  /** This end was closed, or the place it lived in is gone: the other end hears of it. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    ends.delete(this.id)
    this.#other?.otherClosed()
  }

  otherClosed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    ends.delete(this.id)
    this.#home?.closed()
  }
}

export const endById = (id: number): PortEnd | undefined => ends.get(id)

/** A port in main. Main passes its ports on; a port that main itself talks over is not imitated. */
export class MessagePortMain extends EventEmitter {
  readonly end: PortEnd
  constructor(end: PortEnd) {
    super()
    this.end = end
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: MessagePortMain
  constructor() {
    const [a, b] = PortEnd.pair()
    this.port1 = honest('MessagePortMain', new MessagePortMain(a))
    this.port2 = honest('MessagePortMain', new MessagePortMain(b))
  }
}

/** The ends of ports that are being transferred. */
export const endsOf = (ports: readonly MessagePortMain[] = []): PortEnd[] => ports.map((port) => port.end)
