import { ChevronDown, FileText, ListFilter, PanelRight, Timer } from 'lucide-react'
import { useState } from 'react'
import type { Investigation } from '../../../../electron/contract/deletions-api'
import { notify, notifyError } from '../../../app/notices'
import { minute } from '../../../lib/time'
import { aroundInstant } from '../../../state/view-edit'
import { Button } from '../../../ui/button'
import { Menu } from '../../../ui/menu'
import { useDeletionRecord } from '../deletion-record'
import { pivotsOf, pivotWords } from '../pivots'
import { saveReport } from '../save-report'
import { showPivot, showRange } from '../show-events'

/** What leads on from a story: its record, the same in the Events view, the report to hand over. */
export function StoryActions({ story, caseId }: { story: Investigation; caseId: string }) {
  const [saving, setSaving] = useState(false)
  const { deletion } = story
  const save = (format: 'html' | 'md') => {
    setSaving(true)
    saveReport(caseId, deletion.eventId, format)
      .then((saved) => saved && notify(`Saved ${saved}.`), notifyError)
      .finally(() => setSaving(false))
  }
  return (
    <>
      <Button size="small" icon={PanelRight} onClick={() => useDeletionRecord.getState().open(deletion.seq)}>
        Record
      </Button>
      <Menu
        align="end"
        trigger={
          <Button size="small" icon={ListFilter}>
            Show in Events
            <ChevronDown size={12} aria-hidden />
          </Button>
        }
        entries={[
          ...pivotsOf(story).map((pivot) => ({
            label: pivotWords(pivot, deletion.targets),
            run: () => showPivot(pivot),
          })),
          ...(deletion.eventTime === ''
            ? []
            : [
                { kind: 'separator' as const },
                {
                  label: '± 5 minutes around it',
                  icon: Timer,
                  run: () => showRange(aroundInstant(deletion.eventTime, 5 * minute)),
                },
                {
                  label: '± 1 hour around it',
                  icon: Timer,
                  run: () => showRange(aroundInstant(deletion.eventTime, 60 * minute)),
                },
              ]),
        ]}
      />
      <Menu
        align="end"
        trigger={
          <Button size="small" tone="primary" icon={FileText} disabled={saving}>
            {saving ? 'Writing…' : 'Report'}
            <ChevronDown size={12} aria-hidden />
          </Button>
        }
        entries={[
          { label: 'Save as HTML, one page without network', run: () => save('html') },
          { label: 'Save as Markdown', run: () => save('md') },
        ]}
      />
    </>
  )
}
