import { engine } from '../../client/engine'
import { download } from '../../lib/csv'

const types = { html: 'text/html;charset=utf-8', md: 'text/markdown;charset=utf-8' }

/** Writes the story of a deletion as one document and hands it to the person. Answers the name of the file. */
export async function saveReport(
  caseId: string,
  eventId: string,
  format: 'html' | 'md',
): Promise<string | null> {
  const { name, text } = await engine.call('deletions.report', { case: caseId, eventId, format })
  download(name, text, types[format])
  return name
}
