import { wholeNumber } from './args'
import { runBrowserMode } from './browser-mode'
import { defineCommand } from './command'
import { startPaths } from './start-paths'

export const command = defineCommand({
  summary: 'Serve the app to a browser on this machine (127.0.0.1 only)',
  usage: '[PATH…] [--case DIR] [--port N] [--no-open]',
  notes: [
    'Prints the address on standard output. It holds a secret: whoever has it can use this server until it ends.',
    'Over SSH: backtrail serve --port 8642 there, ssh -L 8642:127.0.0.1:8642 HOST here, then open the address here.',
  ].join('\n'),
  positionals: { min: 0, max: 1000 },
  options: {
    case: { type: 'string', value: 'DIR', help: 'The case to open, or to import the archives into' },
    port: { type: 'string', value: 'N', help: 'The port; that of last time, or a free one, when left out' },
    'no-open': { type: 'boolean', help: 'Do not open a browser' },
  },
  async run({ values, positionals }, io) {
    const port = values.port === undefined ? null : wholeNumber('serve', 'port', values.port, 0, 65_535)
    const openAtStart = await startPaths(positionals, values.case)
    await runBrowserMode({ openAtStart, port, openBrowser: !values['no-open'], reason: null }, io)
    return 0
  },
})
