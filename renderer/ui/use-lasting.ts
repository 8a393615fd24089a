import { useEffect, useState } from 'react'

const usualMs = 150

/** True once the flag has been up for a while: what is over at once is not worth a change on the screen. */
export function useLasting(flag: boolean, ms = usualMs): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!flag) return
    const timer = setTimeout(() => setLasts(true), ms)
    return () => {
      clearTimeout(timer)
      setLasts(false)
    }
  }, [flag, ms])
  return flag && lasts
}
