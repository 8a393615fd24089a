import { parentPort, workerData } from 'node:worker_threads'
import { BatchWorker } from './batch-worker'
import type { WorkerData, WorkerRequest } from './messages'
import { Scanner } from './scanner'

/** The entry of a worker thread: see batch-worker.ts for what it does. */
const data = workerData as WorkerData
const port = parentPort
if (!port) throw new Error('this file is run as a worker thread')

const worker = new BatchWorker(new Scanner(data.scanner, data.hashKey), data, (report) => {
  port.postMessage(report, report.type === 'part' ? [report.part.described.buffer] : [])
})
port.on('message', (message: WorkerRequest) => {
  if (message.type === 'write') worker.write(message.order)
  else void worker.run(message.request)
})
