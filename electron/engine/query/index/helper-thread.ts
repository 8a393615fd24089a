import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { type Errand, type Lent, state, turn } from './errand'
import { type GivenOf, type PassName, type PassStore, passNamed, type ResultOf } from './passes'

/**
 * The entry of the thread that helps to count: takes parts of a pass until there are none left. Between errands it sleeps
 * in `Atomics.wait`, from which it is woken sooner than an event loop would hear of a message.
 */
const port = parentPort
if (!port) throw new Error('this file is run as a worker thread')
const { timeline, bits, sent } = workerData as Lent
const helperSlot = 1
const stores = new Map<number, PassStore>()

for (let done = 0; ; done += 1) {
  let received = receiveMessageOnPort(port)
  while (!received) {
    Atomics.wait(sent, 0, done)
    received = receiveMessageOnPort(port)
  }
  const { lent, ...errand } = received.message as Errand
  for (const [id, store] of lent) stores.set(id, store)
  const result = helpWith(errand)
  if (result) port.postMessage(result, buffersOf(result))
}

function helpWith({ name, given, stores: ids, parts, shared }: Omit<Errand, 'lent'>) {
  if (Atomics.compareExchange(shared, turn.state, state.open, state.joined) !== state.open) return null
  const pass = passNamed(name)
  const whole = { ...given, bits, stores: ids.map((id) => stores.get(id)) } as GivenOf[PassName]
  const work = pass.begin(timeline, whole, helperSlot)
  for (let part = Atomics.add(shared, turn.next, 1); part < parts; part = Atomics.add(shared, turn.next, 1)) {
    work.part(part)
  }
  return work.result()
}

/** Counts are handed over, not copied. */
function buffersOf(result: ResultOf[PassName]): ArrayBuffer[] {
  const arrays = Array.isArray(result) ? result : result instanceof Uint32Array ? [result] : []
  return arrays.map(({ buffer }) => buffer as ArrayBuffer)
}
