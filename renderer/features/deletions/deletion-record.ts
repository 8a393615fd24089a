import { create } from 'zustand'
import { notifyError } from '../../app/notices'
import { engine } from '../../client/engine'

type DeletionRecordState = {
  /** `seq` of the record beside the story; null when none is open. */
  seq: number | null
  open: (seq: number | null) => void
}

/** The record that stands open beside a story or the life of a resource. */
export const useDeletionRecord = create<DeletionRecordState>((set) => ({
  seq: null,
  open: (seq) => set({ seq }),
}))

/** Opens a record that is known by its event ID only. */
export function openByEventId(caseId: string, eventId: string): void {
  engine
    .call('events.record', { case: caseId, key: { eventId } })
    .then((record) => useDeletionRecord.getState().open(record.seq), notifyError)
}
