import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { extract } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { fromBuffer } from 'yauzl'
import { readLogFiles } from '../read-archive'
import { type ContainedFile, tarGzOf, tarOf, zipOf } from './containers'
import { printStruct } from './tables'
import { wrapperForms } from './wrappers'

/** Management and data records of the sample, as text. */
const records: string[] = []
for (const file of readLogFiles('resources/sample')) {
  if (!file.key.includes('/CloudTrail/')) continue
  records.push(...file.records.slice(0, 2).map((record) => JSON.stringify(record)))
  if (records.length > 60) break
}

function contentOf(packed: Buffer): string {
  return (packed[0] === 0x1f ? gunzipSync(packed) : packed).toString()
}

/** Whether a record stands in this text: as it is, or escaped into a JSON string, or into a CSV field. */
function stands(text: string, record: string): boolean {
  return (
    text.includes(record) ||
    text.includes(JSON.stringify(record).slice(1, -1)) ||
    text.includes(record.replaceAll('"', '""'))
  )
}

describe('the wrapper forms', () => {
  it.each(wrapperForms)('$name keeps what it says it keeps', ({ wrap, fidelity, single }) => {
    const text = contentOf(wrap(records))
    for (const record of single ? records.slice(0, 1) : records) {
      if (fidelity === 'bytes') expect(text.includes(record)).toBe(true)
      else if (fidelity === 'string') expect(stands(text, record)).toBe(true)
      else expect(text).toContain(JSON.parse(record).eventID)
    }
  })

  it('differ in name, file and content', () => {
    expect(new Set(wrapperForms.map(({ name }) => name)).size).toBe(wrapperForms.length)
    expect(new Set(wrapperForms.map(({ file }) => file)).size).toBe(wrapperForms.length)
    expect(new Set(wrapperForms.map(({ wrap }) => contentOf(wrap(records)))).size).toBe(wrapperForms.length)
  })

  it('are valid JSON where they are one document', () => {
    for (const { file, wrap } of wrapperForms) {
      if (!file.endsWith('.json') || /^(all|splunk)/.test(file)) continue
      expect(() => JSON.parse(contentOf(wrap(records)))).not.toThrow()
    }
  })

  it('print structs without quotes', () => {
    expect(printStruct({ a: 'b', c: { d: [1, null] } })).toBe('{a=b, c={d=[1, null]}}')
  })
})

const files: ContainedFile[] = wrapperForms.map(({ file, wrap }) => ({
  name: `evidence/${file}`,
  content: wrap(records),
}))

function unzip(archive: Buffer): Promise<ContainedFile[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      const found: ContainedFile[] = []
      zip.on('error', reject)
      zip.on('end', () => resolve(found))
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed)
          buffer(stream).then((content) => {
            found.push({ name: entry.fileName, content })
            zip.readEntry()
          }, reject)
        })
      })
      zip.readEntry()
    })
  })
}

async function untar(archive: Buffer): Promise<ContainedFile[]> {
  const found: ContainedFile[] = []
  for await (const entry of Readable.from([archive]).pipe(extract())) {
    found.push({ name: entry.header.name, content: await buffer(entry) })
  }
  return found
}

/** Names and hashes: comparing megabytes of buffers byte by byte takes seconds. */
const summary = (list: readonly ContainedFile[]) =>
  list.map(({ name, content }) => [name, createHash('sha256').update(content).digest('hex')])

describe('the containers', () => {
  it.each(['deflate', 'store'] as const)('zip (%s) gives back what went in', async (method) => {
    expect(summary(await unzip(zipOf(files, method)))).toEqual(summary(files))
  })

  it('tar and tar.gz give back what went in', async () => {
    expect(summary(await untar(await tarOf(files)))).toEqual(summary(files))
    expect(summary(await untar(gunzipSync(await tarGzOf(files))))).toEqual(summary(files))
  })
})
