import {
  ChevronDown,
  Clock,
  Command,
  FolderOpen,
  FolderPlus,
  HelpCircle,
  LogOut,
  Moon,
  Settings2,
  Sun,
} from 'lucide-react'
import { ImportStrip } from '../features/import/import-strip'
import { formatCount } from '../lib/format'
import { zoneName } from '../lib/time'
import { useCase } from '../state/case-store'
import { useUi } from '../state/ui-store'
import { Button, IconButton } from '../ui/button'
import { Menu } from '../ui/menu'
import { closeCase } from './case-actions'
import { ErrorBoundary } from './error-boundary'
import css from './frame.module.css'
import { Logo } from './logo'
import { useScreen } from './screen-store'
import { toggleTheme } from './theme'
import { screens } from './views'

/** The window around an open case: navigation, the case, what holds for the whole window. */
export function Frame() {
  const { screen, show } = useScreen()
  const current = screens.find((entry) => entry.id === screen.split('/')[0]) ?? screens[1]
  const Screen = current?.component
  return (
    <div className={css.frame}>
      <button type="button" className={css.skip} onClick={() => document.getElementById('main')?.focus()}>
        Skip to the view
      </button>
      <nav className={css.nav} aria-label="Views">
        <Logo size={26} />
        <ul>
          {screens.map(({ id, label, icon: Icon }, index) => (
            <li key={id}>
              <button
                type="button"
                className={css.navItem}
                aria-current={id === current?.id ? 'page' : undefined}
                title={`${label} (Alt+${index + 1})`}
                onClick={() => show(id)}
              >
                <Icon size={18} strokeWidth={1.75} aria-hidden />
                {label}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <TopBar />
      <ImportStrip />
      <main className={css.main} id="main" tabIndex={-1} aria-label={current?.label}>
        <ErrorBoundary key={current?.id}>{Screen && <Screen />}</ErrorBoundary>
      </main>
    </div>
  )
}

function TopBar() {
  const info = useCase((state) => state.current)
  const { theme, zone, set } = useUi()
  const open = useScreen((state) => state.open)
  if (!info) return null
  return (
    <header className={css.top}>
      <Menu
        trigger={
          <button type="button" className={css.caseButton}>
            <span className={css.caseName}>{info.name}</span>
            <ChevronDown size={14} aria-hidden />
          </button>
        }
        entries={[
          { kind: 'label', label: info.path },
          { label: 'Add an archive to this case…', icon: FolderPlus, run: () => open('archives') },
          { label: 'Open another case…', icon: FolderOpen, run: () => open('case') },
          { kind: 'separator' },
          { label: 'Close this case', icon: LogOut, run: closeCase },
        ]}
      />
      <span className={css.caseFacts}>{formatCount(info.events)} events</span>
      <span className={css.grow} />
      <Button tone="quiet" size="small" icon={Command} onClick={() => open('palette')}>
        Commands
      </Button>
      <Button
        tone="quiet"
        size="small"
        icon={Clock}
        aria-pressed={zone === 'local'}
        onClick={() => set({ zone: zone === 'utc' ? 'local' : 'utc' })}
        title={
          zone === 'utc'
            ? 'Times are in UTC. Click for local time.'
            : `Times are those of ${Intl.DateTimeFormat().resolvedOptions().timeZone}. Click for UTC.`
        }
      >
        {zoneName(zone)}
      </Button>
      <IconButton
        icon={theme === 'light' ? Moon : Sun}
        label="Switch between dark and light"
        size="small"
        onClick={toggleTheme}
      />
      <IconButton icon={Settings2} label="Settings" size="small" onClick={() => open('settings')} />
      <IconButton
        icon={HelpCircle}
        label="Keyboard shortcuts"
        shortcut="?"
        size="small"
        onClick={() => open('shortcuts')}
      />
    </header>
  )
}
