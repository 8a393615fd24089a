import { Activity, type Pause } from './activity'
import type { Place, World } from './world'

/** What the ordinary part of an archive is made from; the same on every thread. */
export interface BackgroundPlan {
  readonly fromMs: number
  readonly toMs: number
  readonly pauses: readonly Pause[]
  readonly recordsPerFile: number
  /** How many calls in a row come from one caller. */
  readonly runLength: number
  /** Events are at most this much older than the last one in their file. */
  readonly lookBackMs: number
  /** Number of ordinary records, copies not counted. */
  readonly records: number
}

/** The files of one account and Region: numbered 0 to `files - 1`, each made on its own. */
export interface Lane {
  readonly index: number
  readonly place: Place
  readonly records: number
  readonly files: number
}

/** The time a file covers, as shares of the lane's activity and as moments. */
export interface FileSpan {
  readonly fromShare: number
  readonly toShare: number
  readonly fromMs: number
  readonly toMs: number
  readonly deliveredMs: number
  readonly records: number
}

const ACCOUNT_WEIGHTS = [12, 64, 24]
const REGION_WEIGHTS = [60, 28, 12]

/** Spreads the ordinary records over accounts and Regions; most of them fall to production's home Region. */
export function planLanes(world: World, plan: BackgroundPlan): Lane[] {
  const weighted: { place: Place; weight: number }[] = []
  world.accounts.forEach((account, a) => {
    world.regions.forEach((region, r) => {
      const place = account.places.get(region)
      const weight = (ACCOUNT_WEIGHTS[a] ?? 10) * (REGION_WEIGHTS[r] ?? 6)
      if (place) weighted.push({ place, weight })
    })
  })
  const sum = weighted.reduce((total, { weight }) => total + weight, 0)
  let left = plan.records
  return weighted.map(({ place, weight }, index) => {
    const isLast = index === weighted.length - 1
    const records = isLast ? left : Math.min(left, Math.floor((plan.records * weight) / sum))
    left -= records
    return { index, place, records, files: Math.ceil(records / plan.recordsPerFile) }
  })
}

/** Where a file of a lane lies in time. A file of a quiet lane covers only the end of its time. */
export function spanOf(plan: BackgroundPlan, lane: Lane, activity: Activity, file: number): FileSpan {
  const first = file * plan.recordsPerFile
  const records = Math.min(plan.recordsPerFile, lane.records - first)
  let fromShare = first / lane.records
  let toShare = (first + records) / lane.records
  for (const pause of plan.pauses) {
    // A file that would lie on both sides of a pause lies on the side where most of it is.
    const edge = activity.shareBefore(pause.fromMs)
    if (edge <= fromShare || edge >= toShare) continue
    if (edge - fromShare > toShare - edge) toShare = edge - 1e-9
    else fromShare = edge
  }
  const toMs = Math.min(activity.at(toShare), plan.toMs - 1000)
  const earliest = activity.shareBefore(toMs - plan.lookBackMs)
  fromShare = Math.max(fromShare, earliest)
  // Delivery is about five minutes after the last call; which minute is fixed by the file's number.
  const delay = 90_000 + (((file * 2654435761 + lane.index * 40503) >>> 0) % 330_000)
  return { fromShare, toShare, fromMs: activity.at(fromShare), toMs, deliveredMs: toMs + delay, records }
}

export function activityOf(plan: BackgroundPlan): Activity {
  return new Activity(plan.fromMs, plan.toMs, plan.pauses)
}
