import { debuggerAddress } from './chromium'

type Ask = { ask: number; source: string; argument: unknown }

/** The test's way in: functions of its own run here with the module `electron` as their first argument. */
export function listenToTest(electron: () => object): void {
  if (!process.send) return
  process.on('message', (message) => {
    const { ask, source, argument } = message as Ask
    run(source, electron(), argument).then(
      (value) => process.send?.({ ask, value }),
      (error) => process.send?.({ ask, error: error instanceof Error ? error.message : String(error) }),
    )
  })
}

async function run(source: string, electron: object, argument: unknown): Promise<unknown> {
  const action = new Function(`return (${source})`)() as (electron: object, argument: unknown) => unknown
  return action(electron, argument)
}

/** Told once the first page is there, so that the test attaches to it. */
export function announce(): void {
  process.send?.({ debugger: debuggerAddress() })
}
