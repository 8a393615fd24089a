import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { EngineError } from '../contract/errors'
import { View } from '../contract/view'
import { usageError } from './args'

export const viewOption = {
  type: 'string',
  value: 'JSON|FILE',
  help: 'Which events, in which order: a View as JSON, or a file that holds one',
} as const

/** Reads `--view`: JSON where it starts with a brace, a file otherwise. No option: everything, newest first. */
export async function readView(name: string, option: string | undefined): Promise<View> {
  const text = option === undefined ? '{}' : /^\s*\{/.test(option) ? option : await readViewFile(option)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw usageError(name, `--view is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`)
  }
  // A name that is not known would otherwise be left out, and everything listed where something was asked for.
  const view = View.strict().safeParse(json)
  if (!view.success) {
    throw usageError(name, `--view is not a View: ${z.prettifyError(view.error).replace(/\s*\n\s*/g, ' ')}.`)
  }
  return view.data
}

async function readViewFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new EngineError('input/not-found', `The View ${path} cannot be read.`, {
      hint: 'Give --view JSON, or a file that holds a View.',
      cause,
    })
  }
}
