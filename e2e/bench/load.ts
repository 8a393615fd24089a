import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { CallName, Params } from '../../electron/contract/engine-api'
import type { ViewInput } from '../../electron/contract/view'
import { enginePattern, processesBelow } from '../support/desktop-test'
import { connectTo, type EngineClient } from '../support/engine-client'
import { startServer } from '../support/server'
import { exploreCase } from './explore-case'
import { median, writeReport } from './report'

type Question = { [N in CallName]: { name: N; params: Params<N> } }[
  | 'events.count'
  | 'events.histogram'
  | 'events.facets'
  | 'events.page']
type Run = { clients: number; tookMs: number; latencies: number[]; peakBytes: number; answers: string[][] }

const asksEach = 24

/**
 * Browser mode under load: the questions of an Events view with changing filters, by one client and by twenty at once,
 * each against a server of its own. Every answer to twenty is compared with the answer to one.
 */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '10000000' },
      clients: { type: 'string', default: '20' },
      folder: { type: 'string', default: join(tmpdir(), 'backtrail-bench') },
    },
  })
  const [events, clients] = [Number(values.events), Number(values.clients)]
  await mkdir(values.folder, { recursive: true })
  console.log(`Making or reusing a case of ${events.toLocaleString('en')} events …`)
  const path = await exploreCase(values.folder, events)
  const alone = await run(path, 1, asksEach * 2)
  const together = await run(path, clients, asksEach * 2)
  const [truth = []] = alone.answers
  for (const [client, answers] of together.answers.entries()) {
    for (const [at, answer] of answers.entries()) {
      if (answer !== truth[at])
        throw new Error(`client ${client} was answered otherwise than one alone, question ${at}`)
    }
  }
  const asked = together.answers.reduce((sum, answers) => sum + answers.length, 0)
  await writeReport(
    'load',
    [
      {
        title: `${events.toLocaleString('en')} events, one window and ${clients} at once`,
        head: ['', 'one', `${clients}`],
        rows: [
          ['answers a second', ...[alone, together].map((each) => throughput(each).toFixed(1))],
          ['latency, median', ...[alone, together].map((each) => ms(median(each.latencies)))],
          ['latency, 95 of 100', ...[alone, together].map((each) => ms(quantile(each.latencies, 0.95)))],
          ['latency, worst', ...[alone, together].map((each) => ms(Math.max(...each.latencies)))],
          [
            'the engine’s peak memory',
            ...[alone, together].map((each) => `${(each.peakBytes / 1e6).toFixed(0)} MB`),
          ],
        ],
      },
    ],
    `Each client asks ${asksEach * 2} questions (counts, histograms, facets, pages under changing filters), one after the other and in an order of its own. All ${asked.toLocaleString('en')} answers to ${clients} clients were the same as those to one. \`npm run bench -- load [--events N] [--clients N] [--folder DIR]\``,
  )
}

const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`
const throughput = ({ latencies, tookMs }: Run) => (latencies.length / tookMs) * 1000

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

async function run(path: string, clients: number, count: number): Promise<Run> {
  const home = await mkdtemp(join(tmpdir(), 'backtrail-load-'))
  const server = await startServer({ home, args: [path] })
  try {
    const connections = await Promise.all(Array.from({ length: clients }, () => connectTo(server.address)))
    const [first] = connections
    if (!first) throw new Error('no client')
    const { id, span } = await first.call('case.open', { path })
    const questions = questionsAbout(
      id,
      span ?? { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
      count,
    )
    // The first count opens what is opened once; what follows is what a person at work meets.
    await first.call('events.count', { case: id, view: {} })
    const started = performance.now()
    const asked = await Promise.all(connections.map((client, index) => askAll(client, questions, index)))
    const tookMs = performance.now() - started
    const [engine] = await processesBelow(server.process.pid ?? 0, enginePattern)
    const status = await readFile(`/proc/${engine}/status`, 'utf8')
    const peakBytes = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024
    for (const client of connections) client.close()
    return {
      clients,
      tookMs,
      peakBytes,
      latencies: asked.flatMap(({ latencies }) => latencies),
      answers: asked.map(({ answers }) => answers),
    }
  } finally {
    await server.stop()
    await rm(home, { recursive: true, force: true })
  }
}

/** Asks every question, beginning at another one for each client. Answers stand in the order of the questions. */
async function askAll(client: EngineClient, questions: readonly Question[], index: number) {
  const latencies: number[] = []
  const answers: string[] = []
  for (let step = 0; step < questions.length; step += 1) {
    const at = (step * 7 + index * 5) % questions.length
    const question = questions[at]
    if (!question) continue
    const started = performance.now()
    const answer = await client.call(question.name, question.params as never)
    latencies.push(performance.now() - started)
    answers[at] = JSON.stringify(answer)
  }
  return { latencies, answers }
}

/** Questions of an Events view while a person narrows it: `count` of them, the same every time. */
function questionsAbout(id: string, span: { from: string; to: string }, count: number): Question[] {
  const [from, to] = [Date.parse(span.from), Date.parse(span.to)]
  const moment = (share: number) => new Date(from + (to - from) * share).toISOString().replace(/\.\d+/, '')
  return Array.from({ length: count }, (_, index): Question => {
    const start = (index % 12) / 16
    const view: ViewInput = {
      range: { from: moment(start), to: moment(start + 1 / (2 + (index % 5))) },
      filters:
        index % 3 === 0
          ? []
          : [{ id: 'w', kind: 'values', field: 'readOnly', values: [String(index % 2 === 0)] }],
    }
    const named = { case: id, view }
    if (index % 4 === 0) return { name: 'events.count', params: named }
    if (index % 4 === 1) return { name: 'events.histogram', params: { ...named, bars: 300 } }
    if (index % 4 === 2) {
      const fields = [
        'eventName',
        'eventSource',
        'principal',
        'sourceIPAddress',
        'awsRegion',
        'eventCategory',
      ]
      return { name: 'events.facets', params: { ...named, fields } }
    }
    const columns = ['eventTime', 'eventName', 'eventSource', 'principal', 'sourceIPAddress', 'awsRegion']
    return { name: 'events.page', params: { ...named, from: index * 100, count: 200, columns } }
  })
}
