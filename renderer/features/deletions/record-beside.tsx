import { type ReactNode, useEffect } from 'react'
import { useScreen } from '../../app/screen-store'
import { useUi } from '../../state/ui-store'
import { useView } from '../../state/view-store'
import { Split } from '../../ui/split'
import { RecordPane } from '../record/record-pane'
import { useDeletionRecord } from './deletion-record'
import { goBack } from './place'

/**
 * A page with the record that was opened from it on its right. Whatever in the record changes what the person asked to
 * see (a filter, a related event) is shown where that can be seen: in the Events view. Escape closes the record, then
 * the page.
 */
export function RecordBeside({ caseId, children }: { caseId: string; children: ReactNode }) {
  const { seq, open } = useDeletionRecord()
  const { recordWidth, set } = useUi()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (document.querySelector('[role="menu"], [role="dialog"]')) return
      if (useDeletionRecord.getState().seq !== null) useDeletionRecord.getState().open(null)
      else goBack()
    }
    window.addEventListener('keydown', onKey)
    const stop = useView.subscribe((now, before) => {
      if (now.view !== before.view) useScreen.getState().show('events')
    })
    return () => {
      window.removeEventListener('keydown', onKey)
      stop()
      useDeletionRecord.getState().open(null)
    }
  }, [])
  return (
    <Split
      start={null}
      startWidth={0}
      onStartWidth={() => {}}
      startLabel=""
      end={seq === null ? null : <RecordPane caseId={caseId} seq={seq} onClose={() => open(null)} />}
      endWidth={recordWidth}
      onEndWidth={(width) => set({ recordWidth: width })}
      endLabel="Width of the record"
    >
      {children}
    </Split>
  )
}
