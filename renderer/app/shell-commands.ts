import { ShellCommand } from '../../electron/contract/shell-api'
import { desktopBridge } from '../client/shell'
import { importArchives, openArchives, openCase, openSample } from './case-actions'
import { runCommand } from './commands'
import { notify, notifyError } from './notices'
import { useScreen } from './screen-store'

/** Does what was chosen in the system's menu, or opens what the system handed over. Browser mode has neither. */
export function keepShellCommands(): () => void {
  return desktopBridge()?.onCommand?.(onCommand) ?? (() => {})
}

function onCommand(message: unknown): void {
  const parsed = ShellCommand.safeParse(message)
  if (!parsed.success) return
  const command = parsed.data
  switch (command.do) {
    case 'open':
      open(command.paths, command.case).catch(notifyError)
      return
    case 'open-archive':
      useScreen.getState().open('archives')
      return
    case 'open-case':
      useScreen.getState().open('case')
      return
    case 'open-sample':
      openSample().catch(notifyError)
      return
    case 'save-log':
      saveLog()
      return
    default:
      runCommand(command.do)
  }
}

async function open(paths: string[], casePath: string | null): Promise<void> {
  if (paths.length > 0) await (casePath ? importArchives(paths, casePath) : openArchives(paths))
  else if (casePath) await openCase(casePath)
}

function saveLog(): void {
  desktopBridge()
    ?.shell('shell.saveLog', {})
    .then(({ saved }) => saved && notify('Saved the log. It holds ids and counts, nothing of the evidence.'))
    .catch(notifyError)
}
