import { scanString, skipSpace } from './json-scan'
import { maxRecordBytes } from './limits'
import { next, type Scanner, took } from './scanner'
import { stampedLine } from './sniff'
import type { Tally } from './tally'
import { isDigest, unwrap } from './unwrap'

/** Keys of a document whose array holds the records, or what wraps them one by one. */
const listKeys = new Set(['Records', 'records', 'Events', 'events', 'logEvents'])

/** Text that a record, however damaged, is known by. */
const recordHint = /"(?:eventVersion|eventSource|eventName|userIdentity)"/

/**
 * Reads a file's content as a sequence of JSON documents: one, one a line, or one behind the other, each of them a
 * record, a list of records, or something that wraps records. The content comes in blocks of any size; what does not
 * fit into the window is carried over. Nothing is skipped in silence: every byte belongs to a record, to a wrapper, or
 * to a rejected stretch.
 */
export class DocumentReader {
  readonly #scanner: Scanner
  readonly #blocks: AsyncIterator<Buffer>
  readonly #tally: Tally
  readonly #sourceId: number
  /** Where in the file the window begins. */
  #offset: number
  #at = 0
  #ended = false
  /** Records found in the current window, which therefore has to stay. */
  #inWindow = 0

  /** Called between two windows, when the segment may be closed. */
  readonly #betweenWindows: () => Promise<void>

  constructor(
    scanner: Scanner,
    { blocks, offset }: { blocks: AsyncIterator<Buffer>; offset: number },
    tally: Tally,
    betweenWindows: () => Promise<void>,
  ) {
    this.#scanner = scanner
    this.#blocks = blocks
    this.#tally = tally
    this.#sourceId = tally.sourceId
    this.#offset = offset
    this.#betweenWindows = betweenWindows
  }

  /** Reads to the end of the content. */
  async read(): Promise<void> {
    this.#scanner.load()
    if (!(await this.#refill(0))) return
    for (;;) {
      if (!(await this.#skipSpace())) break
      if (await this.#enterList()) {
        await this.#readList()
        continue
      }
      if (!(await this.#readDocuments())) break
    }
    this.#closeWindow()
  }

  /** Reads documents until one turns out to be a list. False at the end of the content. */
  async #readDocuments(): Promise<boolean> {
    for (;;) {
      const stop = this.#take(next.document)
      this.#at = this.#scanner.at
      if (stop === took.done) return this.#refill(this.#at)
      if (stop === took.more) {
        if (this.#listStart() !== null) return true
        if (!(await this.#needMore())) return false
      } else if (stop === took.other) {
        if (this.#listStart() !== null) return true
        if (!(await this.#skipLineStamp())) this.#readOther(this.#scanner.to)
      } else if (!(await this.#skipLineStamp())) await this.#reject(this.#scanner.fault, next.document)
    }
  }

  /** Reads the elements of an array whose bracket has been passed, and what follows it in its document. */
  async #readList(): Promise<void> {
    let state: number = next.first
    const inObject = this.#inObject
    for (;;) {
      const stop = this.#take(state)
      state = this.#scanner.state
      this.#at = this.#scanner.at
      if (stop === took.done) break
      if (stop === took.other) {
        this.#readOther(this.#scanner.to)
        state = next.comma
      } else if (stop === took.more) {
        if (!(await this.#needMore())) return
      } else {
        state = await this.#reject(stop === took.bad ? this.#scanner.fault : 'not valid JSON', state)
        if (this.#at >= this.#scanner.size && this.#ended) return
      }
    }
    if (inObject) await this.#leaveObject()
  }

  #take(state: number): number {
    const stop = this.#scanner.takeElements(this.#at, state, this.#sourceId, this.#offset)
    this.#inWindow += this.#scanner.taken
    this.#tally.took(this.#scanner.taken)
    return stop
  }

  /** Whether the list that was entered is a member of an object. */
  #inObject = false

  /** Goes into the array that a document is or has, when there is one here. */
  async #enterList(): Promise<boolean> {
    const start = this.#listStart()
    if (start === null) return false
    this.#inObject = this.#byte(this.#at) === 0x7b
    if (this.#inObject) this.#tally.hasList = true
    this.#at = start
    return true
  }

  #byte(at: number): number | undefined {
    return at < this.#scanner.size ? this.#scanner.bytes(at, at + 1)[0] : undefined
  }

  /** The place behind the bracket of the list that the document at `at` is or has; null when it has none. */
  #listStart(): number | null {
    const first = this.#byte(this.#at)
    if (first === 0x5b) return this.#at + 1
    if (first !== 0x7b) return null
    const bytes = this.#scanner.bytes(0, this.#scanner.size)
    let at = this.#at + 1
    for (;;) {
      at = skipSpace(bytes, at)
      if (bytes[at] !== 0x22) return null
      const key = scanString(bytes, at)
      if ('fault' in key) return null
      const name = bytes.toString('utf8', at + 1, key.end - 1)
      at = skipSpace(bytes, key.end)
      if (bytes[at] !== 0x3a) return null
      at = skipSpace(bytes, at + 1)
      if (bytes[at] === 0x5b && listKeys.has(name)) return at + 1
      if (name === 'eventVersion' || name === 'detail-type') return null
      const value = this.#scanner.skipValue(at)
      if ('fault' in value) return null
      at = skipSpace(bytes, value.end)
      if (bytes[at] !== 0x2c) return null
      at += 1
    }
  }

  /** Passes what follows the list in its object: further members, and the closing brace. */
  async #leaveObject(): Promise<void> {
    for (;;) {
      if (!(await this.#skipSpace())) {
        this.#tally.remark('cut off after the last record')
        return
      }
      const byte = this.#byte(this.#at)
      if (byte === 0x7d) {
        this.#at += 1
        return
      }
      if (byte !== 0x2c) {
        await this.#reject('not valid JSON', next.document)
        return
      }
      const member = this.#memberEnd(this.#at + 1)
      if (typeof member === 'number') this.#at = member
      else if (member === 'more') {
        if (!(await this.#needMore())) return
      } else {
        await this.#reject('not valid JSON', next.document)
        return
      }
    }
  }

  #memberEnd(from: number): number | 'more' | 'bad' {
    const bytes = this.#scanner.bytes(0, this.#scanner.size)
    const key = skipSpace(bytes, from)
    const keyEnd = this.#scanner.skipValue(key)
    if ('fault' in keyEnd) return keyEnd.fault === 'cut off' ? 'more' : 'bad'
    const colon = skipSpace(bytes, keyEnd.end)
    if (colon >= bytes.length) return 'more'
    if (bytes[key] !== 0x22 || bytes[colon] !== 0x3a) return 'bad'
    const value = this.#scanner.skipValue(skipSpace(bytes, colon + 1))
    if ('fault' in value) return value.fault === 'cut off' ? 'more' : 'bad'
    return value.end
  }

  /** A whole value that is no record: looks for records inside of it. */
  #readOther(end: number): void {
    const offset = this.#offset + this.#at
    const bytes = Buffer.from(this.#scanner.bytes(this.#at, end))
    this.#at = end
    if (bytes[0] === 0x7b && isDigest(bytes)) {
      this.#tally.digests += 1
      return
    }
    for (const found of unwrap({ bytes, at: offset })) this.#tally.found(found, this.#scanner)
  }

  /** Passes the time at the start of a line of an exported log group. False when there is none here. */
  async #skipLineStamp(): Promise<boolean> {
    if (this.#scanner.size - this.#at < 64) await this.#refill(this.#at)
    const end = Math.min(this.#at + 64, this.#scanner.size)
    const stamp = stampedLine.exec(this.#scanner.bytes(this.#at, end).toString('latin1'))?.[0]
    if (stamp === undefined) return false
    const message = this.#byte(this.#at + stamp.length)
    if (message === 0x7b || message === 0x5b) {
      this.#at += stamp.length
      return true
    }
    const start = this.#offset + this.#at
    const head = this.#headAt(this.#at)
    await this.#find((bytes, from) => bytes.indexOf(0x0a, from))
    this.#tally.reject(start, this.#offset + this.#at - start, 'text, not a CloudTrail record', head)
    return true
  }

  #headAt(at: number): Buffer {
    return Buffer.from(this.#scanner.bytes(at, Math.min(at + 512, this.#scanner.size)))
  }

  async #skipSpace(): Promise<boolean> {
    for (;;) {
      this.#at = skipSpace(this.#scanner.bytes(0, this.#scanner.size), this.#at)
      if (this.#at < this.#scanner.size) return true
      if (!(await this.#refill(this.#at))) return false
    }
  }

  /**
   * The element at `at` is not all there. Gets more of the content; at its end, or when the element is too long,
   * rejects it. False when there is nothing left to read.
   */
  async #needMore(): Promise<boolean> {
    if (this.#scanner.size - this.#at > maxRecordBytes) {
      await this.#reject('longer than a record can be', next.document)
      return this.#at < this.#scanner.size || !this.#ended
    }
    const kept = this.#at
    if (await this.#refill(this.#at)) return true
    const rest = this.#scanner.size - kept
    if (rest > 0) {
      const head = this.#headAt(kept)
      if (recordHint.test(head.toString('latin1'))) this.#tally.damaged = true
      this.#tally.reject(this.#offset + kept, rest, 'cut off', head)
    } else this.#tally.remark('cut off before the list of records ends')
    this.#at = this.#scanner.size
    return false
  }

  /**
   * Rejects what stands at `at` and goes on where the next element seems to begin. Answers what may come there.
   */
  async #reject(fault: string, state: number): Promise<number> {
    const start = this.#offset + this.#at
    const head = this.#headAt(this.#at)
    if (recordHint.test(head.toString('latin1'))) this.#tally.damaged = true
    this.#at += 1
    await this.#find((bytes, from) => nextElement(bytes, from))
    this.#tally.reject(start, this.#offset + this.#at - start, fault, head)
    return state === next.document ? next.document : next.element
  }

  /** Moves on to where `find` sees something, through as many blocks as it takes. False at the end of the content. */
  async #find(find: (bytes: Buffer, from: number) => number): Promise<boolean> {
    for (;;) {
      const found = find(this.#scanner.bytes(0, this.#scanner.size), this.#at)
      if (found >= 0) {
        this.#at = found
        return true
      }
      // What is looked for may begin in this block and end in the next.
      this.#at = Math.max(this.#at, this.#scanner.size - 64)
      if (!(await this.#refill(this.#at))) {
        this.#at = this.#scanner.size
        return false
      }
    }
  }

  /**
   * Opens a window with what stands from `keep` on and the next block; `at` moves along. The window before it stays in
   * memory when there are records in it. False, and nothing changed, at the end of the content.
   */
  async #refill(keep: number): Promise<boolean> {
    if (this.#ended) return false
    const kept = Buffer.from(this.#scanner.bytes(keep, this.#scanner.size))
    const blocks: Buffer[] = []
    // An element that grows over several blocks is not scanned anew with each of them.
    for (let bytes = 0; bytes === 0 || bytes < kept.length; ) {
      const block = await this.#blocks.next()
      if (block.done) {
        this.#ended = true
        break
      }
      blocks.push(block.value)
      bytes += block.value.length
    }
    if (blocks.length === 0) return false
    this.#closeWindow()
    await this.#betweenWindows()
    this.#scanner.load(kept, ...blocks)
    this.#inWindow = 0
    this.#offset += keep
    this.#at -= keep
    return true
  }

  #closeWindow(): void {
    if (this.#inWindow === 0) this.#scanner.drop()
  }
}

const elementStart =
  /\{\s{0,40}"(?:event(?:Version|Time|Name|Source|ID|Type|Category)|awsRegion|userIdentity|EventId|Records|detail-type|version)"/g

/** Where the next element seems to begin, behind one that cannot be read; -1 when none is in sight. */
function nextElement(bytes: Buffer, from: number): number {
  // As Latin-1 every byte is one character, so that positions agree.
  elementStart.lastIndex = 0
  for (let at = from; at < bytes.length; at += 65_536) {
    const match = elementStart.exec(bytes.toString('latin1', at, at + 65_536 + 64))
    elementStart.lastIndex = 0
    if (match) return at + match.index
  }
  return -1
}
