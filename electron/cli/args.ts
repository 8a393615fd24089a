import { type ParseArgsConfig, parseArgs } from 'node:util'
import { EngineError } from '../contract/errors'
import type { Command, OptionSpecs, OptionValues } from './command'

export type ParsedArgs<O extends OptionSpecs> = { values: OptionValues<O>; positionals: string[] }

/** Reads the arguments of a command. Throws `usage` with a sentence that names the argument. `'help'` when asked for it. */
export function readArgs<O extends OptionSpecs>(
  name: string,
  command: Command<O>,
  args: string[],
): ParsedArgs<O> | 'help' {
  const { values, positionals } = parse(name, command, args)
  if (values.help === true) return 'help'
  for (const [key, spec] of Object.entries(command.options)) {
    if (spec.type === 'boolean') values[key] ??= false
    else if (spec.multiple) values[key] ??= []
    else if (spec.required && values[key] === undefined) {
      throw usageError(name, `${name} needs --${key} ${spec.value}.`)
    }
  }
  const { min, max } = command.positionals
  if (positionals.length < min) throw usageError(name, `${name} needs ${command.usage.split(' ')[0]}.`)
  if (positionals.length > max) throw usageError(name, `${name} does not take "${positionals[max]}".`)
  return { values: values as OptionValues<O>, positionals }
}

function parse(name: string, command: Command, args: string[]) {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean', short: 'h' } }
  for (const [key, spec] of Object.entries(command.options)) {
    options[key] = {
      type: spec.type,
      ...(spec.short ? { short: spec.short } : {}),
      ...(spec.type === 'string' && spec.multiple ? { multiple: true } : {}),
    }
  }
  try {
    const parsed = parseArgs({ args, options, allowPositionals: true, strict: true })
    return { values: { ...parsed.values } as Record<string, unknown>, positionals: parsed.positionals }
  } catch (error) {
    // Node's own sentence ends with advice about `--` that rarely helps; the first sentence is enough.
    const sentence = error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') : String(error)
    throw usageError(name, sentence.endsWith('.') ? sentence : `${sentence}.`)
  }
}

export const usageError = (name: string, sentence: string): EngineError =>
  new EngineError('usage', sentence, { hint: `See ${name ? `backtrail ${name}` : 'backtrail'} --help.` })

/** A whole number from an option. Throws `usage` for anything else. */
export function wholeNumber(name: string, option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= min && value <= max)) {
    throw usageError(name, `--${option} takes a whole number from ${min} to ${max}, not "${text}".`)
  }
  return value
}
