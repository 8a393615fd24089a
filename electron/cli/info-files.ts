import type { SourceFile } from '../contract/case'
import type { CommandIo } from './command'

const pageSize = 500

/** Prints every file that the import has seen: what became of it, and why. With `asJson` one object a line. */
export async function printFiles(
  caseId: string,
  asJson: boolean,
  { call, stdout }: CommandIo,
): Promise<void> {
  if (!asJson) await stdout.line(lineOf('status', 'stored', 'copies', 'rejected', 'file'))
  for (let from = 0; ; from += pageSize) {
    const { files, total } = await call('sources.page', { case: caseId, from, count: pageSize })
    for (const file of files) {
      if (asJson) await stdout.json(file)
      else await stdout.line(fileLine(file))
    }
    if (from + files.length >= total || files.length === 0) return
  }
}

function fileLine({ status, records, path, reason }: SourceFile): string {
  const counts = [records.stored, records.duplicates, records.rejected].map(String) as [
    string,
    string,
    string,
  ]
  return lineOf(status, ...counts, reason === null ? path : `${path} (${reason})`)
}

const lineOf = (status: string, stored: string, copies: string, rejected: string, file: string): string =>
  `${status.padEnd(8)} ${stored.padStart(9)} ${copies.padStart(9)} ${rejected.padStart(9)}  ${file}`
