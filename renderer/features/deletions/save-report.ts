import { engine } from '../../client/engine'
import { desktopBridge } from '../../client/shell'
import { download } from '../../lib/csv'
import { baseName } from '../../lib/format'

const types = { html: 'text/html;charset=utf-8', md: 'text/markdown;charset=utf-8' }

/**
 * Writes the story of a deletion as one document: where the person says on the desktop, as a download in the browser.
 * Answers the name of the file, null when they changed their mind.
 */
export async function saveReport(
  caseId: string,
  eventId: string,
  format: 'html' | 'md',
): Promise<string | null> {
  const wanted = { case: caseId, eventId, format }
  const { name, text } = await engine.call('deletions.report', wanted)
  const desktop = desktopBridge()
  if (!desktop) {
    download(name, text, types[format])
    return name
  }
  const { path } = await desktop.shell('shell.chooseSave', { suggestedName: name, kind: format })
  if (path === null) return null
  await engine.call('deletions.report', { ...wanted, path })
  return baseName(path)
}
