import { FolderOpen } from 'lucide-react'
import { useEffect, useState } from 'react'
import { importArchives, openCase, suggestCase } from '../../app/case-actions'
import { notifyError } from '../../app/notices'
import { useScreen } from '../../app/screen-store'
import { desktopBridge } from '../../client/shell'
import { baseName } from '../../lib/format'
import { useCase } from '../../state/case-store'
import { TextField } from '../../ui/bits'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Segmented } from '../../ui/segmented'
import { Chooser } from '../chooser/chooser'
import css from './import.module.css'

/** Asks which archives, then where they should go. On the desktop the first question is the system's own dialog. */
export function OpenArchives() {
  const { overlay, open } = useScreen()
  const [paths, setPaths] = useState<string[] | null>(null)
  const shown = overlay === 'archives'
  useEffect(() => {
    if (!shown) setPaths(null)
  }, [shown])
  if (!shown) return null
  const close = () => open(null)
  if (paths) return <ImportDialog paths={paths} onClose={close} onBack={() => setPaths(null)} />
  if (desktopBridge()) return <NativeChoice onClose={close} onChoose={setPaths} />
  return (
    <Dialog open onClose={close} title="Open an archive" width={860} bare>
      <Chooser kind="archives" confirm="Open" onChoose={setPaths} />
    </Dialog>
  )
}

function NativeChoice({ onClose, onChoose }: { onClose: () => void; onChoose: (paths: string[]) => void }) {
  const ask = (kind: 'folder' | 'files') =>
    desktopBridge()
      ?.shell('shell.chooseArchives', { kind })
      .then(({ paths }) => (paths.length > 0 ? onChoose(paths) : undefined), notifyError)
  return (
    <Dialog open onClose={onClose} title="Open an archive" width={460}>
      <p className={css.lead}>CloudTrail files as they lie in S3, in folders of any layout, or packed.</p>
      <div className={css.choices}>
        <Button size="large" tone="primary" icon={FolderOpen} onClick={() => ask('folder')}>
          Choose folders…
        </Button>
        <Button size="large" onClick={() => ask('files')}>
          Choose files…
        </Button>
      </div>
    </Dialog>
  )
}

function ImportDialog({
  paths,
  onClose,
  onBack,
}: {
  paths: string[]
  onClose: () => void
  onBack: () => void
}) {
  const current = useCase((state) => state.current)
  const [into, setInto] = useState<'new' | 'open'>(current ? 'open' : 'new')
  const [target, setTarget] = useState('')
  const [copy, setCopy] = useState(false)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    suggestCase(paths).then(setTarget, notifyError)
  }, [paths])
  const casePath = into === 'open' && current ? current.path : target.trim()
  const start = () => {
    setBusy(true)
    importArchives(paths, casePath, copy).then(onClose, (error) => {
      setBusy(false)
      notifyError(error)
    })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Import"
      width={560}
      footer={
        <>
          <Button tone="quiet" onClick={onBack}>
            Back
          </Button>
          <span className={css.grow} />
          <Button tone="primary" disabled={!casePath || busy} onClick={start}>
            {busy ? 'Starting…' : 'Import'}
          </Button>
        </>
      }
    >
      <dl className={css.facts}>
        <dt>From</dt>
        <dd>
          {paths.slice(0, 4).map((path) => (
            <span key={path} title={path}>
              {baseName(path)}
            </span>
          ))}
          {paths.length > 4 && <span>and {paths.length - 4} more</span>}
        </dd>
        {current && (
          <>
            <dt>Into</dt>
            <dd>
              <Segmented
                label="Which case"
                value={into}
                options={[
                  { value: 'open', label: `“${current.name}”` },
                  { value: 'new', label: 'A new case' },
                ]}
                onChange={setInto}
              />
            </dd>
          </>
        )}
        <dt>{into === 'new' ? 'New case at' : 'At'}</dt>
        <dd>
          <TextField
            aria-label="Case folder"
            value={casePath}
            readOnly={into === 'open'}
            onChange={(event) => setTarget(event.target.value)}
          />
        </dd>
      </dl>
      <label className={css.option}>
        <input type="checkbox" checked={copy} onChange={(event) => setCopy(event.target.checked)} />
        <span>
          Keep a copy of the files inside the case
          <small>Every record can then be shown as it was delivered, even when the originals are gone.</small>
        </span>
      </label>
    </Dialog>
  )
}

/** Asks for a case that is there already. */
export function OpenCase() {
  const { overlay, open } = useScreen()
  const shown = overlay === 'case'
  const bridge = desktopBridge()
  useEffect(() => {
    if (!shown || !bridge) return
    bridge
      .shell('shell.chooseCase', {})
      .then(({ path }) => (path ? openCase(path) : undefined))
      .catch(notifyError)
      .finally(() => open(null))
  }, [shown, bridge, open])
  if (!shown || bridge) return null
  return (
    <Dialog open onClose={() => open(null)} title="Open a case" width={860} bare>
      <Chooser
        kind="case"
        confirm="Open"
        onChoose={([path]) => {
          if (path) openCase(path).then(() => open(null), notifyError)
        }}
      />
    </Dialog>
  )
}
