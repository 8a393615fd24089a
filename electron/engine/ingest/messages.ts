import type { HashKey } from './scanner'
import type { WrittenSegment } from './segment-file'

/** Where the bytes of a file are, when it is not a file of its own. */
export type EntryPlace =
  | {
      kind: 'zip'
      /** The archive, and where in it the entry's local header begins. */
      archive: string
      headerOffset: number
      compressedSize: number
      method: number
    }
  /** A copy that was made because the archive can only be read from its start. */
  | { kind: 'spooled'; file: string }

/** One file that the import has to account for. */
export type Unit = {
  sourceId: number
  /** As it is shown and kept: `folder/file.json.gz`, `archive.zip!inner/file.json.gz`. */
  path: string
  place: EntryPlace | null
  /** Bytes as found. */
  size: number
  /** Tells whether the file has changed since it was imported. */
  stamp: string
  /** Why it cannot be read, where that is known already. */
  problem: string | null
}

/** What goes to a worker. */
export type BatchRequest = {
  batch: number
  units: Unit[]
  /** Files that have brought a worker down before, and are not to be opened again. */
  poisoned: number[]
  /** Where copies of the files go, for `--copy`; null without. */
  copies: string | null
}

/** What becomes of the rows that a worker holds. */
export type WriteOrder = {
  /** Where they go, as a segment. */
  file: string
  /** Position in the case of the first row that is written. */
  firstSeq: number
  /** Rows that are left out, ascending. */
  dropped: Uint32Array
}

export type WorkerRequest = { type: 'batch'; request: BatchRequest } | { type: 'write'; order: WriteOrder }

export type WorkerData = {
  /** The compiled scanner. */
  scanner: WebAssembly.Module
  /** Named in the files that are written. */
  createdBy: string
  /** The same for all workers of an import. */
  hashKey: HashKey
  /** The row of the file that is being read, for the case that it brings the thread down. */
  reading: Float64Array
}

/** A row of `sources`, but for what only the commit knows (stored, duplicates). */
export type SourceReport = {
  sourceId: number
  path: string
  kind: string
  size: number
  sha256: string | null
  contentSha256: string | null
  status: 'loaded' | 'skipped'
  reason: string | null
  read: number
  rejected: number
  inflated: number
  stamp: string
  encoding: string | null
  /** An archive whose entries are files of their own. */
  container: ContainerKind | null
}

export type ContainerKind = 'zip' | 'tar' | 'tar.gz'

export type RejectedReport = {
  source_id: number
  byte_offset: number
  byte_length: number | null
  reason: string
  head: string
}

/**
 * Rows of one segment, sorted by time, that a worker holds until it is told what becomes of them. A batch has one or
 * more; the last may have no rows.
 */
export type PartReport = {
  rows: number
  /** See `DescribedRows`. */
  described: Uint8Array<ArrayBuffer>
  /** The files that came to their end in this part. */
  sources: SourceReport[]
  rejected: RejectedReport[]
  /** False when a file goes on in the next part. */
  isWhole: boolean
  isLast: boolean
}

/** What comes from a worker. */
export type WorkerReport =
  | {
      type: 'progress'
      batch: number
      files: number
      bytes: number
      inflated: number
      records: number
      current: string
    }
  | { type: 'part'; batch: number; part: PartReport }
  | { type: 'written'; batch: number; written: WrittenSegment }
  | { type: 'done'; batch: number }
  | { type: 'failed'; batch: number; message: string; code: string | null }
