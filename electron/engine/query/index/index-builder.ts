import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Case } from '../../case/case'
import type { Manifest, Segment } from '../../case/manifest'
import { fieldRef, typeOfField } from '../field-sql'
import { hashesOf } from './chunks'
import { CodeColumn } from './code-column'
import { codedColumns } from './coded-fields'
import type { EventIndex, IndexSegment } from './event-index'
import { HashCodes } from './hash-codes'
import { readIndex, writeIndex } from './index-file'
import { learnValues, loadColumns } from './load-columns'
import { Member } from './member'
import { sharedTimes } from './shared-arrays'
import type { Slices } from './slices'
import { timeOrder } from './time-order'

/** Segments that hold rows, in the order of `seq`. */
export const indexedSegments = (manifest: Manifest): Segment[] =>
  manifest.segments
    .filter(({ kind, rows }) => kind === 'events' && rows > 0)
    .sort((a, b) => Number(a.firstSeq) - Number(b.firstSeq))

/** Whether rows can be found on disk by arithmetic: every segment's `seq` runs without a gap. */
export const canBeIndexed = (segments: readonly Segment[]): boolean =>
  segments.every(
    ({ firstSeq, lastSeq, rows }) => firstSeq !== null && lastSeq !== null && lastSeq - firstSeq + 1 === rows,
  )

/** Grows the index segment by segment, and column by column when one is asked for that was not there from the start. */
export class IndexBuilder {
  readonly #case: Case
  #columns = new Map<string, CodeColumn>()
  #segments: IndexSegment[] = []
  #times: Float64Array = new Float64Array(0)
  #order: Uint32Array = new Uint32Array(0)
  #rows = 0
  #rowsOnDisk = 0
  #generation = 0
  #nullHash: Uint32Array | null = null
  #current: EventIndex | null = null

  constructor(opened: Case) {
    this.#case = opened
  }

  /**
   * Brings the index up to the segments given. What is already in it stays; when segments have gone (merged into larger
   * ones), everything is read again.
   */
  async catchUp(wanted: readonly Segment[], signal: AbortSignal): Promise<EventIndex> {
    const kept = this.#segments.every(
      (segment, at) => wanted[at] && this.#pathOf(wanted[at]) === segment.file,
    )
    if (!kept) this.#reset()
    if (this.#segments.length === 0) await this.#restore(wanted)
    const fresh = wanted.slice(this.#segments.length)
    if (fresh.length > 0 || this.#columns.size === 0) await this.#append(fresh, signal)
    return this.#snapshot()
  }

  /** Rows that the file of the case has; those beyond were read from segments. */
  get rowsOnDisk(): number {
    return this.#rowsOnDisk
  }

  /** Writes what every case has of the index into the case, so that it need not be made again. */
  async save(segments: readonly Segment[], slices: Slices): Promise<void> {
    const names = codedColumns.map((fields) => fields.join(' '))
    const stored = names.map((name) => ({ name, ...(this.#columns.get(name) as CodeColumn).stored() }))
    const arrays = [this.#times, this.#order, ...stored.flatMap((column) => column.arrays)]
    const columns = stored.map(({ name, about }) => ({ name, about }))
    const [rows, own] = [this.#rows, segments.slice(0, this.#segments.length)]
    // Segments that were merged in the meantime are read again with the next question.
    if (own.some((segment, at) => this.#pathOf(segment) !== this.#segments[at]?.file)) return
    await writeIndex(this.#case, own, columns, arrays, slices)
    this.#rowsOnDisk = rows
  }

  /** Takes over the index that the case keeps, where it is one of these segments. */
  async #restore(wanted: readonly Segment[]): Promise<void> {
    const stored = await readIndex(this.#case, wanted)
    if (!stored) return
    const [times, order] = stored.arrays.splice(0, 2)
    const columns = new Map<string, CodeColumn>()
    for (const fields of codedColumns) {
      const column = await this.#newColumn(fields)
      const about = stored.columns.find(({ name }) => name === fields.join(' '))?.about
      if (!about) return
      column.restore(about, stored.arrays)
      columns.set(fields.join(' '), column)
    }
    if (!(times instanceof Float64Array) || !(order instanceof Uint32Array)) return
    this.#columns = columns
    this.#times = times
    this.#order = order
    this.#segments = this.#placed(wanted.slice(0, stored.segments.length))
    this.#rows = times.length
    this.#rowsOnDisk = times.length
    this.#generation += 1
  }

  /** Adds a column over the segments that are in the index. */
  async addColumn(field: string, signal: AbortSignal): Promise<EventIndex> {
    if (!this.#columns.has(field)) {
      const column = await this.#newColumn([field])
      column.reserve(this.#rows)
      const files = this.#segments.map(({ file }) => file)
      if (files.length > 0) {
        await this.#with(signal, async (connection, beside) => {
          await loadColumns([connection, beside], this.#segments, [column], signal)
          await learnValues(connection, files, [column], signal)
        })
      }
      this.#columns.set(field, column)
      this.#current = null
    }
    return this.#snapshot()
  }

  dropColumn(field: string): void {
    this.#columns.delete(field)
    this.#current = null
  }

  /** Bytes of the arrays that grow with the case. */
  get bytes(): number {
    const columns = [...this.#columns.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    return columns + this.#times.byteLength + this.#order.byteLength
  }

  #pathOf(segment: Segment): string {
    return join(this.#case.path, segment.file)
  }

  #reset(): void {
    this.#columns = new Map()
    this.#segments = []
    this.#times = new Float64Array(0)
    this.#rows = 0
    this.#rowsOnDisk = 0
    this.#current = null
  }

  /** Two connections for one job, interrupted when that is given up. */
  async #with<T>(
    signal: AbortSignal,
    run: (connection: DuckDBConnection, beside: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    const [connection, beside] = [await this.#case.connect(), await this.#case.connect()]
    const interrupt = () => {
      connection.interrupt()
      beside.interrupt()
    }
    signal.addEventListener('abort', interrupt)
    try {
      return await run(connection, beside)
    } finally {
      signal.removeEventListener('abort', interrupt)
      connection.closeSync()
      beside.closeSync()
    }
  }

  async #newColumn(fields: readonly string[]): Promise<CodeColumn> {
    this.#nullHash ??= await this.#with(new AbortController().signal, (connection) =>
      hashesOf(connection, [null]),
    )
    const nullHash = this.#nullHash
    const refs = fields.map(fieldRef)
    const isList = refs.some((ref) => typeOfField(ref) === 'list')
    const hashes = new HashCodes()
    const members = refs.map(
      (ref, at) => new Member(fields[at] as string, ref, nullHash, refs.length === 1 ? hashes : null),
    )
    return new CodeColumn(members, isList, hashes)
  }

  // Half-appended columns are worth nothing: when it fails or is cancelled, the next call starts over.
  async #append(fresh: readonly Segment[], signal: AbortSignal): Promise<void> {
    try {
      await this.#appendRows(fresh, signal)
    } catch (error) {
      this.#reset()
      throw error
    }
  }

  async #appendRows(fresh: readonly Segment[], signal: AbortSignal): Promise<void> {
    if (this.#columns.size === 0) {
      for (const fields of codedColumns) this.#columns.set(fields.join(' '), await this.#newColumn(fields))
    }
    const added = fresh.reduce((sum, { rows }) => sum + rows, 0)
    const times = sharedTimes(this.#rows + added)
    times.set(this.#times)
    const columns = [...this.#columns.values()]
    for (const column of columns) column.reserve(added)
    const segments = this.#placed(fresh)
    const files = fresh.map((segment) => this.#pathOf(segment))
    if (files.length > 0) {
      const check = seqChecker(segments, this.#rows)
      let row = this.#rows
      await this.#with(signal, async (connection, beside) => {
        await loadColumns([connection, beside], segments, columns, signal, (seqs, moments, count) => {
          check(seqs, count)
          times.set(moments.subarray(0, count), row)
          row += count
        })
        await learnValues(connection, files, columns, signal)
      })
      if (row !== this.#rows + added)
        throw new Error(`the segments hold ${row} rows, the manifest says otherwise`)
    }
    this.#segments = [...this.#segments, ...segments]
    this.#times = times
    this.#rows += added
    this.#order = timeOrder(times, [...this.#segments.map(({ firstRow }) => firstRow), this.#rows])
    this.#generation += 1
    this.#current = null
  }

  #placed(fresh: readonly Segment[]): IndexSegment[] {
    let firstRow = this.#rows
    return fresh.map((segment) => {
      const placed = {
        file: this.#pathOf(segment),
        firstRow,
        rows: segment.rows,
        firstSeq: Number(segment.firstSeq),
      }
      firstRow += segment.rows
      return placed
    })
  }

  #snapshot(): EventIndex {
    if (this.#current) return this.#current
    const columns = [...this.#columns.values()].filter(({ isSound }) => isSound)
    let timed = this.#order.length
    while (timed > 0 && this.#times[this.#order[timed - 1] as number] === Infinity) timed -= 1
    this.#current = {
      generation: this.#generation,
      rows: this.#rows,
      segments: this.#segments,
      times: this.#times,
      order: this.#order,
      timed,
      columns: new Map(
        columns.flatMap((column) => column.views().map((view) => [view.field, view] as const)),
      ),
    }
    return this.#current
  }
}

/** Makes sure that rows come as the manifest numbers them; everything else rests on it. */
function seqChecker(segments: readonly IndexSegment[], firstRow: number) {
  let row = firstRow
  let at = 0
  return (seqs: Float64Array, count: number) => {
    for (let k = 0; k < count; k += 1, row += 1) {
      let segment = segments[at] as IndexSegment
      while (row >= segment.firstRow + segment.rows) segment = segments[++at] as IndexSegment
      if (seqs[k] !== segment.firstSeq + row - segment.firstRow) {
        throw new Error(`row ${row} of ${segment.file} has seq ${seqs[k]}`)
      }
    }
  }
}
