import { type Facts, openLog, readLog } from '../host/rotating-log'

let folder: string | undefined
let write: ReturnType<typeof openLog> = () => undefined

/** The app's log, from now on in this folder. What is logged before is lost. */
export function startLog(path: string): void {
  folder = path
  write = openLog(path)
}

export const log = (what: string, facts?: Facts): void => write(what, facts)

/** Everything that is kept of it. */
export const logText = (): string => (folder === undefined ? '' : readLog(folder))
