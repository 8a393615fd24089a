import { parentPort } from 'node:worker_threads'
import { type Errand, state, turn } from './errand'
import { passNamed } from './passes'

/** The entry of the thread that helps to count: takes parts of a pass until there are none left. */
const port = parentPort
if (!port) throw new Error('this file is run as a worker thread')

port.on('message', ({ name, given, parts, shared }: Errand) => {
  if (Atomics.compareExchange(shared, turn.state, state.open, state.joined) !== state.open) return
  const pass = passNamed(name)
  const result = pass.begin(given)
  for (let part = Atomics.add(shared, turn.next, 1); part < parts; part = Atomics.add(shared, turn.next, 1)) {
    pass.part(given, result, part)
  }
  port.postMessage(result)
})
