import type { View } from '../../../electron/contract/view'
import { engine } from '../../client/engine'
import { latestWins } from '../../client/latest-wins'
import { useUi } from '../../state/ui-store'
import { useBrush } from './brush-store'

type Axis = { from: string; to: string; bins: number }

/**
 * A brush under way: the engine prepares once when it begins, then answers for any range of bins while it moves. Frames
 * are paced, so a slow answer is never followed by a queue of old ones.
 */
export function beginBrush(caseId: string, view: View, fields: readonly string[], top: number, axis: Axis) {
  const control = new AbortController()
  const { from, to, bins } = axis
  const prepared = engine.call(
    'events.brush',
    {
      case: caseId,
      view: { ...view, range: null },
      fields: [...fields],
      top,
      rarest: useUi.getState().rarestFacets,
      axis: { from, to },
      bins,
    },
    { signal: control.signal },
  )
  prepared.catch(() => {})
  const frames = latestWins(
    async (bars: { fromBin: number; toBin: number }, signal) => {
      const { brush } = await prepared
      return engine.call('events.brushFrame', { case: caseId, brush, ...bars }, { signal })
    },
    (frame) => useBrush.getState().set({ frame }),
    () => {},
  )
  return {
    move: (fromBin: number, toBin: number) => frames.push({ fromBin, toBin }),
    end: () => {
      frames.stop()
      control.abort()
      useBrush.getState().set({ range: null, frame: null })
    },
  }
}
