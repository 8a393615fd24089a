import type { Tally } from './tally'

/**
 * What is known to be true of a generated archive: written beside it as JSON, read by tests of import, events,
 * deletions, Insights and integrity. Times are ISO 8601 in UTC. Event ids name records of the archive.
 */
export interface ArchiveTruth {
  readonly format: 'backtrail-archive-truth/1'
  readonly seed: string
  readonly recordsPerFile: number
  readonly organization: string
  readonly accounts: readonly { readonly id: string; readonly name: string }[]
  readonly regions: readonly string[]
  readonly trail: TrailTruth
  /** Event time of the first and last record of the files in `CloudTrail/` folders and all others alike. */
  readonly span: { readonly from: string; readonly to: string }
  readonly totals: TotalsTruth
  readonly stories: readonly StoryTruth[]
  /** All planted destructive actions of all stories, by time. */
  readonly deletions: readonly DeletionTruth[]
  readonly nightlyJob: NightlyJobTruth | null
  readonly bursts: readonly BurstTruth[]
  readonly insights: readonly InsightTruth[]
  readonly twins: readonly TwinTruth[]
  /** Planted copies; ordinary records have copies too, counted in `totals.copies`. */
  readonly copies: readonly CopyTruth[]
  readonly pause: PauseTruth | null
  readonly digests: DigestTruth | null
}

export interface TrailTruth {
  readonly name: string
  readonly arn: string
  readonly homeRegion: string
  /** Bucket the S3 keys belong to; digests name it. */
  readonly bucket: string
}

export interface TotalsTruth {
  /** Log files, digests not counted. */
  readonly files: number
  /** Records in all files: `events + copies`. */
  readonly records: number
  /** Records without copies: what a case stores. */
  readonly events: number
  readonly copies: number
  readonly bytesInflated: number
  readonly bytesOnDisk: number
  /** The remaining counts leave copies out. */
  readonly byCategory: Tally['byCategory']
  /** `ec2.amazonaws.com/DescribeInstances`; Insight and Aggregated records have no event name and stand under their type. */
  readonly byEvent: Tally['byEvent']
  readonly byAccount: Tally['byAccount']
  readonly byRegion: Tally['byRegion']
  readonly readOnly: number
  readonly failed: number
}

export interface StoryTruth {
  /** `person-deletes-database` */
  readonly name: string
  /** What happened, in one sentence. */
  readonly title: string
  /** All records of the story, by time. */
  readonly eventIds: readonly string[]
}

/** What a destructive action does to its target (deletions.md 6.4). */
export type Impact =
  | 'destroyed'
  | 'scheduled'
  | 'emptied'
  | 'detached'
  | 'stopped'
  | 'protection-removed'
  | 'logging-impaired'
  | 'access-removed'
  | 'expiry-configured'
  | 'restored'

/** `dry-run`: the call asked whether it would be allowed, and nothing happened. */
export type Outcome = 'succeeded' | 'denied' | 'failed' | 'dry-run'

export interface DeletionTruth {
  /** Name of its story. */
  readonly story: string
  readonly eventId: string
  readonly eventTime: string
  readonly account: string
  readonly region: string
  readonly eventSource: string
  readonly eventName: string
  readonly impact: Impact
  readonly outcome: Outcome
  readonly targets: readonly TargetTruth[]
  /** Who stands at the beginning of the chain: a person, or the system that acted by itself; null where the archive cannot say. */
  readonly human: HumanTruth | null
  /** Records that link the acting session to its beginning, from the action backwards. Empty: the caller acted directly. */
  readonly chain: readonly string[]
  /** Why the chain ends where it does. */
  readonly chainEnd: 'human' | 'service' | 'not-in-archive'
  /** What made the action happen, where that was not the caller itself. */
  readonly cause: CauseTruth | null
  /** Earlier removals of protection from, and copies made of, the same target. */
  readonly precursors: readonly PrecursorTruth[]
  readonly recoverable: RecoverableTruth | null
  /** Records of single items of this batch; they are part of this action and not actions of their own. */
  readonly children: readonly string[]
}

/** Type as CloudFormation names it; `arn` null where it cannot be built from the record. */
export interface TargetTruth {
  readonly type: string
  readonly id: string
  readonly arn: string | null
}

export interface HumanTruth {
  readonly kind: 'IAMUser' | 'Root' | 'SAMLUser' | 'WebIdentityUser' | 'IdentityCenterUser' | 'AWSService'
  readonly name: string
  readonly arn: string | null
}

export interface CauseTruth {
  /** `stack`: a CloudFormation stack operation. `schedule`: an earlier request that took effect now. */
  readonly kind: 'stack' | 'schedule'
  readonly eventId: string
}

export interface PrecursorTruth {
  readonly eventId: string
  readonly kind: 'protection-removed' | 'copied-out'
  /** Id of the target. */
  readonly target: string
}

/**
 * As of the end of the archive. `recoverable`: the thing can still be brought back, until `until` where a limit is
 * known. `scheduled`: destruction is pending and can be cancelled until `until`. `restored`: it was brought back.
 * `not recoverable`: the record itself says so (no final snapshot, a version deleted, a key's material gone).
 * `unknown`: the archive cannot say. Null for actions that did not take place or destroy nothing.
 */
export interface RecoverableTruth {
  readonly state: 'recoverable' | 'not recoverable' | 'scheduled' | 'restored' | 'unknown'
  readonly until: string | null
}

export interface NightlyJobTruth {
  readonly account: string
  readonly region: string
  readonly roleArn: string
  readonly sessionName: string
  /** Time of day it starts, UTC. */
  readonly startsAt: string
  readonly nights: readonly string[]
  /** The night (date) on which it does not run. */
  readonly missedNight: string
}

export interface BurstTruth {
  readonly account: string
  readonly region: string
  readonly principalArn: string
  readonly eventSource: string
  readonly from: string
  readonly to: string
  readonly eventIds: readonly string[]
}

export interface InsightTruth {
  readonly sharedEventId: string
  readonly startEventId: string
  /** Null where the activity goes on when the archive ends. */
  readonly endEventId: string | null
  readonly insightType: 'ApiCallRateInsight' | 'ApiErrorRateInsight'
  readonly eventSource: string
  readonly eventName: string
  readonly errorCode: string | null
  readonly account: string
  readonly region: string
}

/** One call recorded in two accounts. */
export interface TwinTruth {
  readonly sharedEventId: string
  readonly eventIds: readonly [caller: string, owner: string]
}

export interface CopyTruth {
  readonly eventId: string
  readonly times: number
}

export interface PauseTruth {
  readonly stopEventId: string
  readonly startEventId: string
  readonly from: string
  readonly to: string
  /** Full hours (their starts) in which no log file of any account was delivered. */
  readonly hoursWithoutFiles: readonly string[]
}

export interface DigestTruth {
  readonly files: number
  /** Fingerprints of the keys that signed. */
  readonly fingerprints: readonly string[]
  /** One chain per account and Region; a chain starts anew after the trail was stopped. */
  readonly chains: readonly DigestChainTruth[]
}

export interface DigestChainTruth {
  readonly account: string
  readonly region: string
  readonly files: number
  /** Keys of the digests that begin a chain. */
  readonly startingDigests: readonly string[]
  readonly lastDigest: string
  /** Log files the chain vouches for. */
  readonly logFiles: number
}
