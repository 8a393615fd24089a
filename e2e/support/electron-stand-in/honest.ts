/** Names that JavaScript itself, Node and Playwright ask objects for. */
const language = new Set(['then', 'toJSON', 'constructor', 'inspect', 'domain'])

const made = new WeakMap<object, object>()

/**
 * The object, but reading or writing what it does not have throws: what is not imitated must not look as if it were. The
 * same object always has the same face.
 */
export function honest<T extends object>(name: string, target: T): T {
  const there = made.get(target)
  if (there) return there as T
  const fail = (key: string | symbol): never => {
    throw new Error(`The stand-in for Electron does not imitate ${name}.${String(key)}.`)
  }
  const isKnown = (key: string | symbol) => key in target || typeof key === 'symbol' || language.has(key)
  const proxy = new Proxy(target, {
    get(object, key) {
      if (!isKnown(key)) return fail(key)
      // Private fields are out of a proxy's reach, so methods run on the object itself.
      const value: unknown = Reflect.get(object, key, object)
      return typeof value === 'function' && key !== 'prototype' ? bound(value, object) : value
    },
    set: (object, key, value) => (isKnown(key) ? Reflect.set(object, key, value, object) : fail(key)),
  })
  made.set(target, proxy)
  return proxy
}

/** Classes are used with `new` and stay as they are. */
function bound(value: object, object: object): unknown {
  const method = value as (...args: unknown[]) => unknown
  return /^class\b/.test(Function.prototype.toString.call(method)) ? method : method.bind(object)
}

/**
 * A message as JSON text. Throws for what the real carriers take and JSON would change on the way, so that a test never
 * passes on a value that arrived as something else.
 */
export function toJson(value: unknown): string {
  const check = (part: unknown, path: string): void => {
    if (typeof part === 'number' && !Number.isFinite(part)) throw new Error(`${path} is ${part}`)
    if (['bigint', 'function', 'symbol'].includes(typeof part)) throw new Error(`${path} is a ${typeof part}`)
    if (typeof part !== 'object' || part === null) return
    if (Array.isArray(part)) {
      for (const [index, item] of part.entries()) {
        if (item === undefined) throw new Error(`${path}[${index}] is undefined`)
        check(item, `${path}[${index}]`)
      }
      return
    }
    const prototype: unknown = Object.getPrototypeOf(part)
    if (prototype !== Object.prototype && prototype !== null) throw new Error(`${path} is no plain object`)
    for (const [key, item] of Object.entries(part)) check(item, `${path}.${key}`)
  }
  check(value, 'message')
  return JSON.stringify(value ?? null)
}
