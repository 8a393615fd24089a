import type { Command } from './command'

/** Every subcommand, in the order of the help text. A command is one line here and one file beside this one. */
export const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  open: () => import('./open'),
  serve: () => import('./serve'),
  import: () => import('./import'),
  info: () => import('./info'),
  events: () => import('./events'),
  record: () => import('./record'),
  sql: () => import('./sql'),
  deletions: () => import('./deletions'),
  investigate: () => import('./investigate'),
  log: () => import('./log'),
  export: () => import('./export'),
}
