import { writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { tarGzOf, zipOf } from '../../../e2e/support/generator/wrappers/containers'
import type { ImportProgress } from '../../contract/case'
import { recordOf, testBench } from './case-under-test.test-support'
import { importArchive } from './import'

const bench = testBench()
const files = (count: number, from: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `${from + index}.json.gz`,
    content: gzipSync(JSON.stringify({ Records: [recordOf(from + index)] })),
  }))

async function reportsOf(...paths: string[]): Promise<ImportProgress[]> {
  const reports: ImportProgress[] = []
  await importArchive({
    paths,
    casePath: bench.casePath,
    copy: false,
    signal: new AbortController().signal,
    onProgress: (report) => reports.push(report),
  })
  return reports
}

describe('the progress of an import', () => {
  it('knows how much there is, in zip archives too, and comes to its end', async () => {
    for (const { name, content } of files(3, 0)) await writeFile(bench.at(name), content)
    await writeFile(bench.at('more.zip'), zipOf(files(40, 100)))
    const reports = await reportsOf(bench.folder)
    const last = reports.at(-1)
    expect(last?.phase).toBe('done')
    // Three files, the archive, and what is in it.
    expect(last?.files).toEqual({ done: 44, total: 44, skipped: 0 })
    expect(last?.bytes.read).toBe(last?.bytes.total)
    expect(last?.records).toEqual({ read: 43, stored: 43, duplicates: 0, rejected: 0 })
    for (const { bytes } of reports) expect(bytes.read).toBeLessThanOrEqual(bytes.total ?? Infinity)
  })

  it('counts what the case has already when it goes on', async () => {
    await writeFile(bench.at('more.zip'), zipOf(files(40, 100)))
    await reportsOf(bench.at('more.zip'))
    const last = (await reportsOf(bench.at('more.zip'))).at(-1)
    expect(last?.files).toEqual({ done: 40, total: 40, skipped: 0 })
    expect(last?.bytes.read).toBe(last?.bytes.total)
  })

  it('says no end where it cannot know it: a tar archive tells what it holds only when it is read', async () => {
    await writeFile(bench.at('all.tar.gz'), await tarGzOf(files(5, 0)))
    const last = (await reportsOf(bench.at('all.tar.gz'))).at(-1)
    expect(last?.files).toEqual({ done: 6, total: null, skipped: 0 })
    expect(last?.bytes.total).toBeNull()
  })
})
