import { parentPort, workerData } from 'node:worker_threads'
import { activityOf, planLanes } from './plan'
import type { RangeTask, ThreadSetup } from './threads'
import { makeWorld } from './world'
import { writeRange } from './write-lane'

const setup: ThreadSetup = workerData
const world = makeWorld(setup.seed, setup.accounts, setup.regions)
const lanes = planLanes(world, setup.plan)
const activity = activityOf(setup.plan)

parentPort?.on('message', (task: RangeTask) => {
  const lane = lanes[task.lane]
  if (!lane) throw new RangeError(`There is no lane ${task.lane}.`)
  parentPort?.postMessage(writeRange(world, setup.plan, lane, activity, setup.options, task.from, task.to))
})
