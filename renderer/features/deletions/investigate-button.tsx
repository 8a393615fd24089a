import { Footprints } from 'lucide-react'
import type { EventRecord } from '../../../electron/contract/events'
import { IconButton } from '../../ui/button'
import { go } from './place'

/** From the record of a call that changed something to its story; nothing for calls that only read. */
export function InvestigateButton({ record }: { record: EventRecord }) {
  const { eventId, readOnly } = record.fields
  if (readOnly !== false) return null
  const name = typeof eventId === 'string' ? eventId : `#${record.seq}`
  return (
    <IconButton
      icon={Footprints}
      label="Investigate: who was behind it, what led to it, whether it comes back"
      size="small"
      onClick={() => go({ kind: 'story', eventId: name })}
    />
  )
}
