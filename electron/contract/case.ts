import { z } from 'zod'
import { Instant } from './view'

/** Handle of a case that this engine has open. */
export const CaseId = z.string().min(1).max(100)
export const Path = z.string().min(1).max(4096)

const Count = z.int().min(0)
const Named = z.object({ value: z.string().nullable(), count: Count })

/** Files seen = loaded + skipped. Nothing else may happen to a file. */
export const FileAccount = z.object({ seen: Count, loaded: Count, skipped: Count })
/** Records read = stored + duplicates + rejected. */
export const RecordAccount = z.object({ read: Count, stored: Count, duplicates: Count, rejected: Count })

export const CaseInfo = z.object({
  id: CaseId,
  path: z.string(),
  name: z.string(),
  formatVersion: z.int(),
  /** Counts every commit; a window that has an older one asks again. */
  revision: z.int(),
  events: Count,
  /** Earliest and latest event time; null while the case is empty. `to` is inclusive. */
  span: z.object({ from: Instant, to: Instant }).nullable(),
  categories: z.array(Named),
  accounts: z.array(Named),
  regions: z.array(Named),
  files: FileAccount,
  records: RecordAccount,
  skipped: z.array(z.object({ reason: z.string(), count: Count })),
  /** Both identities hold, and the rows in the segments are as many as the accounts say. */
  reconciles: z.boolean(),
  /** Bytes of the case on disk, and of the records in it as inflated JSON. */
  bytes: z.object({ disk: Count, json: Count }),
  /** Archives whose import was stopped before its end: what this case holds of them is a part. */
  unfinished: z.array(z.string()),
  /** An import is running, here or in another process. */
  importing: z.boolean(),
})
export type CaseInfo = z.infer<typeof CaseInfo>

export const RecentCase = z.object({
  path: z.string(),
  name: z.string(),
  openedAt: z.string(),
  events: Count.nullable(),
  exists: z.boolean(),
})

export const ImportPhase = z.enum(['discovering', 'reading', 'finishing', 'done', 'cancelled', 'failed'])

export const ImportProgress = z.object({
  phase: ImportPhase,
  files: z.object({ done: Count, total: Count.nullable(), skipped: Count }),
  records: RecordAccount,
  /** Bytes of source files read, and in all as far as known; bytes of JSON they inflated to. */
  bytes: z.object({ read: Count, total: Count.nullable(), inflated: Count }),
  /** Milliseconds since the start, and expected until the end (null until that can be said). */
  elapsedMs: z.number(),
  remainingMs: z.number().nullable(),
  /** Revision of the case after the latest commit; rises as events become visible. */
  revision: z.int(),
  current: z.string().nullable(),
})
export type ImportProgress = z.infer<typeof ImportProgress>

export const ImportResult = z.object({
  outcome: z.enum(['done', 'cancelled']),
  files: FileAccount,
  records: RecordAccount,
  skipped: z.array(z.object({ reason: z.string(), count: Count })),
  reconciles: z.boolean(),
  elapsedMs: z.number(),
})
export type ImportResult = z.infer<typeof ImportResult>

/** One file seen: what it was, what became of it, and what it held. */
export const SourceFile = z.object({
  sourceId: z.int(),
  path: z.string(),
  kind: z.string(),
  size: Count,
  sha256: z.string().nullable(),
  status: z.enum(['loaded', 'skipped']),
  reason: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  account: z.string().nullable(),
  region: z.string().nullable(),
  records: RecordAccount,
})
export type SourceFile = z.infer<typeof SourceFile>

export const caseApi = {
  'case.open': { params: z.object({ path: Path }), result: CaseInfo },
  'case.info': { params: z.object({ case: CaseId }), result: CaseInfo },
  'case.close': { params: z.object({ case: CaseId }), result: z.object({}) },
  'case.recent': { params: z.object({}), result: z.object({ cases: z.array(RecentCase) }) },
  'case.forget': { params: z.object({ path: Path }), result: z.object({}) },
  /** Opens the sample that ships, importing it first where that has not happened yet: a job to watch, or null. */
  'case.sample': { params: z.object({}), result: z.object({ case: CaseInfo, job: z.string().nullable() }) },
  /** Where a new case of these archives would be put, and the case that was made of them before, if there is one. */
  'case.suggest': {
    params: z.object({ paths: z.array(Path).min(1) }),
    result: z.object({ path: z.string(), made: z.string().nullable() }),
  },

  /** Starts an import into a case (made when it is not there yet) and answers at once. */
  'import.start': {
    params: z.object({ paths: z.array(Path).min(1).max(1000), case: Path, copy: z.boolean().default(false) }),
    result: z.object({ job: z.string(), case: CaseInfo }),
  },
  /** Reports until the import ends. Cancelling the call stops watching, not the import. */
  'import.watch': { params: z.object({ job: z.string() }), progress: ImportProgress, result: ImportResult },
  'import.cancel': { params: z.object({ job: z.string() }), result: z.object({}) },
  /** Imports that run in this engine now: what a reloaded window asks for first. */
  'import.running': {
    params: z.object({}),
    result: z.object({ jobs: z.array(z.object({ job: z.string(), case: CaseId })) }),
  },

  'sources.page': {
    params: z.object({
      case: CaseId,
      status: z.enum(['loaded', 'skipped']).nullable().default(null),
      /** Part of the path or of the reason, ignoring case. */
      search: z.string().max(1000).default(''),
      from: Count,
      count: z.int().min(1).max(1000),
    }),
    result: z.object({ total: Count, files: z.array(SourceFile) }),
  },
  'rejected.page': {
    params: z.object({
      case: CaseId,
      sourceId: z.int().nullable().default(null),
      from: Count,
      count: z.int().min(1).max(1000),
    }),
    result: z.object({
      total: Count,
      records: z.array(
        z.object({
          sourceId: z.int(),
          path: z.string(),
          byteOffset: z.int(),
          byteLength: z.int().nullable(),
          reason: z.string(),
          /** The first bytes, as text with what cannot be shown escaped. */
          head: z.string(),
        }),
      ),
    }),
  },
} as const
