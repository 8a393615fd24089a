import { z } from 'zod'
import { Path } from '../contract/case'
import { type CallName, type EngineHandlers, engineApi } from '../contract/engine-api'
import type { Grants } from './grants'

/** Where a call names a path: the steps into its parameters, `*` for every element of a list. */
export type PathPlace = readonly string[]

/** Every place where the parameters of a call hold a `Path`, found in the contract itself so that none is forgotten. */
export function pathPlaces(schema: z.ZodType, at: PathPlace = []): PathPlace[] {
  if (schema === Path) return [at]
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, value]) =>
      pathPlaces(value, [...at, key]),
    )
  }
  if (schema instanceof z.ZodArray) return pathPlaces(schema.element as z.ZodType, [...at, '*'])
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  ) {
    return pathPlaces(schema.unwrap() as z.ZodType, at)
  }
  if (schema instanceof z.ZodUnion) {
    return (schema.options as z.ZodType[]).flatMap((option) => pathPlaces(option, at))
  }
  return []
}

/** Handlers that see only paths within the grants, symlinks resolved. Everything else passes as it is. */
export function confine(handlers: EngineHandlers, grants: Grants): EngineHandlers {
  const confined = Object.entries(handlers).map(([name, handler]) => {
    const places = pathPlaces(engineApi[name as CallName].params)
    if (places.length === 0) return [name, handler]
    const run = handler as (params: unknown, context: unknown) => Promise<unknown>
    const checked = async (params: unknown, context: unknown) => {
      let safe = params
      for (const place of places) safe = await replaceAt(safe, place, grants)
      return run(safe, context)
    }
    return [name, checked]
  })
  return Object.fromEntries(confined) as EngineHandlers
}

async function replaceAt(value: unknown, [step, ...rest]: PathPlace, grants: Grants): Promise<unknown> {
  if (value === null || value === undefined) return value
  if (step === undefined) return typeof value === 'string' ? grants.check(value) : value
  if (step === '*') {
    return Array.isArray(value) ? Promise.all(value.map((item) => replaceAt(item, rest, grants))) : value
  }
  if (typeof value !== 'object' || !(step in value)) return value
  const next = await replaceAt((value as Record<string, unknown>)[step], rest, grants)
  return { ...value, [step]: next }
}
