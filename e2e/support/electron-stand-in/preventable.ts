type Preventable = { defaultPrevented: boolean; preventDefault(): void }

/** An event object whose default main may prevent. */
export function preventable<T extends object>(extra: T): Preventable & T {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
    ...extra,
  }
  return event
}
