import type { Deletion } from '../../../../electron/contract/deletions'
import { plural } from '../../../lib/format'
import { formatInstant, type Zone } from '../../../lib/time'
import { LogText } from '../../../ui/bits'
import { classes } from '../../../ui/classes'
import type { TableColumn, TableRow } from '../../../ui/data-table/types'
import { placeCell } from '../../../ui/place-cell'
import { OutcomeMark } from '../../events/outcome-mark'
import { HumanMark, KindMark, RecoverableMark, TargetsMark } from '../marks'
import marks from '../marks.module.css'
import { causeWords, serviceName } from '../words'
import { deletionOf } from './deletion-rows'
import css from './list.module.css'

/** Draws from the action itself rather than from one cell. */
const drawn = (draw: (deletion: Deletion) => React.ReactNode) => (_: unknown, row: TableRow) => {
  const deletion = deletionOf(row)
  return deletion && draw(deletion)
}

/** The columns of the list. `open` shows the story of a row whose event name is clicked. */
export function deletionColumns(
  zone: Zone,
  accountWidth: number,
  open: (eventId: string) => void,
): TableColumn[] {
  return [
    {
      id: 'eventTime',
      label: `Time (${zone === 'utc' ? 'UTC' : 'local'})`,
      width: 140,
      sortable: true,
      render: drawn(({ eventTime }) => (
        <span className={css.time}>{formatInstant(eventTime, zone) || 'no time'}</span>
      )),
    },
    {
      id: 'impact',
      label: 'Impact',
      width: 150,
      render: drawn(({ impact, outcome }) => <KindMark kind={impact} short done={outcome === 'succeeded'} />),
    },
    {
      id: 'targets',
      label: 'Target',
      width: 250,
      render: drawn(({ targets, targetsUnknown }) => (
        <TargetsMark targets={targets} unknown={targetsUnknown} />
      )),
    },
    {
      id: 'eventName',
      label: 'What was called',
      width: 206,
      render: drawn(({ eventId, eventName, eventSource, children }) => (
        <span className={marks.two}>
          <button type="button" tabIndex={-1} className={css.open} onClick={() => open(eventId)}>
            <LogText>{eventName}</LogText>
          </button>
          <span className={marks.dim}>
            {serviceName(eventSource)}
            {children > 0 && ` · ${plural(children, 'item')}`}
          </span>
        </span>
      )),
    },
    {
      id: 'outcome',
      label: 'Outcome',
      width: 100,
      render: drawn(({ outcome, outcomeReason }) => (
        <OutcomeMark outcome={outcome} errorCode={outcomeReason} />
      )),
    },
    {
      id: 'human',
      label: 'Person behind it',
      width: 226,
      render: drawn(({ human }) => <HumanMark human={human} />),
    },
    {
      id: 'actor',
      label: 'Acted as',
      width: 190,
      render: drawn(({ actor }) => (
        <span className={marks.two} title={actor.arn ?? undefined}>
          <span className={marks.main}>
            <LogText>{actor.role ?? actor.name ?? actor.arn ?? actor.type ?? 'not recorded'}</LogText>
          </span>
          {actor.role !== null && actor.name !== null && actor.name !== actor.role && (
            <span className={marks.dim}>
              <LogText>{actor.name}</LogText>
            </span>
          )}
        </span>
      )),
    },
    {
      id: 'cause',
      label: 'Direct or cascade',
      width: 128,
      render: drawn(({ cause }) => (
        <span className={classes(cause === null && marks.none)} title={cause?.why}>
          {causeWords[cause?.kind ?? 'direct']}
        </span>
      )),
    },
    {
      id: 'recoverable',
      label: 'Recoverable',
      width: 190,
      render: drawn((deletion) => <RecoverableMark deletion={deletion} zone={zone} />),
    },
    { id: 'account', label: 'Account', width: accountWidth, mono: true, render: placeCell('account') },
    { id: 'region', label: 'Region', width: 104, render: placeCell('region') },
    { id: 'sourceIp', label: 'Source IP', width: 128, mono: true },
  ]
}
