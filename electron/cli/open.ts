import { runBrowserMode } from './browser-mode'
import { defineCommand } from './command'
import { openDesktop } from './desktop'
import { startPaths } from './start-paths'

export const command = defineCommand({
  summary: 'Open the app on archives or a case: on the desktop, else in a browser',
  usage: '[PATH…] [--browser] [--no-open]',
  positionals: { min: 0, max: 1000 },
  options: {
    browser: { type: 'boolean', help: 'Do not try the desktop app' },
    'no-open': { type: 'boolean', help: 'In the browser: print the address only' },
  },
  async run({ values, positionals }, io) {
    const openAtStart = await startPaths(positionals, undefined)
    let reason: string | null = null
    if (!values.browser) {
      const named = [...(openAtStart?.paths ?? []), ...(openAtStart?.case ? [openAtStart.case] : [])]
      const outcome = await openDesktop(named, io.signal)
      if (outcome.opened) return outcome.exitCode
      reason = outcome.reason
    }
    if (io.signal.aborted) return 130
    await runBrowserMode({ openAtStart, port: null, openBrowser: !values['no-open'], reason }, io)
    return 0
  },
})
