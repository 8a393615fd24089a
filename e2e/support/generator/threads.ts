import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { BackgroundPlan } from './plan'
import type { RangeResult, WriteOptions } from './write-lane'

/** What a thread needs to make the same world and plan as every other. */
export interface ThreadSetup {
  readonly seed: string
  readonly accounts: number
  readonly regions: number
  readonly plan: BackgroundPlan
  readonly options: WriteOptions
}

/** A range of files of one lane. */
export interface RangeTask {
  readonly lane: number
  readonly from: number
  readonly to: number
}

/** Runs tasks on `count` threads and hands over their results in the tasks' order. At most `4 * count` wait. */
export async function runOnThreads(
  setup: ThreadSetup,
  count: number,
  tasks: Iterable<RangeTask>,
  onResult: (task: RangeTask, result: RangeResult) => void,
): Promise<void> {
  // A thread starts without the loader of TypeScript; it registers one, found from here whatever the current folder.
  const loader = new URL(
    'dist/esm/api/index.mjs',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')),
  ).href
  const entry = new URL('./thread.ts', import.meta.url).href
  const code = `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(entry)}) })`
  const workers = Array.from(
    { length: count },
    () => new Worker(code, { eval: true, workerData: setup, execArgv: [] }),
  )
  try {
    await dispatch(workers, tasks, onResult, 4 * count)
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

function dispatch(
  workers: readonly Worker[],
  tasks: Iterable<RangeTask>,
  onResult: (task: RangeTask, result: RangeResult) => void,
  ahead: number,
): Promise<void> {
  const source = tasks[Symbol.iterator]()
  const running = new Map<Worker, { task: RangeTask; number: number }>()
  const finished = new Map<number, { task: RangeTask; result: RangeResult }>()
  const idle: Worker[] = []
  let started = 0
  let handed = 0
  let exhausted = false
  return new Promise((resolve, reject) => {
    const feed = () => {
      while (idle.length > 0 && !exhausted && started - handed < ahead) {
        const { value: task, done } = source.next()
        if (done) {
          exhausted = true
          break
        }
        const worker = idle.pop()
        if (!worker) return
        running.set(worker, { task, number: started++ })
        worker.postMessage(task)
      }
      if (exhausted && running.size === 0) resolve()
    }
    for (const worker of workers) {
      idle.push(worker)
      worker.on('error', reject)
      worker.on('message', (result: RangeResult) => {
        const job = running.get(worker)
        running.delete(worker)
        idle.push(worker)
        if (job) finished.set(job.number, { task: job.task, result })
        for (let next = finished.get(handed); next; next = finished.get(handed)) {
          finished.delete(handed++)
          onResult(next.task, next.result)
        }
        feed()
      })
    }
    feed()
  })
}
