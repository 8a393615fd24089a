import { PlugZap } from 'lucide-react'
import { useEffect, useState } from 'react'
import { engine } from '../client/engine'
import { useLink } from '../client/use-answer'
import { Button } from '../ui/button'
import css from './frame.module.css'

/** One line when the engine is gone or coming back; nothing otherwise. A start that takes its time is not a fault. */
export function LinkLine() {
  const link = useLink()
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (link.kind !== 'connecting') return setSlow(false)
    const timer = setTimeout(() => setSlow(true), 1_500)
    return () => clearTimeout(timer)
  }, [link.kind])
  if (link.kind === 'ready' || (link.kind === 'connecting' && !slow)) return null
  return (
    <div className={css.linkLine} role="alert">
      <PlugZap size={16} aria-hidden />
      {link.kind === 'connecting' && 'Starting the engine…'}
      {link.kind === 'refused' && link.message}
      {link.kind === 'lost' && (
        <>
          The engine is gone. It is being started again; what you see is from before.
          <Button size="small" onClick={() => engine.reconnect()}>
            Try now
          </Button>
        </>
      )}
      {link.kind === 'refused' && (
        <Button size="small" onClick={() => location.reload()}>
          Reload
        </Button>
      )}
    </div>
  )
}
