import { extract, type Header } from 'tar-stream'
import { type InflateNotes, inflateBlocks } from './inflate'
import type { ContainerKind } from './messages'

/** An entry that is being passed. `blocks` can be read until the next entry is asked for. */
export type TarEntry = { header: Header; blocks: AsyncIterable<Buffer> }

type Event = { entry: TarEntry } | { block: Buffer } | { end: true } | { error: Error }

/**
 * Passes the entries of a tar archive one after the other. Throws where the archive is damaged or cut off, after what
 * was whole. The parser is fed by hand, block by block, because its streams wait for ever when their source fails.
 */
export async function* unpack(
  source: AsyncIterable<Buffer>,
  kind: ContainerKind,
  notes: InflateNotes,
): AsyncGenerator<TarEntry> {
  const blocks = (kind === 'tar.gz' ? inflateBlocks(source, notes) : source)[Symbol.asyncIterator]()
  const events: Event[] = []
  let goOn: () => void = () => undefined
  const parser = extract()
  parser.on('entry', (header, stream, next) => {
    events.push({ entry: { header, blocks: entryBlocks() } })
    stream.on('data', (block) => {
      events.push({ block: block as Buffer })
    })
    stream.on('end', () => {
      events.push({ end: true })
      goOn = next
    })
    stream.on('error', () => undefined)
  })
  parser.on('error', (error: Error) => events.push({ error }))

  /** The next thing that the parser has found; null at the end of the archive. */
  const nextEvent = async (): Promise<Event | null> => {
    for (;;) {
      const event = events.shift()
      if (event) return event
      goOn()
      goOn = () => undefined
      await settled()
      if (events.length > 0) continue
      const block = await blocks.next()
      if (block.done) {
        parser.end(undefined)
        await settled()
        const last = events.shift()
        return last ?? null
      }
      parser.write(block.value)
      await settled()
    }
  }
  let inEntry = false
  async function* entryBlocks(): AsyncGenerator<Buffer> {
    while (inEntry) {
      const event = await nextEvent()
      if (event === null) throw new Error('cut off in an entry')
      if ('error' in event) throw event.error
      if ('end' in event) inEntry = false
      else if ('block' in event) yield event.block
    }
  }
  try {
    for (;;) {
      const event = await nextEvent()
      if (event === null) return
      if ('error' in event) throw event.error
      if (!('entry' in event)) continue
      inEntry = true
      yield event.entry
      // What nobody has read of it is passed.
      for await (const block of event.entry.blocks) void block
    }
  } finally {
    parser.destroy()
    await blocks.return?.(undefined)
  }
}

/** The parser hands out what it has found in later turns of the event loop. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
