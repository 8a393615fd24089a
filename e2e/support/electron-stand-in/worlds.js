// Runs at the start of every document, once in the page's world and once in preload's.
// `own` and `other` are the names of the worlds; `secret` is known to the two scripts only.
// biome-ignore lint/correctness/noUnusedVariables: web-contents.ts injects this file as text
function joinWorlds(own, other, secret) {
  const functions = new Map()
  const promises = new Map()
  let nextId = 1

  const isPlain = (value) => {
    const prototype = Object.getPrototypeOf(value)
    return prototype === Object.prototype || prototype === null
  }

  /** Functions and promises go over as numbers, everything else as what structured cloning makes of it. */
  function encode(value) {
    if (typeof value === 'function') {
      const id = nextId++
      functions.set(id, value)
      return { $function: id }
    }
    if (value instanceof Promise) {
      const id = nextId++
      value.then(
        (result) => send({ settle: id, ok: encode(result) }),
        (error) => send({ settle: id, error: error instanceof Error ? error.message : String(error) }),
      )
      return { $promise: id }
    }
    if (Array.isArray(value)) return value.map(encode)
    if (value !== null && typeof value === 'object' && isPlain(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item)]))
    }
    return value
  }

  function decode(value) {
    if (Array.isArray(value)) return value.map(decode)
    if (value === null || typeof value !== 'object' || !isPlain(value)) return value
    if ('$function' in value) {
      const id = value.$function
      return (...args) => {
        const reply = send({ call: id, args: encode(args) })
        if ('error' in reply) throw new Error(reply.error)
        return decode(reply.ok)
      }
    }
    if ('$promise' in value) {
      return new Promise((resolve, reject) => promises.set(value.$promise, { resolve, reject }))
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]))
  }

  /** Events are dispatched at once, so the reply has come when dispatchEvent returns. */
  let replies = []
  function send(message) {
    const before = replies
    replies = []
    window.dispatchEvent(new CustomEvent(`${secret}-${other}`, { detail: message }))
    const [reply] = replies
    replies = before
    return reply ?? {}
  }
  window.addEventListener(`${secret}-${own}-reply`, (event) => {
    event.stopImmediatePropagation()
    replies.push(event.detail)
  })
  const reply = (message) =>
    window.dispatchEvent(new CustomEvent(`${secret}-${other}-reply`, { detail: message }))

  window.addEventListener(`${secret}-${own}`, (event) => {
    event.stopImmediatePropagation()
    const message = event.detail
    if ('expose' in message) {
      if (message.expose in window) return reply({ error: `${message.expose} is there already` })
      Object.defineProperty(window, message.expose, {
        value: Object.freeze(decode(message.api)),
        enumerable: true,
      })
      reply({ ok: true })
    } else if ('settle' in message) {
      const waiting = promises.get(message.settle)
      promises.delete(message.settle)
      if ('error' in message) waiting?.reject(new Error(message.error))
      else waiting?.resolve(decode(message.ok))
    } else {
      try {
        reply({ ok: encode(functions.get(message.call)(...decode(message.args))) })
      } catch (error) {
        reply({ error: error instanceof Error ? error.message : String(error) })
      }
    }
  })

  return {
    expose(key, api) {
      const answer = send({ expose: key, api: encode(api) })
      if ('error' in answer) throw new Error(answer.error)
    },
  }
}
