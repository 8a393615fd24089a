import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { answers } from '../client/engine'
import { Welcome } from '../features/welcome/welcome'
import { useCase } from '../state/case-store'
import { ErrorBoundary } from './error-boundary'
import { Frame } from './frame'
import { LinkLine } from './link-line'
import { Notices, notifyError } from './notices'
import { Overlays } from './overlays'
import { keepShellCommands } from './shell-commands'
import { keepAddress, keepFresh, keepLink, start } from './start'
import { useShortcuts } from './use-shortcuts'

export function App() {
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={answers}>
        <Tooltip.Provider delay={500}>
          <ErrorBoundary>
            <Window />
          </ErrorBoundary>
        </Tooltip.Provider>
      </QueryClientProvider>
    </CSPProvider>
  )
}

function Window() {
  const [started, setStarted] = useState(false)
  const open = useCase((state) => state.current !== null)
  useShortcuts()
  useEffect(() => {
    let stopped = false
    let stopAddress = () => {}
    const ready = () => {
      if (stopped) return
      setStarted(true)
      stopAddress = keepAddress()
    }
    start().then(ready, (error) => {
      notifyError(error)
      ready()
    })
    const stops = [keepLink(), keepFresh(), keepShellCommands()]
    return () => {
      stopped = true
      stopAddress()
      for (const stop of stops) stop()
    }
  }, [])
  return (
    <>
      <LinkLine />
      {open ? <Frame /> : started ? <Welcome /> : null}
      <Overlays />
      <Notices />
    </>
  )
}
