import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { generateArchive } from '../support/generator/archive'
import { median, type Table, writeReport } from './report'

const root = join(import.meta.dirname, '..', '..')
const cache = join(root, '.cache', 'bench')
const cli = join(root, 'out', 'cli', 'index.js')

type Measured = { elapsedMs: number; peakBytes: number; answer: Record<string, unknown> }
type Shape = { name: string; archive: string; events: number }

/**
 * `npm run bench -- import [EVENTS] [ROUNDS] [--tenfold]`: Backtrail's import, plain DuckDB and the floor (inflating),
 * each in a process of its own and in turn, over archives of 1,500 and of 25 records a file, which are kept in
 * `.cache/bench`. `--tenfold` makes one of ten times as many events too, to see what becomes of the memory.
 */
export async function bench(given: string[]): Promise<void> {
  const args = given.filter((argument) => argument !== '--tenfold')
  const isTenfold = args.length < given.length
  const events = Number((args[0] ?? '1000000').replaceAll('_', ''))
  const rounds = Number(args[1] ?? 3)
  const large = await shapeOf(events, 1500)
  const small = await shapeOf(events, 25)
  const tenth = await shapeOf(Math.round(events / 10), 25)
  await writeReport('import', [
    await compare(large, rounds),
    await compare(small, rounds),
    await memoryTable(isTenfold ? [large, await shapeOf(events * 10, 1500)] : [], [tenth, small]),
    await coresTable(large, rounds),
  ])
}

async function shapeOf(events: number, recordsPerFile: number): Promise<Shape> {
  const archive = join(cache, `import-${events}-${recordsPerFile}`)
  if (!existsSync(`${archive}.truth.json`)) {
    console.error(`Generating ${events} events, ${recordsPerFile} a file…`)
    await generateArchive({ out: archive, events, recordsPerFile, seed: 'import', digests: false })
  }
  const truth = JSON.parse(readFileSync(`${archive}.truth.json`, 'utf8'))
  const name = `${events.toLocaleString('en')} events, ${recordsPerFile.toLocaleString('en')} a file`
  return { name, archive, events: truth.totals.events }
}

/** Runs a program that prints JSON with `elapsedMs`, and watches the memory of its process. */
function measure(command: string[]): Promise<Measured> {
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: root })
  let peakBytes = 0
  const watch = setInterval(() => {
    const status = existsSync(`/proc/${child.pid}/status`)
      ? readFileSync(`/proc/${child.pid}/status`, 'utf8')
      : ''
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(status)
    if (peak) peakBytes = Math.max(peakBytes, Number(peak[1]) * 1024)
  }, 10)
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('close', (status) => {
      clearInterval(watch)
      if (status !== 0) return reject(new Error(`${args.join(' ')} ended with ${status}`))
      const answer = JSON.parse(text)
      resolve({ elapsedMs: answer.elapsedMs, peakBytes, answer })
    })
  })
}

const node = process.execPath
const script = (name: string) => ['--import', 'tsx', join(import.meta.dirname, 'import', `${name}.ts`)]

function runImport(archive: string, cores?: string): Promise<Measured> {
  const casePath = join(cache, 'import.backtrail')
  rmSync(casePath, { recursive: true, force: true })
  const pinned = cores === undefined ? [] : ['taskset', '-c', cores]
  return measure([...pinned, node, cli, 'import', archive, '--case', casePath, '--json'])
}

const runPlain = (archive: string) =>
  measure([node, ...script('plain'), archive, join(cache, 'import-plain.duckdb')])
const runFloor = (archive: string) => measure([node, ...script('floor'), archive])

/** Bytes of the case on disk, as the case itself says. */
async function caseBytes(): Promise<{ disk: number; json: number }> {
  const { answer } = await measure([node, cli, 'info', '--case', join(cache, 'import.backtrail'), '--json'])
  return answer.bytes as { disk: number; json: number }
}

async function compare({ name, archive, events }: Shape, rounds: number): Promise<Table> {
  const runs: Record<'backtrail' | 'plain' | 'floor', Measured[]> = { backtrail: [], plain: [], floor: [] }
  for (let round = 0; round < rounds; round += 1) {
    runs.floor.push(await runFloor(archive))
    runs.plain.push(await runPlain(archive))
    runs.backtrail.push(await runImport(archive))
  }
  const { disk, json } = await caseBytes()
  const time = (which: keyof typeof runs) => median(runs[which].map(({ elapsedMs }) => elapsedMs))
  const peak = (which: keyof typeof runs) => Math.max(...runs[which].map(({ peakBytes }) => peakBytes))
  const row = (label: string, which: keyof typeof runs, bytes: number | null): string[] => [
    label,
    `${(time(which) / 1000).toFixed(2)} s`,
    Math.round(events / (time(which) / 1000)).toLocaleString('en'),
    Math.round(json / 1000 / time(which)).toLocaleString('en'),
    `${Math.round(peak(which) / 2 ** 20)} MB`,
    bytes === null ? '' : (bytes / json).toFixed(3),
    `${(time('plain') / time(which)).toFixed(2)}x`,
  ]
  const plainBytes = Number(runs.plain[0]?.answer.bytes)
  return {
    title: name,
    head: [
      '',
      'time',
      'events/s',
      'MB of JSON/s',
      'peak memory',
      'disk per byte of JSON',
      'against plain DuckDB',
    ],
    rows: [
      row('Backtrail, everything on', 'backtrail', disk),
      row('plain DuckDB into a table', 'plain', plainBytes),
      row('floor: inflating on all cores', 'floor', null),
    ],
  }
}

/** Pairs of archives, the second ten times as large as the first. */
async function memoryTable(...pairs: Shape[][]): Promise<Table> {
  const rows: string[][] = []
  for (const pair of pairs) {
    const peaks: number[] = []
    for (const { name, archive, events } of pair) {
      const { peakBytes, elapsedMs } = await runImport(archive)
      peaks.push(peakBytes)
      const rate = Math.round(events / (elapsedMs / 1000)).toLocaleString('en')
      rows.push([name, `${Math.round(peakBytes / 2 ** 20)} MB`, ratioOf(peaks), rate])
    }
  }
  return {
    title: 'Peak memory of an archive and of one ten times as large',
    head: ['', 'peak memory', 'times that of a tenth', 'events/s'],
    rows,
  }
}

const ratioOf = ([less, more]: number[]): string => (less && more ? (more / less).toFixed(2) : '')

async function coresTable({ name, archive, events }: Shape, rounds: number): Promise<Table> {
  const rows: string[][] = []
  for (const cores of ['0', '0,1']) {
    const runs: number[] = []
    for (let round = 0; round < rounds; round += 1) runs.push((await runImport(archive, cores)).elapsedMs)
    const seconds = median(runs) / 1000
    rows.push([
      String(cores.split(',').length),
      `${seconds.toFixed(2)} s`,
      Math.round(events / seconds).toLocaleString('en'),
    ])
  }
  return { title: `Cores (${name})`, head: ['cores', 'time', 'events/s'], rows }
}
