import type { CallName, Params, Progress, Result } from '../contract/engine-api'

/** One option of a command. `value` names its argument in the help text: `DIR`, `FILE`. */
export type OptionSpec =
  | { type: 'string'; value: string; help: string; short?: string; required?: boolean; multiple?: false }
  | { type: 'string'; value: string; help: string; short?: string; multiple: true }
  | { type: 'boolean'; help: string; short?: string }

export type OptionSpecs = Readonly<Record<string, OptionSpec>>

type OptionValue<S extends OptionSpec> = S extends { type: 'boolean' }
  ? boolean
  : S extends { multiple: true }
    ? string[]
    : S extends { required: true }
      ? string
      : string | undefined

export type OptionValues<O extends OptionSpecs> = { [K in keyof O]: OptionValue<O[K]> }

export type Output = {
  /** One line of text. Control characters in it, line feeds and tabs too, are made visible: `\\u001b`. */
  line(text: string): Promise<void>
  /** Several lines: line feeds and tabs are kept, everything else is as with `line`. Ends with a line feed. */
  text(text: string): Promise<void>
  /** A value as JSON on one line, or indented; control characters in it are escaped, which changes nothing in it. */
  json(value: unknown, indent?: number): Promise<void>
  /** Where every byte counts (raw records, CSV): as they are to a file or a pipe, made safe for a terminal. */
  bytes(chunk: Uint8Array): Promise<void>
  /** Replaces the line written by the last `status`; nothing at all where this is not a terminal. */
  status(text: string): void
  readonly isTTY: boolean
  /** Width of the terminal in characters; 100 where there is none. */
  readonly columns: number
}

/** What a command may touch of the world around it. */
export type CommandIo = {
  /** The answer. */
  stdout: Output
  /** Messages and progress. */
  stderr: Output
  /** Everything on standard input as text. */
  readInput(): Promise<string>
  /** Aborted by Ctrl-C; the second Ctrl-C ends the process. */
  signal: AbortSignal
  /** Calls the engine, which is started by the first call and lives in this process. */
  call<N extends CallName>(
    name: N,
    params: Params<N>,
    onProgress?: (report: Progress<N>) => void,
  ): Promise<Result<N>>
}

/**
 * A subcommand. `run` answers the exit status (nothing: 0) and throws EngineError for what a person can do something
 * about; usage errors are `new EngineError('usage', …)`.
 */
export type Command<O extends OptionSpecs = OptionSpecs> = {
  summary: string
  /** What follows the name in the usage line: `EVENT_ID --case DIR [--raw]`. */
  usage: string
  /** Paragraphs of the help text below the options, as they are to be printed. */
  notes?: string
  /** How many arguments without a dash it takes. */
  positionals: { min: number; max: number }
  options: O
  /** A method, not a property: so the registry may hold commands of any options. */
  run(args: { values: OptionValues<O>; positionals: string[] }, io: CommandIo): Promise<number | undefined>
}

/** Keeps the literal types of the options, so that `values` is typed from them. */
export const defineCommand = <const O extends OptionSpecs>(command: Command<O>): Command<O> => command

/** The option that most commands share. */
export const caseOption = {
  type: 'string',
  value: 'DIR',
  help: 'The case: a folder NAME.backtrail',
  required: true,
} as const
export const jsonOption = { type: 'boolean', help: 'Print JSON instead of text' } as const
