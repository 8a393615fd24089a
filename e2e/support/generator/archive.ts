import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { type DigestKey, loadDigestKeys, publicKeyList } from './digest-keys'
import { DigestChain, type DigestSettings } from './digests'
import { formatTime } from './layout'
import { activityOf, type BackgroundPlan, type Lane, planLanes, spanOf } from './plan'
import { laneKey, type PlantedResult, writePlanted } from './planted'
import type { Planted } from './stories/scene'
import { plantStories } from './stories/stories'
import { addTally, emptyTally, type Tally } from './tally'
import { type RangeTask, runOnThreads } from './threads'
import type { ArchiveTruth, DigestChainTruth, TrailTruth } from './truth'
import { GLOBAL_REGION, MANAGEMENT, makeWorld, type World } from './world'
import { type RangeResult, type WriteOptions, writeRange } from './write-lane'

const HOUR = 3600_000
const DAY = 24 * HOUR
const RECORDS_PER_TASK = 15_000

/**
 * How to make an archive. The same options, `threads` aside, give the same files with the same content; how well the
 * content packs differs a little between versions of zlib.
 */
export interface ArchiveOptions {
  /** Folder that gets `AWSLogs/…`; made where needed. */
  readonly out: string
  /** Number of distinct events, planted ones included. */
  readonly events: number
  readonly recordsPerFile: number
  readonly seed: string
  /** First day, `2026-03-02`. */
  readonly from?: string
  /** Length; stories need at least 10. */
  readonly days?: number
  readonly accounts?: number
  readonly regions?: number
  /** Plant the stories; default yes. */
  readonly stories?: boolean
  /** Write digests; default yes. With `from` (ISO time) and `lanes` (`account region`) only some. */
  readonly digests?: boolean | { readonly from?: string; readonly lanes?: readonly string[] }
  readonly gzipLevel?: number
  /** How many calls in a row come from one caller; default 8. Longer runs pack better. */
  readonly runLength?: number
  /** How much older than the last one in their file events may be; default 1. */
  readonly lookBackHours?: number
  readonly threads?: number
  /** Where truth, public keys and signatures go; default beside `out`, under its name. `null`: nowhere. */
  readonly side?: SideFiles | null
  readonly onProgress?: (events: number) => void
}

/** Files that belong to an archive and are no part of it. */
export interface SideFiles {
  readonly truth: string
  readonly publicKeys: string
  readonly signatures: string
}

export function sideFilesOf(out: string): SideFiles {
  const base = out.replace(/[/\\]+$/, '')
  return {
    truth: `${base}.truth.json`,
    publicKeys: `${base}.public-keys.json`,
    signatures: `${base}.digest-signatures.json`,
  }
}

/** Writes an archive and tells what is true about it. */
export async function generateArchive(options: ArchiveOptions): Promise<ArchiveTruth> {
  const { seed, accounts = 3, regions = 3, days = 30, gzipLevel = 1 } = options
  const world = makeWorld(seed, accounts, regions)
  const fromMs = Date.parse(`${options.from ?? '2026-03-02'}T00:00:00Z`)
  const toMs = fromMs + days * DAY
  const digests = digestOptions(options, fromMs)
  const planted = plantStories(world, fromMs, days, options.stories ?? true, digests?.fromMs ?? fromMs)
  const pauses = planted.pause
    ? [{ fromMs: Date.parse(planted.pause.from), toMs: Date.parse(planted.pause.to) }]
    : []
  const distinct = planted.records.filter((record) => !record.copy).length
  if (options.events < distinct) {
    throw new RangeError(`The stories alone are ${distinct} events: ask for more, or leave them out.`)
  }
  const plan: BackgroundPlan = {
    fromMs,
    toMs,
    pauses,
    recordsPerFile: options.recordsPerFile,
    runLength: options.runLength ?? 8,
    lookBackMs: (options.lookBackHours ?? 1) * HOUR,
    records: options.events - distinct,
  }
  const write: WriteOptions = { out: options.out, gzipLevel, digests: digests !== null }
  mkdirSync(options.out, { recursive: true })
  const stories = writePlanted(world, planted.records, write)
  const keys = loadDigestKeys()
  const chains = digests
    ? new Chains(digests, stories, {
        out: options.out,
        organization: world.organization,
        trail: trailOf(world),
        keys,
        fromMs: digests.fromMs,
        archiveFromMs: fromMs,
        toMs,
        pauses,
      })
    : null
  const tally = emptyTally()
  addTally(tally, stories.tally)
  const lanes = planLanes(world, plan)
  const activity = activityOf(plan)
  const take = (task: RangeTask, result: RangeResult) => {
    addTally(tally, result.tally)
    const lane = lanes[task.lane]
    if (lane && chains) chains.take(lane, result, spanOf(plan, lane, activity, task.to - 1).toMs, task.to)
    options.onProgress?.(tally.records)
  }
  const threads = options.threads ?? (plan.records < 60_000 ? 1 : Math.min(availableParallelism(), 8))
  if (threads > 1) {
    await runOnThreads({ seed, accounts, regions, plan, options: write }, threads, tasksOf(lanes, plan), take)
  } else {
    for (const task of tasksOf(lanes, plan)) {
      const lane = lanes[task.lane]
      if (lane) take(task, writeRange(world, plan, lane, activity, write, task.from, task.to))
      await new Promise(setImmediate)
    }
  }
  const chainTruths = chains?.end(lanes) ?? null
  const truth = truthOf(options, world, planted, tally, keys, chainTruths)
  if (options.side !== null) {
    const side = options.side ?? sideFilesOf(options.out)
    writeJson(side.truth, truth)
    if (chains) {
      writeJson(side.publicKeys, publicKeyList(keys, fromMs, toMs))
      writeJson(side.signatures, chains.signatures)
    }
  }
  return truth
}

function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(value, null, 1)}\n`)
}

function* tasksOf(lanes: readonly Lane[], plan: BackgroundPlan): Generator<RangeTask> {
  const step = Math.max(1, Math.round(RECORDS_PER_TASK / plan.recordsPerFile))
  for (const lane of lanes) {
    for (let from = 0; from < lane.files; from += step) {
      yield { lane: lane.index, from, to: Math.min(from + step, lane.files) }
    }
  }
}

interface DigestChoice {
  readonly fromMs: number
  readonly lanes: readonly string[] | null
}

function digestOptions(options: ArchiveOptions, fromMs: number): DigestChoice | null {
  const { digests = true } = options
  if (digests === false) return null
  if (digests === true) return { fromMs, lanes: null }
  return { fromMs: digests.from ? Date.parse(digests.from) : fromMs, lanes: digests.lanes ?? null }
}

/** The digest chains of all lanes, fed as files get ready, lane after lane. */
class Chains {
  readonly signatures: Record<string, string> = {}
  private readonly choice: DigestChoice
  private readonly stories: PlantedResult
  private readonly settings: DigestSettings
  private readonly truths: DigestChainTruth[] = []
  private readonly open = new Map<string, DigestChain>()

  constructor(choice: DigestChoice, stories: PlantedResult, settings: DigestSettings) {
    this.choice = choice
    this.stories = stories
    this.settings = settings
  }

  take(lane: Lane, result: RangeResult, completeMs: number, filesDone: number): void {
    const chain = this.chainOf(lane)
    chain?.add(result.delivered, completeMs)
    if (filesDone === lane.files) this.close(lane)
  }

  /** Ends what is open; lanes without ordinary records have digests all the same. */
  end(lanes: readonly Lane[]): DigestChainTruth[] {
    for (const lane of lanes) {
      if (lane.files === 0) this.chainOf(lane)
      this.close(lane)
    }
    return this.truths
  }

  private chainOf(lane: Lane): DigestChain | undefined {
    const key = laneKey(lane.place.account.id, lane.place.region)
    if (this.choice.lanes && !this.choice.lanes.includes(key)) return undefined
    const known = this.open.get(key)
    if (known) return known
    const chain = new DigestChain(this.settings, lane.place.account.id, lane.place.region)
    chain.add(this.stories.delivered.get(key) ?? [], Number.NEGATIVE_INFINITY)
    this.open.set(key, chain)
    return chain
  }

  private close(lane: Lane): void {
    const key = laneKey(lane.place.account.id, lane.place.region)
    const chain = this.open.get(key)
    if (!chain) return
    this.truths.push(chain.end())
    Object.assign(this.signatures, chain.openSignatures)
    this.open.delete(key)
  }
}

function trailOf(world: World): TrailTruth {
  return {
    name: 'org-trail',
    arn: `arn:aws:cloudtrail:${GLOBAL_REGION}:${MANAGEMENT}:trail/org-trail`,
    homeRegion: GLOBAL_REGION,
    bucket: `org-trail-logs-${world.organization}`,
  }
}

function truthOf(
  options: ArchiveOptions,
  world: World,
  planted: Planted,
  tally: Tally,
  keys: readonly DigestKey[],
  chains: readonly DigestChainTruth[] | null,
): ArchiveTruth {
  const { records: events, copies, firstMs, lastMs, ...counts } = tally
  return {
    format: 'backtrail-archive-truth/1',
    seed: options.seed,
    recordsPerFile: options.recordsPerFile,
    organization: world.organization,
    accounts: world.accounts.map(({ id, name }) => ({ id, name })),
    regions: world.regions,
    trail: trailOf(world),
    span: { from: formatTime(firstMs), to: formatTime(lastMs) },
    totals: { ...counts, records: events + copies, events, copies },
    stories: planted.stories,
    deletions: [...planted.deletions].sort((a, b) => (a.eventTime < b.eventTime ? -1 : 1)),
    nightlyJob: planted.nightlyJob,
    bursts: planted.bursts,
    insights: planted.insights,
    twins: planted.twins,
    copies: planted.copies,
    pause: planted.pause,
    digests: chains && {
      files: chains.reduce((sum, chain) => sum + chain.files, 0),
      fingerprints: keys.map((key) => key.fingerprint),
      chains,
    },
  }
}
