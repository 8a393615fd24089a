import { ArrowRight, FileStack, FlaskConical, FolderArchive, FolderOpen, X } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import { openArchives, openCase, openSample } from '../../app/case-actions'
import { Logo } from '../../app/logo'
import { notify, notifyError } from '../../app/notices'
import { useScreen } from '../../app/screen-store'
import { answers, engine } from '../../client/engine'
import { desktopBridge } from '../../client/shell'
import { useAnswer } from '../../client/use-answer'
import { formatCount } from '../../lib/format'
import { agoWords } from '../../lib/time'
import { useCase } from '../../state/case-store'
import { Skeleton } from '../../ui/bits'
import { IconButton } from '../../ui/button'
import css from './welcome.module.css'

/** The first screen: three ways in, and the cases that were open before. */
export function Welcome() {
  const open = useScreen((state) => state.open)
  const hello = useCase((state) => state.hello)
  const [busy, setBusy] = useState(false)
  const [over, setOver] = useState(false)
  const sample = () => {
    setBusy(true)
    openSample()
      .catch(notifyError)
      .finally(() => setBusy(false))
  }
  return (
    <main
      className={css.page}
      aria-label="Welcome"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        dropped(event)
      }}
    >
      <div className={css.column}>
        <header className={css.head}>
          <Logo size={44} />
          <div>
            <h1>Backtrail</h1>
            <p>
              See who did what in an AWS account, from CloudTrail files on this machine. Nothing leaves it.
            </p>
          </div>
        </header>
        <div className={css.ways}>
          <Way icon={FolderArchive} title="Open an archive" onClick={() => open('archives')} primary>
            A folder, .zip, .tar or .json.gz files downloaded from S3
          </Way>
          <Way icon={FolderOpen} title="Open a case" onClick={() => open('case')}>
            Something imported before: a folder that ends in .backtrail
          </Way>
          <Way icon={FlaskConical} title="Open the sample" onClick={sample} busy={busy}>
            A made-up company of 19,000 events, with a few stories in it
          </Way>
        </div>
        <Recent />
        <footer className={css.foot}>
          <FileStack size={14} aria-hidden />
          {desktopBridge()
            ? 'Or drop folders and files anywhere on this window.'
            : 'In a browser a dropped file does not say where it is: choose it with “Open an archive” instead.'}
          {hello && (
            <span className={css.version}>
              Backtrail {hello.version} · DuckDB {hello.duckdb}
            </span>
          )}
        </footer>
      </div>
    </main>
  )
}

/** Dropped files on the desktop become an import; in a browser they have no path, so the person is told the way. */
function dropped(event: DragEvent) {
  event.preventDefault()
  const paths = desktopBridge()?.pathsOf?.([...event.dataTransfer.files]) ?? []
  if (paths.length === 0) {
    notify('A browser does not say where a dropped file is. Choose the folder here instead.')
    useScreen.getState().open('archives')
    return
  }
  const onlyCase = paths.length === 1 && paths[0]?.endsWith('.backtrail') ? paths[0] : null
  const done = onlyCase ? openCase(onlyCase) : openArchives(paths)
  done.catch(notifyError)
}

type WayProps = {
  icon: typeof FolderOpen
  title: string
  children: string
  primary?: boolean
  busy?: boolean
  onClick: () => void
}

function Way({ icon: Icon, title, children, primary, busy, onClick }: WayProps) {
  return (
    <button
      type="button"
      className={css.way}
      data-primary={primary || undefined}
      disabled={busy}
      onClick={onClick}
    >
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      <span>
        <strong>{title}</strong>
        <small>{busy ? 'Opening…' : children}</small>
      </span>
      <ArrowRight size={16} aria-hidden className={css.arrow} />
    </button>
  )
}

function Recent() {
  const { data, error } = useAnswer('case.recent', {})
  const forget = (path: string) =>
    engine
      .call('case.forget', { path })
      .then(() => answers.invalidateQueries({ queryKey: ['case.recent'] }), notifyError)
  return (
    <section className={css.recent} aria-label="Recent cases">
      <h2>Recent cases</h2>
      {error && <p className={css.quiet}>{error.message}</p>}
      {!data && !error && <Skeleton width={0.5} height={14} />}
      {data?.cases.length === 0 && <p className={css.quiet}>Cases you open will be listed here.</p>}
      <ul>
        {data?.cases.map((entry) => (
          <li key={entry.path} className={css.recentRow}>
            <button
              type="button"
              className={css.recentButton}
              disabled={!entry.exists}
              onClick={() => openCase(entry.path).catch(notifyError)}
            >
              <span className={css.recentName}>{entry.name}</span>
              <span className={css.recentPath} title={entry.path}>
                {entry.exists ? entry.path : `${entry.path} is not there any more`}
              </span>
              <span className={css.recentFacts}>
                {entry.events !== null && `${formatCount(entry.events)} events`}
                <span>{agoWords(entry.openedAt)}</span>
              </span>
            </button>
            <IconButton
              icon={X}
              label={`Take ${entry.name} off this list`}
              size="small"
              onClick={() => forget(entry.path)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
