import { mkdir, realpath, writeFile } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureShown, type Shown } from './explore-browser'
import { exploreCase } from './explore-case'
import { type Measured, measure } from './explore-measure'

const usage = 'npm run bench -- explore [--events 1000000,10000000] [--folder DIR] [--browser] [--write]'

/** Measures what the window asks at the contract, each beside plain DuckDB over the same case in the same run. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '1000000,10000000' },
      folder: { type: 'string', default: join(tmpdir(), 'backtrail-bench') },
      /** Measures what the window shows as well. */
      browser: { type: 'boolean', default: false },
      /** Writes docs/bench-explore.md as well. */
      write: { type: 'boolean', default: false },
    },
  })
  const sizes = values.events.split(',').map(Number)
  if (sizes.some((size) => !(size > 0))) throw new Error(usage)
  await mkdir(values.folder, { recursive: true })
  const runs: Run[] = []
  for (const events of sizes) {
    console.log(`Making or reusing a case of ${events.toLocaleString('en')} events …`)
    const path = await exploreCase(values.folder, events)
    const measured = await measure(path, events)
    runs.push({ ...measured, shown: values.browser ? await measureShown(await realpath(path)) : [] })
  }
  const text = report(runs)
  console.log(text)
  if (values.write) await writeFile('docs/bench-explore.md', text)
}

type Run = Measured & { shown: Shown[] }

function report(runs: readonly Run[]): string {
  const names = runs[0]?.lines.map(({ name }) => name) ?? []
  const ms = (value: number | null) =>
    value === null ? '' : value < 10 ? value.toFixed(1) : value.toFixed(0)
  const head = runs.flatMap(({ events }) => {
    const size = `${events / 1e6} M`
    return [`${size}: Backtrail`, `${size}: plain DuckDB`, `${size}: ratio`]
  })
  const lines = names.map((name) => {
    const cells = runs.flatMap(({ lines: own }) => {
      const line = own.find((one) => one.name === name)
      const ratio = line?.plain ? (line.ours / line.plain).toFixed(2) : ''
      return [ms(line?.ours ?? null), ms(line?.plain ?? null), ratio]
    })
    return `| ${name} | ${cells.join(' | ')} |`
  })
  const facts = runs.map(
    ({ events, load }) =>
      `* ${events.toLocaleString('en')} events: index made in ${(load.ms / 1000).toFixed(1)} s, read from what the case keeps in ${(load.keptMs / 1000).toFixed(1)} s, ${(load.bytes / 2 ** 20).toFixed(0)} MB (${(load.bytes / events).toFixed(0)} bytes an event); filters of tokens, while nobody asks anything, in ${(load.tokensMs / 1000).toFixed(1)} s, ${(load.tokenBytes / 2 ** 20).toFixed(0)} MB.`,
  )
  const growth = growthOf(runs)
  return `# Exploring: what the Events view waits for

\`${usage}\`

Milliseconds, best of three to forty (cancelling: median of five), warm, at the contract (engine handlers in process). "Plain DuckDB" is the same question as separate
statements over the same Parquet segments, on a connection of its own, in the same run, all threads. The case is made by
\`e2e/bench/explore-case.sql\`: four accounts, 16 services, about 1,800 combinations of service and event name, 20,000
principals, 60,000 addresses, more than half a million resource ARNs; segments of 250,000 events that overlap in time.

Measured on ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}.

| | ${head.join(' | ')} |
|---|${head.map(() => '---:').join('|')}|
${lines.join('\n')}

${facts.join('\n')}
${growth}${shownTable(runs)}`
}

/** What a person sees in the window; empty where that was not asked for. */
function shownTable(runs: readonly Run[]): string {
  const [first] = runs
  if (!first || first.shown.length === 0) return ''
  const ms = (value: number | null | undefined) => (value == null ? '' : value.toFixed(0))
  const sizes = runs.map(({ events }) => `${events / 1e6} M`)
  const head = sizes.flatMap((size) => [size, `${size}: longest frame`, `${size}: longest task`])
  const lines = first.shown.map(({ name }, at) => {
    const cells = runs.flatMap(({ shown }) => {
      const one = shown[at]
      return [ms(one?.ms), ms(one?.calm.longestFrame), ms(one?.calm.longestTask)]
    })
    return `| ${name} | ${cells.join(' | ')} |`
  })
  return `
## In the window

The built program's page in Chromium, milliseconds: median, the longest time between two frames, and the longest task of
the page's own (0 where none took 50 ms) while it went on. What lies between the two is the machine, not the page.

| | ${head.join(' | ')} |
|---|${head.map(() => '---:').join('|')}|
${lines.join('\n')}
`
}

/** How the refresh grows from the smallest to the largest case. */
function growthOf(runs: readonly Measured[]): string {
  const [small, large] = [runs[0], runs.at(-1)]
  if (!small || !large || small === large) return ''
  const growth = (line: string) => {
    const of = (run: Measured) => run.lines.find(({ name }) => name === line)?.ours ?? 0
    return (of(large) / of(small)).toFixed(1)
  }
  const [time, processor] = [
    growth('refresh, all of them, mean'),
    growth('refresh, all of them, mean processor time'),
  ]
  return `* From ${small.events / 1e6} M to ${large.events / 1e6} M events a refresh takes ${time} times as long (${processor} times the processor time).\n`
}
