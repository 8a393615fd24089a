import { EngineError, errorCodes, isCancelled, type WireError } from '../contract/errors'
import { readArgs, usageError } from './args'
import type { Command, CommandIo } from './command'
import { commandHelp, programHelp } from './help'
import { commands } from './registry'

/**
 * Runs the command line `args` (without the program's own name) and answers the exit status. A word that is no command
 * is taken for a path: `backtrail trail.json.gz` is `backtrail open trail.json.gz`.
 */
export async function runCommandLine(args: string[], version: string, io: CommandIo): Promise<number> {
  const wantsJsonErrors = args.includes('--json')
  try {
    const [first, ...rest] = args
    if (first === '--help' || first === '-h' || first === 'help') {
      await io.stdout.text(await helpFor(rest[0], version))
      return 0
    }
    if (first === '--version' || first === '-V') {
      await io.stdout.line(version)
      return 0
    }
    return first !== undefined && Object.hasOwn(commands, first)
      ? await runCommand(first, rest, io)
      : await runCommand('open', args, io)
  } catch (error) {
    return await report(error, wantsJsonErrors, io)
  }
}

async function runCommand(name: string, args: string[], io: CommandIo): Promise<number> {
  const command = await load(name)
  const parsed = readArgs(name, command, args)
  if (parsed === 'help') {
    await io.stdout.text(commandHelp(name, command))
    return 0
  }
  return (await command.run(parsed, io)) ?? 0
}

async function helpFor(name: string | undefined, version: string): Promise<string> {
  return name === undefined || name.startsWith('-')
    ? programHelp(version)
    : commandHelp(name, await load(name))
}

async function load(name: string): Promise<Command> {
  const loader = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!loader) throw usageError('', `There is no command "${name}".`)
  return (await loader()).command
}

/** One line on standard error: what, where, what to do. With `--json` the same as an object. */
async function report(error: unknown, asJson: boolean, io: CommandIo): Promise<number> {
  const wire = toReport(error)
  const sentence = [wire.message, wire.hint].filter(Boolean).join(' ')
  if (asJson) await io.stderr.json({ error: wire })
  else await io.stderr.line(`backtrail: ${sentence}`)
  if (process.env.BACKTRAIL_TRACE && error instanceof Error) await io.stderr.text(error.stack ?? '')
  return isCancelled(error) ? 130 : errorCodes[wire.code]
}

function toReport(error: unknown): WireError {
  if (error instanceof EngineError) return error.toWire()
  if (isCancelled(error)) return { code: 'cancelled', message: 'Cancelled.' }
  return {
    code: 'internal/unexpected',
    message: `Something went wrong inside Backtrail: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'Run it again with BACKTRAIL_TRACE=1 to see where, and report it.',
  }
}
