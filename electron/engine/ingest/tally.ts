import { maxRejectedOfFile } from './limits'
import type { RejectedReport } from './messages'
import { placeOf } from './placed'
import type { Scanner } from './scanner'
import type { Found } from './unwrap'

/** The account of one file while it is read: every record is taken or rejected with a reason. */
export class Tally {
  readonly sourceId: number
  taken = 0
  digests = 0
  /** There is a list where records would be, even when it is empty. */
  hasList = false
  /** Something was rejected that was a record once. */
  damaged = false
  rejected: RejectedReport[] = []
  #remarks: string[] = []
  /** What the first thing was that is no record. */
  firstOther: string | null = null

  constructor(sourceId: number) {
    this.sourceId = sourceId
  }

  took(records: number): void {
    this.taken += records
  }

  remark(text: string): void {
    if (!this.#remarks.includes(text)) this.#remarks.push(text)
  }

  get remarks(): string | null {
    return this.#remarks.length === 0 ? null : this.#remarks.join('; ')
  }

  /** Notes something that counts as a record and cannot be stored. */
  reject(offset: number, length: number, reason: string, head: Buffer): void {
    this.firstOther ??= reason
    const last = this.rejected.at(-1)
    if (this.rejected.length >= maxRejectedOfFile && last) {
      last.reason = 'more than can be listed: everything from here on that could not be read'
      last.byte_length = offset + length - last.byte_offset
      return
    }
    this.rejected.push({
      source_id: this.sourceId,
      byte_offset: offset,
      byte_length: length,
      reason,
      head: shown(head.subarray(0, Math.min(length, 200))),
    })
  }

  /** Takes in what was found inside of a wrapper. */
  found(found: Found, scanner: Scanner): void {
    if ('record' in found) {
      const { offset, length } = placeOf(found.record)
      if (scanner.takeRecord(found.record.bytes, this.sourceId, offset, length)) {
        this.taken += 1
        return
      }
      this.reject(offset, length, 'not a CloudTrail record', found.record.bytes)
      return
    }
    const { offset, length } = placeOf(found.place)
    this.reject(offset, length, found.none, found.place.bytes)
  }
}

/** Bytes as text in which everything can be seen: control characters and what is no UTF-8 are escaped. */
export function shown(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/[\p{Cc}\p{Bidi_Control}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
