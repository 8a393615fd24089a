import type { Command } from './command'
import { commands } from './registry'

/** The help text of the program: one line a command. */
export async function programHelp(version: string): Promise<string> {
  const entries = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => [name, (await load()).command.summary] as const),
  )
  const width = Math.max(...entries.map(([name]) => name.length))
  return [
    `Backtrail ${version}: a log explorer for AWS CloudTrail that works offline.`,
    '',
    'Usage: backtrail [COMMAND] [ARGUMENTS]',
    '       backtrail PATH…                  the app on these archives or this case',
    '',
    'Commands:',
    ...entries.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'backtrail COMMAND --help says more about one of them.',
    'Exit status: 0 done; 1 done, and something is wrong with the evidence; 2 usage; 3 input that cannot be used;',
    '4 internal error.',
  ].join('\n')
}

/** The help text of one command. */
export function commandHelp(name: string, command: Command): string {
  const rows = [
    ...Object.entries(command.options).map(([key, spec]) => [
      `${spec.short ? `-${spec.short}, ` : ''}--${key}${spec.type === 'string' ? ` ${spec.value}` : ''}`,
      spec.help,
    ]),
    ['-h, --help', 'Print this text'],
  ]
  const width = Math.max(...rows.map(([option]) => option?.length ?? 0))
  return [
    `Usage: backtrail ${name} ${command.usage}`.trimEnd(),
    '',
    `${command.summary}.`,
    '',
    'Options:',
    ...rows.map(([option, help]) => `  ${option?.padEnd(width)}  ${help}`),
    ...(command.notes ? ['', command.notes] : []),
  ].join('\n')
}
