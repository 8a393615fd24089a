import { CalendarClock, Columns2, Download, GitCompare, Redo2, Undo2 } from 'lucide-react'
import { type FormEvent, memo, useState } from 'react'
import type { View } from '../../../electron/contract/view'
import { notify, notifyError } from '../../app/notices'
import { useScreen } from '../../app/screen-store'
import { engine } from '../../client/engine'
import { parseTyped } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { useView } from '../../state/view-store'
import { TextField } from '../../ui/bits'
import { Button, IconButton } from '../../ui/button'
import { Menu } from '../../ui/menu'
import { FindBar } from '../find/find-bar'
import css from './events.module.css'
import { useOpenRecord } from './open-record'
import { eventsTable } from './table-handle'
import { timeStepEntries } from './time-step-menu'

type Props = { caseId: string; revision: number; view: View }

/** Above the table: steps back and forth, a way to one row among millions, columns, comparison, export. */
export const TableTools = memo(function TableTools({ caseId, revision, view }: Props) {
  return (
    <div className={css.tools} role="toolbar" aria-label="Table">
      <Steps />
      <GoTo caseId={caseId} />
      <TimeSteps />
      <FindBar caseId={caseId} revision={revision} view={view} />
      <span className={css.toolsGrow} />
      <Dialogs />
    </div>
  )
})

const Steps = memo(function Steps() {
  const canUndo = useView(({ past }) => past.length > 0)
  const canRedo = useView(({ future }) => future.length > 0)
  const { undo, redo } = useView.getState()
  return (
    <>
      <IconButton
        icon={Undo2}
        label="Undo"
        shortcut="Ctrl+Z"
        size="small"
        disabled={!canUndo}
        onClick={undo}
      />
      <IconButton
        icon={Redo2}
        label="Redo"
        shortcut="Ctrl+Shift+Z"
        size="small"
        disabled={!canRedo}
        onClick={redo}
      />
    </>
  )
})

const TimeSteps = memo(function TimeSteps() {
  return (
    <Menu
      trigger={<IconButton icon={CalendarClock} label="Step through time" size="small" />}
      entries={timeStepEntries}
    />
  )
})

const Dialogs = memo(function Dialogs() {
  const open = useScreen((state) => state.open)
  const compared = useOpenRecord((state) => state.compared)
  return (
    <>
      {compared.length > 0 && (
        <Button tone="quiet" size="small" icon={GitCompare} onClick={() => open('compare')}>
          <span className={css.roomy}>Compare</span> {compared.length}{' '}
          <span className={css.roomy}>{compared.length === 1 ? 'record' : 'records'}</span>
        </Button>
      )}
      <Button tone="quiet" size="small" icon={Columns2} title="Columns" onClick={() => open('columns')}>
        <span className={css.roomy}>Columns</span>
      </Button>
      <Button tone="quiet" size="small" icon={Download} title="Export" onClick={() => open('export')}>
        <span className={css.roomy}>Export</span>
      </Button>
    </>
  )
})

/** A thumb cannot hit one row in five million: a row number or a time does. */
const GoTo = memo(function GoTo({ caseId }: { caseId: string }) {
  const zone = useUi((ui) => ui.zone)
  const [text, setText] = useState('')
  const go = (event: FormEvent) => {
    event.preventDefault()
    const number = /^\s*#?\s*([\d,._ ]+)\s*$/.exec(text)?.[1]?.replace(/[^\d]/g, '')
    const time = parseTyped(text, zone)
    if (time) {
      const { view } = useView.getState()
      engine
        .call('events.position', { case: caseId, view, of: { time } })
        .then(({ index }) => {
          if (index === null) return notify('Rows can be found by time while they are sorted by time.')
          eventsTable.current?.showRow(index)
          eventsTable.current?.focus()
        })
        .catch(notifyError)
    } else if (number) {
      eventsTable.current?.showRow(Math.max(0, Number(number) - 1))
      eventsTable.current?.focus()
    } else if (text.trim()) notify('Type a row number, or a time such as 2026-03-04 10:07.')
  }
  return (
    <form className={css.goTo} onSubmit={go}>
      <TextField
        id="go-to"
        aria-label="Go to row or time"
        placeholder="Go to row or time"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </form>
  )
})
