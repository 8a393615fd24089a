// A utility process: `process.parentPort` over Node's channel to the parent, then the script that was asked for.
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

const [script, ...args] = process.argv.slice(2)
process.argv = [process.argv[0], script, ...args]

const ports = new Map()
const tell = (message) => {
  if (process.connected) process.send(message)
}

class Port extends EventEmitter {
  #id
  #started = false
  #waiting = []
  constructor(id) {
    super()
    this.#id = id
    ports.set(id, this)
  }
  start() {
    this.#started = true
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] })
  }
  receive(data) {
    if (this.#started) this.emit('message', { data, ports: [] })
    else this.#waiting.push(data)
  }
  postMessage(data) {
    // What cannot be cloned throws here, as it does in Electron.
    structuredClone(data)
    tell({ port: this.#id, data })
  }
  close() {
    if (!ports.delete(this.#id)) return
    tell({ portClosed: this.#id })
    this.emit('close')
  }
  otherClosed() {
    if (ports.delete(this.#id)) this.emit('close')
  }
}

class ParentPort extends EventEmitter {
  postMessage(message) {
    tell({ message })
  }
}
const parentPort = new ParentPort()
Object.defineProperty(process, 'parentPort', { value: parentPort })

// Electron queues messages until somebody listens.
const early = []
let isHeard = false
parentPort.on('newListener', (event) => {
  if (event !== 'message' || isHeard) return
  isHeard = true
  setImmediate(() => {
    for (const event of early.splice(0)) parentPort.emit('message', event)
  })
})
process.on('message', (message) => {
  if ('message' in message) {
    const event = { data: message.message, ports: message.ports.map((id) => new Port(id)) }
    if (isHeard && early.length === 0) parentPort.emit('message', event)
    else early.push(event)
  } else if ('port' in message) ports.get(message.port)?.receive(message.data)
  else ports.get(message.portClosed)?.otherClosed()
})
process.on('disconnect', () => process.exit(0))

await import(pathToFileURL(script).href)
