import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type { Output } from './command'
import { safeJson, safeLine, safeText } from './sanitise'

const lineEnd = '\n'
const eraseLine = '\r\u001b[K'

type Stream = Writable & { isTTY?: boolean; columns?: number }

/** Output to a stream. Writing waits for a slow reader; a reader that has gone away (`| head`) ends the process. */
export function outputTo(stream: Stream): Output {
  const isTTY = stream.isTTY === true
  let statusShown = false
  const write = async (chunk: string | Uint8Array): Promise<void> => {
    const cleared = statusShown ? stream.write(eraseLine) : true
    statusShown = false
    if (!stream.write(chunk) || !cleared) await once(stream, 'drain')
  }
  return {
    isTTY,
    get columns() {
      return stream.columns ?? 100
    },
    line: (text) => write(safeLine(text) + lineEnd),
    text: (text) => write(safeText(text) + lineEnd),
    json: (value, indent) => write(safeJson(JSON.stringify(value, null, indent)) + lineEnd),
    bytes: (chunk) => write(isTTY ? safeText(Buffer.from(chunk).toString('utf8')) : chunk),
    status(text) {
      if (!isTTY) return
      const room = (stream.columns ?? 100) - 1
      stream.write(eraseLine + safeLine(stripVTControlCharacters(text)).slice(0, room))
      statusShown = true
    },
  }
}
