import { download } from '../lib/csv'
import { baseName } from '../lib/format'
import { engine } from './engine'
import { desktopBridge } from './shell'

const types = { csv: 'text/csv;charset=utf-8', ndjson: 'application/x-ndjson' }

/**
 * Saves a list that the window holds: where the person says on the desktop, where every download is refused, and as a
 * download in the browser. `name` comes without its ending. Answers the name of the file, null when they changed their
 * mind.
 */
export async function saveText(
  caseId: string,
  name: string,
  format: 'csv' | 'ndjson',
  text: string,
): Promise<string | null> {
  const suggestedName = `${name.slice(0, 200)}.${format}`
  const desktop = desktopBridge()
  if (!desktop) {
    download(suggestedName, text, types[format])
    return suggestedName
  }
  const { path } = await desktop.shell('shell.chooseSave', { suggestedName, kind: format })
  if (path === null) return null
  await engine.call('export.text', { case: caseId, path, format, text })
  return baseName(path)
}
