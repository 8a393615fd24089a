import type { Activity } from './activity'
import { LaneWriter, type MadeRecord } from './background'
import { fileSuffix } from './ids'
import { formatTime, logFileKey } from './layout'
import type { BackgroundPlan, Lane } from './plan'
import { randomFor } from './random'
import { count, emptyTally, type Tally } from './tally'
import type { World } from './world'
import { type DeliveredFile, recordsDocument, sha256, writeGzip } from './write-file'

/** How files are written. */
export interface WriteOptions {
  readonly out: string
  readonly gzipLevel: number
  /** Hash the files, for digests. */
  readonly digests: boolean
}

/** What a range of files came to. */
export interface RangeResult {
  readonly tally: Tally
  readonly delivered: readonly DeliveredFile[]
}

/** Writes files `from` to `to - 1` of a lane. */
export function writeRange(
  world: World,
  plan: BackgroundPlan,
  lane: Lane,
  activity: Activity,
  options: WriteOptions,
  from: number,
  to: number,
): RangeResult {
  const writer = new LaneWriter(world, plan, lane, activity)
  const tally = emptyTally()
  const delivered: DeliveredFile[] = []
  for (let file = from; file < to; file++) delivered.push(writeOne(writer, world, lane, options, tally, file))
  return { tally, delivered: options.digests ? delivered : [] }
}

function writeOne(
  writer: LaneWriter,
  world: World,
  lane: Lane,
  options: WriteOptions,
  tally: Tally,
  file: number,
): DeliveredFile {
  const { account, region } = lane.place
  const span = writer.spanOf(file)
  const copies = writer.copiesIn(file)
  const texts: string[] = []
  let oldestMs = Number.POSITIVE_INFINITY
  let newestMs = Number.NEGATIVE_INFINITY
  const add = (record: MadeRecord) => {
    texts.push(record.text)
    oldestMs = Math.min(oldestMs, record.timeMs)
    newestMs = Math.max(newestMs, record.timeMs)
  }
  const before = copies > 0 ? writer.spanOf(file - 1).records : 0
  for (let i = 0; i < copies; i++) add(writer.make(file - 1, before - 1 - i))
  for (let i = 0; i < span.records; i++) {
    const record = writer.make(file, i)
    add(record)
    count(tally.byEvent, `${record.source}.amazonaws.com/${record.name}`)
    count(tally.byCategory, record.data ? 'Data' : 'Management')
    if (record.readOnly) tally.readOnly++
    if (record.failed) tally.failed++
  }
  const content = recordsDocument(texts)
  const suffix = fileSuffix(randomFor(world.seed, `file ${account.id} ${region} ${file}`))
  const key = logFileKey(
    { organization: world.organization, account: account.id, region, deliveredMs: span.deliveredMs },
    'CloudTrail',
    suffix,
  )
  const size = writeGzip(options.out, key, content, options.gzipLevel)
  tally.files++
  tally.records += span.records
  tally.copies += copies
  tally.bytesInflated += size.inflated
  tally.bytesOnDisk += size.onDisk
  tally.firstMs = Math.min(tally.firstMs, wholeSecond(oldestMs))
  tally.lastMs = Math.max(tally.lastMs, wholeSecond(newestMs))
  count(tally.byAccount, account.id, span.records)
  count(tally.byRegion, region, span.records)
  const hash = options.digests ? sha256(content) : ''
  return { key, deliveredMs: span.deliveredMs, hash, oldestMs, newestMs }
}

function wholeSecond(ms: number): number {
  return Date.parse(formatTime(ms))
}
