import { parseArgs } from 'node:util'
import { generateArchive, sideFilesOf } from './archive'

const HELP = `Makes a CloudTrail archive with planted stories, the same for the same options.

  node --import tsx e2e/support/generator/cli.ts --out DIR [options]

  --out DIR               folder for AWSLogs/…; truth, public keys and signatures go beside it:
                          DIR.truth.json, DIR.public-keys.json, DIR.digest-signatures.json
  --events N              distinct events (default 20000; 1e6 and 1_000_000 are understood)
  --records-per-file N    25 for many small files, 1500 for few large ones (default 100)
  --seed TEXT             default "backtrail"
  --from YYYY-MM-DD       first day (default 2026-03-02)
  --days N                length (default 30; the stories need 10)
  --accounts N            2 or more (default 3; the stories need 3)
  --regions N             2 to 8 (default 3)
  --threads N             default: one a processor; never changes the result
  --gzip-level N          1 to 9 (default 1)
  --no-stories            ordinary calls only
  --no-digests            no CloudTrail-Digest files
  --help                  this text
`

function number(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback
  const value = Number(text.replaceAll('_', ''))
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`Not a whole number above 0: ${text}`)
  return value
}

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      events: { type: 'string' },
      'records-per-file': { type: 'string' },
      seed: { type: 'string' },
      from: { type: 'string' },
      days: { type: 'string' },
      accounts: { type: 'string' },
      regions: { type: 'string' },
      threads: { type: 'string' },
      'gzip-level': { type: 'string' },
      'no-stories': { type: 'boolean' },
      'no-digests': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help || !values.out) {
    process.stdout.write(HELP)
    return values.help ? 0 : 2
  }
  const began = performance.now()
  let shown = 0
  const truth = await generateArchive({
    out: values.out,
    events: number(values.events, 20_000),
    recordsPerFile: number(values['records-per-file'], 100),
    seed: values.seed ?? 'backtrail',
    ...(values.from ? { from: values.from } : {}),
    days: number(values.days, 30),
    accounts: number(values.accounts, 3),
    regions: number(values.regions, 3),
    gzipLevel: number(values['gzip-level'], 1),
    ...(values.threads ? { threads: number(values.threads, 1) } : {}),
    stories: !values['no-stories'],
    digests: !values['no-digests'],
    onProgress: (events) => {
      if (!process.stderr.isTTY || performance.now() - shown < 200) return
      shown = performance.now()
      process.stderr.write(`\r${events.toLocaleString('en')} events`)
    },
  })
  const seconds = (performance.now() - began) / 1000
  const { events, files, bytesInflated, bytesOnDisk } = truth.totals
  process.stderr.write(
    `\r${events.toLocaleString('en')} events in ${files.toLocaleString('en')} files, ` +
      `${(bytesInflated / 1e6).toFixed(0)} MB of JSON, ${(bytesOnDisk / 1e6).toFixed(1)} MB on disk, ` +
      `${seconds.toFixed(1)} s (${Math.round(events / seconds).toLocaleString('en')} events/s)\n` +
      `${sideFilesOf(values.out).truth}\n`,
  )
  return 0
}

run().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof TypeError || error instanceof RangeError ? 2 : 4
  },
)
