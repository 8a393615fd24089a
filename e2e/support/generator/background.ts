import type { Activity } from './activity'
import type { BegunSession, Caller } from './caller'
import type { CallKind, Draw } from './calls/call'
import { type Mixture, makeMixture } from './calls/mixture'
import { rootIdentity, serviceIdentity, userIdentity } from './identity'
import { requestUuid, s3RequestId, uuid } from './ids'
import { formatTime } from './layout'
import type { BackgroundPlan, FileSpan, Lane } from './plan'
import { spanOf } from './plan'
import { hashText, Random } from './random'
import { formatRecord, hostOf, tlsTo, versionOf } from './record'
import { beginSession, SESSION_HOURS } from './sessions'
import { GLOBAL_REGION, type Place, type World } from './world'

/** One session begins for this many records. */
const RECORDS_PER_SESSION = 22
/** Place of that record within these. */
const SESSION_PHASE = 3
/** Nobody uses a session to its last minutes. */
const SESSION_LIFE_MS = SESSION_HOURS * 3600_000 - 300_000
/** Records stand in a file at most this many places from their order in time. */
const SHUFFLE = 3

/** A record ready to be written, with what the totals count. */
export interface MadeRecord {
  readonly text: string
  readonly timeMs: number
  readonly eventId: string
  readonly source: string
  readonly name: string
  readonly data: boolean
  readonly readOnly: boolean
  readonly failed: boolean
}

/** Calls come in runs: one caller, mostly one kind of call, mostly one thing called about. */
interface Run {
  readonly file: number
  readonly number: number
  readonly caller: Caller
  readonly kind: CallKind
  readonly subject: string
  readonly other: string
}

interface FileContext {
  readonly file: number
  readonly span: FileSpan
  readonly sessions: readonly BegunSession[]
  /** Sessions of the file before, where they can still be alive. */
  readonly earlier: readonly BegunSession[]
}

const USER_AGENTS = [
  'Boto3/1.35.36 md/Botocore#1.35.36 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.2 Botocore/1.35.36',
  'aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.9 cfg/retry-mode#standard',
  'Prometheus-CloudWatch-Exporter/0.61 aws-sdk-go/1.55.5 (go1.22.7; linux; amd64)',
] as const

const SERVICES: Readonly<Record<string, string>> = {
  s3: 'cloudtrail.amazonaws.com',
  kms: 's3.amazonaws.com',
  lambda: 'events.amazonaws.com',
  logs: 'delivery.logs.amazonaws.com',
}

/** Makes the ordinary records of one lane. Any record of any file can be made on its own. */
export class LaneWriter {
  private readonly random = new Random()
  private readonly mixture: Mixture
  private readonly seed: readonly [number, number]
  private readonly draw: Draw
  private context: FileContext | undefined
  private run: Run | undefined
  private readonly users: readonly Caller[]
  private readonly place: Place
  private readonly plan: BackgroundPlan
  private readonly lane: Lane
  private readonly activity: Activity

  constructor(world: World, plan: BackgroundPlan, lane: Lane, activity: Activity) {
    this.plan = plan
    this.lane = lane
    this.activity = activity
    this.place = lane.place
    this.mixture = makeMixture(lane.place.region === GLOBAL_REGION)
    this.seed = hashText(`${world.seed} ${lane.place.account.id} ${lane.place.region}`)
    this.users = lane.place.account.users.map((user, i) => ({
      kind: 'user',
      identity: userIdentity(user),
      ip: `198.51.100.${100 + i}`,
      agent: USER_AGENTS[i % USER_AGENTS.length] ?? USER_AGENTS[0],
      tls: true,
    }))
    const caller = this.users[0]
    if (!caller) throw new RangeError('An account has users.')
    this.draw = { random: this.random, place: lane.place, caller, timeMs: 0, subject: '', other: '' }
  }

  /** Number of records of this file, without copies from the file before. */
  spanOf(file: number): FileSpan {
    return spanOf(this.plan, this.lane, this.activity, file)
  }

  /** How many of the last records of the file before are delivered again in this one: mostly none. */
  copiesIn(file: number): number {
    if (file === 0) return 0
    const bits = this.random.seed(this.seed[0], ~this.seed[1], file, 7).word()
    return bits % 29 === 0 ? Math.min(1 + ((bits >>> 8) % 3), this.spanOf(file - 1).records) : 0
  }

  private enter(file: number): FileContext {
    if (this.context?.file === file) return this.context
    const span = this.spanOf(file)
    let earlier: readonly BegunSession[] = []
    if (file > 0) {
      const before = this.spanOf(file - 1)
      if (span.toMs - before.fromMs < SESSION_LIFE_MS) earlier = this.sessionsOf(file - 1, before)
    }
    this.context = { file, span, sessions: this.sessionsOf(file, span), earlier }
    return this.context
  }

  private sessionsOf(file: number, span: FileSpan): BegunSession[] {
    const sessions: BegunSession[] = []
    for (let j = 0; j * RECORDS_PER_SESSION + SESSION_PHASE < span.records; j++) {
      const share = (j * RECORDS_PER_SESSION + SESSION_PHASE) / span.records
      this.random.seed(this.seed[0], this.seed[1], file, -1 - j)
      sessions.push(beginSession(this.random, this.place, this.timeAt(span, share)))
    }
    return sessions
  }

  private timeAt(span: FileSpan, part: number): number {
    const timeMs = this.activity.at(span.fromShare + part * (span.toShare - span.fromShare))
    return Math.min(timeMs, this.plan.toMs - 1000)
  }

  /** Makes record `index` of this file. */
  make(file: number, index: number): MadeRecord {
    const context = this.enter(file)
    const { span } = context
    const session = (index - SESSION_PHASE) / RECORDS_PER_SESSION
    const begun = Number.isInteger(session) ? context.sessions[session] : undefined
    const run = begun ? undefined : this.enterRun(context, Math.floor(index / this.plan.runLength))
    const random = this.random.seed(this.seed[0], this.seed[1], file, index)
    if (begun) return this.beginning(begun, this.timeAt(span, index / span.records))
    const noise = (random.float() * 2 - 1) * SHUFFLE
    const part = Math.min(Math.max((index + noise) / span.records, 0), 1)
    return this.call(run ?? this.enterRun(context, 0), this.timeAt(span, part))
  }

  private enterRun(context: FileContext, number: number): Run {
    if (this.run?.file === context.file && this.run.number === number) return this.run
    const first = number * this.plan.runLength
    this.random.seed(this.seed[0], this.seed[1], context.file, 0x40000000 + number)
    const caller = this.callerAt(first, context)
    const kind = this.kindFor(caller)
    const { draw } = this
    draw.caller = caller
    draw.timeMs = context.span.toMs
    const subject = kind.subject?.(draw) ?? ''
    draw.subject = subject
    this.run = { file: context.file, number, caller, kind, subject, other: kind.other?.(draw) ?? '' }
    return this.run
  }

  private kindFor(caller: Caller): CallKind {
    const kind = this.mixture.get(caller.kind)?.draw(this.random)
    if (!kind) throw new RangeError(`No calls for ${caller.kind}.`)
    return kind
  }

  private beginning(session: BegunSession, timeMs: number): MadeRecord {
    const { begun } = session
    const eventId = uuid(this.random)
    const text = formatRecord({
      ...begun,
      version: versionOf(begun.source),
      time: formatTime(timeMs),
      region: this.place.region,
      account: this.place.account.id,
      requestId: requestUuid(this.random, timeMs),
      eventId,
    })
    return {
      text,
      timeMs,
      eventId,
      source: begun.source,
      name: begun.name,
      data: false,
      readOnly: begun.readOnly,
      failed: false,
    }
  }

  private callerAt(index: number, context: FileContext): Caller {
    const { span, sessions, earlier } = context
    const kind = this.random.float()
    if (kind < 0.13) return SERVICE_CALLER
    if (kind < 0.27) return this.random.pickSkewed(this.users)
    if (kind < 0.2702) return rootCaller(this.place.account.id)
    // Only sessions whose own beginning lies before this record, shuffling included.
    const begun = Math.max(0, Math.ceil((index - SESSION_PHASE - SHUFFLE) / RECORDS_PER_SESSION))
    const life = Math.floor((SESSION_LIFE_MS / (span.toMs - span.fromMs + 1)) * span.records)
    const over = Math.max(0, Math.ceil((index - life - SESSION_PHASE) / RECORDS_PER_SESSION))
    const alive = Math.max(0, begun - over)
    const choice = this.random.int(alive + earlier.length)
    return (
      (choice < alive ? sessions[over + choice] : earlier[choice - alive]) ?? this.random.pick(this.users)
    )
  }

  private call(run: Run, timeMs: number): MadeRecord {
    const { random, draw, place } = this
    const { caller } = run
    const kind = random.chance(0.2) ? this.kindFor(caller) : run.kind
    draw.caller = caller
    draw.timeMs = timeMs
    const same = kind === run.kind && random.chance(0.8)
    draw.subject = same ? run.subject : (kind.subject?.(draw) ?? '')
    draw.other = same && random.chance(0.8) ? run.other : (kind.other?.(draw) ?? '')
    const error = this.failure(kind)
    const service =
      caller.kind === 'service' ? (SERVICES[kind.source] ?? `${kind.source}.amazonaws.com`) : caller.invokedBy
    const eventId = uuid(random)
    const text = formatRecord({
      version: versionOf(kind.source),
      identity: caller.kind === 'service' && service ? serviceIdentity(service) : caller.identity,
      time: formatTime(timeMs),
      source: kind.source,
      name: kind.name,
      region: place.region,
      ip: service ?? caller.ip,
      agent: service ?? (kind.source === 's3' ? `[${caller.agent}]` : caller.agent),
      error,
      request: kind.request?.(draw) ?? 'null',
      response: error ? 'null' : (kind.response?.(draw) ?? 'null'),
      additional: kind.additional?.(draw),
      requestId: kind.source === 's3' ? s3RequestId(random) : requestUuid(random, timeMs),
      eventId,
      readOnly: kind.readOnly,
      resources: kind.resources?.(draw),
      type: kind.type ?? 'AwsApiCall',
      apiVersion: kind.apiVersion,
      management: !kind.data,
      account: place.account.id,
      sharedId: caller.kind === 'service' ? requestUuid(random, timeMs) : undefined,
      endpoint: caller.endpoint,
      tls: caller.tls ? tlsTo(hostOf(kind.source, place.region)) : undefined,
      fromConsole: caller.fromConsole,
    })
    return {
      text,
      timeMs,
      eventId,
      source: kind.source,
      name: kind.name,
      data: kind.data === true,
      readOnly: kind.readOnly,
      failed: error !== undefined,
    }
  }

  private failure(kind: CallKind): readonly [string, string] | undefined {
    if (!kind.errors) return undefined
    let point = this.random.float()
    for (const [share, code, message] of kind.errors) {
      if (point < share) return [code, message(this.draw)]
      point -= share
    }
    return undefined
  }
}

const SERVICE_CALLER: Caller = { kind: 'service', identity: '', ip: '', agent: '', tls: false }

function rootCaller(account: string): Caller {
  return {
    kind: 'user',
    identity: rootIdentity(account),
    ip: '198.51.100.9',
    agent: 'AWS Internal',
    tls: false,
    fromConsole: true,
  }
}
