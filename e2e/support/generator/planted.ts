import { fileSuffix } from './ids'
import { type LogFolder, logFileKey } from './layout'
import { randomFor } from './random'
import { count, emptyTally, type Tally } from './tally'
import type { World } from './world'
import { type DeliveredFile, recordsDocument, sha256, writeGzip } from './write-file'
import type { WriteOptions } from './write-lane'

/** One record of a story, ready to be written, and where it is delivered. */
export interface PlantedRecord {
  readonly account: string
  readonly region: string
  readonly folder: LogFolder
  /** Event time, epoch milliseconds; whole seconds. */
  readonly timeMs: number
  /** Earliest delivery, epoch milliseconds. */
  readonly deliverableMs: number
  readonly text: string
  readonly eventId: string
  /** `ec2.amazonaws.com/DescribeInstances`, or the type of a record without event name. */
  readonly event: string
  readonly category: string
  readonly readOnly: boolean
  readonly failed: boolean
  /** The same record was delivered before. */
  readonly copy: boolean
}

/** Delivery goes out every five minutes. */
const ROUND_MS = 300_000

/** What writing the planted records came to: files of `CloudTrail/` folders by account and Region, for the digests. */
export interface PlantedResult {
  readonly tally: Tally
  readonly delivered: ReadonlyMap<string, readonly DeliveredFile[]>
}

/** Key of a lane in maps: account and Region. */
export function laneKey(account: string, region: string): string {
  return `${account} ${region}`
}

/** Writes planted records into small files of their own: those of one place, folder and delivery round together. */
export function writePlanted(
  world: World,
  records: readonly PlantedRecord[],
  options: WriteOptions,
): PlantedResult {
  const groups = new Map<string, PlantedRecord[]>()
  for (const record of records) {
    const round = Math.ceil((record.deliverableMs + 60_000) / ROUND_MS)
    const key = `${record.account} ${record.region} ${record.folder} ${round} ${record.copy}`
    const group = groups.get(key)
    if (group) group.push(record)
    else groups.set(key, [record])
  }
  const tally = emptyTally()
  const delivered = new Map<string, DeliveredFile[]>()
  for (const [key, group] of groups) {
    const file = writeGroup(world, key, group, options, tally)
    const first = group[0]
    if (first?.folder !== 'CloudTrail') continue
    const lane = laneKey(first.account, first.region)
    delivered.set(lane, [...(delivered.get(lane) ?? []), file])
  }
  for (const files of delivered.values()) files.sort((a, b) => a.deliveredMs - b.deliveredMs)
  return { tally, delivered }
}

function writeGroup(
  world: World,
  name: string,
  group: readonly PlantedRecord[],
  options: WriteOptions,
  tally: Tally,
): DeliveredFile {
  const [account = '', region = '', folder = '', round = ''] = name.split(' ')
  const random = randomFor(world.seed, `planted ${name}`)
  const mixed = [...group].sort((a, b) => (a.eventId < b.eventId ? -1 : 1))
  const content = recordsDocument(mixed.map((record) => record.text))
  const deliveredMs = Number(round) * ROUND_MS + random.int(60_000)
  const key = logFileKey(
    { organization: world.organization, account, region, deliveredMs },
    folder as LogFolder,
    fileSuffix(random),
  )
  const size = writeGzip(options.out, key, content, options.gzipLevel)
  tally.files++
  tally.bytesInflated += size.inflated
  tally.bytesOnDisk += size.onDisk
  for (const record of group) countRecord(tally, record)
  const times = group.map((record) => record.timeMs)
  return {
    key,
    deliveredMs,
    hash: sha256(content),
    oldestMs: Math.min(...times),
    newestMs: Math.max(...times),
  }
}

function countRecord(tally: Tally, record: PlantedRecord): void {
  if (record.copy) {
    tally.copies++
    return
  }
  tally.records++
  tally.firstMs = Math.min(tally.firstMs, record.timeMs)
  tally.lastMs = Math.max(tally.lastMs, record.timeMs)
  count(tally.byCategory, record.category)
  count(tally.byEvent, record.event)
  count(tally.byAccount, record.account)
  count(tally.byRegion, record.region)
  if (record.readOnly) tally.readOnly++
  if (record.failed) tally.failed++
}
