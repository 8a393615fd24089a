import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ArchiveTruth } from '../../../e2e/support/generator/truth'
import { type Case, openCase } from '../case/case'
import { importArchive } from '../ingest/import'

/** The sample that ships, imported into a case of its own. */
export async function sampleCase(): Promise<{ opened: Case; dispose: () => Promise<void> }> {
  return caseOf([join(process.cwd(), 'resources/sample')])
}

/** Archives imported into a case in a temporary folder; `dispose` removes it. */
export async function caseOf(paths: string[]): Promise<{ opened: Case; dispose: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'backtrail-deletions-'))
  const casePath = join(folder, 'Test.backtrail')
  await importArchive({
    paths,
    casePath,
    copy: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  const opened = await openCase(casePath)
  return {
    opened,
    async dispose() {
      await opened.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What is known to be true of the sample. */
export function sampleTruth(): ArchiveTruth {
  const path = join(process.cwd(), 'e2e/support/sample-truth.json')
  return JSON.parse(readFileSync(path, 'utf8')) as ArchiveTruth
}
