import { s3RequestId, uuid } from '../ids'
import { formatTime, type LogFolder } from '../layout'
import type { PlantedRecord } from '../planted'
import { type Random, randomFor } from '../random'
import { formatRecord, hostOf, tlsTo, versionOf } from '../record'
import type {
  BurstTruth,
  CopyTruth,
  DeletionTruth,
  InsightTruth,
  NightlyJobTruth,
  PauseTruth,
  StoryTruth,
  TwinTruth,
} from '../truth'
import type { World } from '../world'

/** Who acts in a story, as far as it shows in records. */
export interface Actor {
  /** Account whose trail records what the actor does. */
  readonly account: string
  /** `userIdentity`, as JSON text. */
  readonly identity: string
  readonly ip: string
  readonly agent: string
  readonly fromConsole?: boolean
  /** A service acts, for itself or for somebody: no TLS details. */
  readonly service?: boolean
}

/** One call of a story. JSON members are plain values here. */
export interface Call {
  readonly at: number
  readonly region: string
  readonly source: string
  readonly name: string
  readonly request?: unknown
  readonly response?: unknown
  readonly error?: readonly [code: string, message: string]
  readonly resources?: readonly { ARN: string; accountId?: string; type?: string }[]
  readonly additional?: unknown
  readonly serviceDetails?: unknown
  readonly readOnly?: boolean
  readonly data?: boolean
  readonly type?: 'AwsServiceEvent' | 'AwsConsoleSignIn' | 'AwsConsoleAction'
  readonly sharedId?: string
  readonly addendum?: unknown
  /** Recorded in this account rather than the actor's own. */
  readonly account?: string
  readonly requestId?: string
}

/** Everything the stories of an archive have planted. */
export interface Planted {
  readonly records: PlantedRecord[]
  readonly stories: StoryTruth[]
  readonly deletions: DeletionTruth[]
  readonly bursts: BurstTruth[]
  readonly insights: InsightTruth[]
  readonly twins: TwinTruth[]
  readonly copies: CopyTruth[]
  nightlyJob: NightlyJobTruth | null
  pause: PauseTruth | null
}

type DeletionDetails = Pick<DeletionTruth, 'impact' | 'outcome' | 'targets' | 'human' | 'chain'> &
  Partial<Pick<DeletionTruth, 'chainEnd' | 'cause' | 'precursors' | 'recoverable' | 'children'>>

/** Plants the records of one story and writes down what is true about them. */
export class Scene {
  readonly world: World
  readonly random: Random
  readonly fromMs: number
  readonly days: number
  private readonly name: string
  private readonly planted: Planted
  private readonly mine: PlantedRecord[] = []

  constructor(world: World, fromMs: number, days: number, name: string, planted: Planted) {
    this.world = world
    this.fromMs = fromMs
    this.days = days
    this.name = name
    this.planted = planted
    this.random = randomFor(world.seed, `story ${name}`)
  }

  /** The moment `hh:mm:ss` of the archive's day number `day`, counted from 0. Epoch milliseconds. */
  at(day: number, time: string): number {
    const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
    return this.fromMs + ((day * 24 + hours) * 3600 + minutes * 60 + seconds) * 1000
  }

  /** Plants a call and returns its event id. */
  call(actor: Actor, call: Call): string {
    const account = call.account ?? actor.account
    const eventId = uuid(this.random)
    const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value))
    const text = formatRecord({
      version: versionOf(call.source),
      identity: actor.identity,
      time: formatTime(call.at),
      source: call.source,
      name: call.name,
      region: call.region,
      ip: actor.ip,
      agent: actor.agent,
      error: call.error,
      request: json(call.request ?? null) ?? 'null',
      response: json(call.error ? null : (call.response ?? null)) ?? 'null',
      additional: json(call.additional),
      requestId: call.requestId ?? (call.source === 's3' ? s3RequestId(this.random) : uuid(this.random)),
      eventId,
      readOnly: call.readOnly ?? false,
      resources: json(call.resources),
      type: call.type ?? 'AwsApiCall',
      management: !call.data,
      account,
      serviceDetails: json(call.serviceDetails),
      sharedId: call.sharedId,
      addendum: json(call.addendum),
      tls: actor.service ? undefined : tlsTo(hostOf(call.source, call.region)),
      fromConsole: actor.fromConsole,
    })
    this.plant({
      account,
      region: call.region,
      folder: 'CloudTrail',
      timeMs: call.at,
      deliverableMs: call.at,
      text,
      eventId,
      event: `${call.source}.amazonaws.com/${call.name}`,
      category: call.data ? 'Data' : 'Management',
      readOnly: call.readOnly ?? false,
      failed: call.error !== undefined,
      copy: false,
    })
    return eventId
  }

  /** Plants a read: nothing is returned, nothing changes. */
  read(
    actor: Actor,
    at: number,
    region: string,
    source: string,
    name: string,
    request: unknown = null,
  ): string {
    return this.call(actor, { at, region, source, name, request, readOnly: true })
  }

  /** Plants a record of another kind of file, as it is. */
  raw(folder: LogFolder, record: Omit<PlantedRecord, 'folder' | 'copy' | 'text'>, body: unknown): void {
    this.plant({ ...record, folder, copy: false, text: JSON.stringify(body) })
  }

  private plant(record: PlantedRecord): void {
    this.mine.push(record)
    this.planted.records.push(record)
  }

  private recordOf(eventId: string): PlantedRecord {
    const record = this.mine.find((planted) => planted.eventId === eventId)
    if (!record) throw new RangeError(`Story ${this.name} has no event ${eventId}.`)
    return record
  }

  /** Delivers a record a second time, in another file, so many minutes after the first. */
  redeliver(eventId: string, minutes: number): void {
    const record = this.recordOf(eventId)
    this.planted.records.push({ ...record, copy: true, deliverableMs: record.timeMs + minutes * 60_000 })
    this.planted.copies.push({ eventId, times: 2 })
  }

  /** Writes down a destructive action. */
  deletion(eventId: string, details: DeletionDetails): void {
    const { account, region, timeMs, event } = this.recordOf(eventId)
    const [eventSource = '', eventName = ''] = event.split('/')
    this.planted.deletions.push({
      story: this.name,
      eventId,
      eventTime: formatTime(timeMs),
      account,
      region,
      eventSource,
      eventName,
      chainEnd: 'human',
      cause: null,
      precursors: [],
      recoverable: null,
      children: [],
      ...details,
    })
  }

  twin(sharedEventId: string, caller: string, owner: string): void {
    this.planted.twins.push({ sharedEventId, eventIds: [caller, owner] })
  }

  burst(truth: BurstTruth): void {
    this.planted.bursts.push(truth)
  }

  insight(truth: InsightTruth): void {
    this.planted.insights.push(truth)
  }

  nightlyJob(truth: NightlyJobTruth): void {
    this.planted.nightlyJob = truth
  }

  pause(truth: PauseTruth): void {
    this.planted.pause = truth
  }

  /** Ends the story. */
  tell(title: string): void {
    const byTime = [...this.mine].sort((a, b) => a.timeMs - b.timeMs)
    this.planted.stories.push({ name: this.name, title, eventIds: byTime.map((record) => record.eventId) })
  }
}
