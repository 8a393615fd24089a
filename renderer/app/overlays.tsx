import { ColumnsDialog } from '../features/events/columns-dialog'
import { ExportDialog } from '../features/export/export-dialog'
import { OpenArchives, OpenCase } from '../features/import/open-dialogs'
import { CompareDialog } from '../features/record/compare-dialog'
import { SettingsDialog } from '../features/settings/settings-dialog'
import { Palette } from './palette'
import { useScreen } from './screen-store'
import { ShortcutSheet } from './shortcut-sheet'

/** The dialogs of the frame. Each is made when it opens, so none keeps what it held the last time. */
export function Overlays() {
  const { overlay, open } = useScreen()
  const close = () => open(null)
  return (
    <>
      <OpenArchives />
      <OpenCase />
      {overlay === 'palette' && <Palette onClose={close} />}
      {overlay === 'shortcuts' && <ShortcutSheet onClose={close} />}
      {overlay === 'settings' && <SettingsDialog onClose={close} />}
      {overlay === 'columns' && <ColumnsDialog onClose={close} />}
      {overlay === 'export' && <ExportDialog onClose={close} />}
      {overlay === 'compare' && <CompareDialog onClose={close} />}
    </>
  )
}
