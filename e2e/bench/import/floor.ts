import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** What every importer has to do at least: read and inflate each file, on all cores. `floor ARCHIVE` prints the time. */
const [archive = ''] = process.argv.slice(2)
const files = readdirSync(archive, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.gz'))
  .map((entry) => join(entry.parentPath, entry.name))
const threads = availableParallelism()
const inflate = `
  const { workerData, parentPort } = require('node:worker_threads')
  const { readFileSync } = require('node:fs')
  const { gunzipSync } = require('node:zlib')
  let bytes = 0
  for (const file of workerData) bytes += gunzipSync(readFileSync(file)).length
  parentPort.postMessage(bytes)`
const began = performance.now()
const sizes = await Promise.all(
  Array.from({ length: threads }, (_, thread) => {
    const mine = files.filter((_, index) => index % threads === thread)
    const worker = new Worker(inflate, { eval: true, workerData: mine })
    return new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject))
  }),
)
const elapsedMs = performance.now() - began
const packed = files.reduce((sum, file) => sum + readFileSync(file).length, 0)
const inflated = sizes.reduce((sum, size) => sum + size, 0)
process.stdout.write(JSON.stringify({ elapsedMs, inflated, packed, files: files.length }))
