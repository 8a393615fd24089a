import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { type Errand, type Lent, state, turn } from './errand'
import { type GivenOf, type PassName, type PassStore, passNamed } from './passes'

/**
 * The entry of the thread that helps to count: takes parts of a pass until there are none left. Between errands it sleeps
 * in `Atomics.wait`, from which it is woken sooner than an event loop would hear of a message.
 */
const port = parentPort
if (!port) throw new Error('this file is run as a worker thread')
const { timeline, bits, marked, sent } = workerData as Lent
/** The engine's own thread is the first. */
const thread = { slot: 1, marked }
const stores = new Map<number, PassStore>()

for (let done = 0; ; done += 1) {
  let received = receiveMessageOnPort(port)
  while (!received) {
    Atomics.wait(sent, 0, done)
    received = receiveMessageOnPort(port)
  }
  const { lent, ...errand } = received.message as Errand
  for (const [id, store] of lent) stores.set(id, store)
  const told = helpWith(errand)
  if (told !== null) port.postMessage(told)
}

function helpWith({ name, given, stores: ids, parts, shared }: Omit<Errand, 'lent'>): number | null {
  if (Atomics.compareExchange(shared, turn.state, state.open, state.joined) !== state.open) return null
  const pass = passNamed(name)
  const whole = { ...given, bits, stores: ids.map((id) => stores.get(id)) } as GivenOf[PassName]
  const work = pass.begin(timeline, whole, thread)
  for (let part = Atomics.add(shared, turn.next, 1); part < parts; part = Atomics.add(shared, turn.next, 1)) {
    work.part(part)
  }
  return work.told()
}
