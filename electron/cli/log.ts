import { join } from 'node:path'
import { stateFolder } from '../engine/paths'
import { readLog } from '../host/rotating-log'
import { defineCommand } from './command'

/** Where browser mode keeps its log. */
export const logFolder = (): string => join(stateFolder(), 'logs')

export const command = defineCommand({
  summary: "Print browser mode's own log, for a bug report: ids and counts, nothing of the evidence",
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {},
  async run(_args, io) {
    await io.stdout.bytes(Buffer.from(readLog(logFolder())))
    return 0
  },
})
