import { CalendarRange } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Overview } from '../../../electron/contract/events'
import { emptyView } from '../../../electron/contract/view'
import { useScreen } from '../../app/screen-store'
import { useAnswer } from '../../client/use-answer'
import { seriesColor } from '../../lib/colors'
import { valueLabel } from '../../lib/fields'
import { formatCount, formatShare, plural } from '../../lib/format'
import { durationWords, formatRange } from '../../lib/time'
import { useCase } from '../../state/case-store'
import { useUi } from '../../state/ui-store'
import { addFilter, type FilterDraft } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { Dot, LogText, Skeleton } from '../../ui/bits'
import { PlaceName } from '../../ui/place-name'
import { Principal } from '../../ui/principal'
import { ErrorState } from '../../ui/states'
import { Accounting } from '../files/accounting'
import { NoEvents } from '../import/no-events'
import { Coverage } from './coverage'
import { Destructive } from './destructive'
import css from './overview.module.css'

/** Into the Events view with nothing but these clauses. */
function look(...drafts: FilterDraft[]): void {
  useView.getState().edit((now) => drafts.reduce(addFilter, { ...emptyView, columns: now.columns }))
  useScreen.getState().show('events')
}

const values = (field: string, ...wanted: (string | null)[]): FilterDraft => ({
  kind: 'values',
  field,
  values: wanted,
})

/** What this case holds. Each number is a way into the events behind it. */
export function OverviewScreen() {
  const info = useCase((state) => state.current)
  const show = useScreen((state) => state.show)
  const answer = useAnswer('events.overview', info ? { case: info.id, top: 8 } : null, info?.revision)
  if (!info) return null
  if (answer.error && !answer.data) return <ErrorState error={answer.error} onRetry={answer.retry} />
  const { data } = answer
  if (data && data.events === 0)
    return (
      <div className={css.screen}>
        <header className={css.head}>
          <h1>{info.name}</h1>
        </header>
        <NoEvents />
      </div>
    )
  return (
    <div className={css.screen}>
      <header className={css.head}>
        <h1>{info.name}</h1>
        {data ? <Span overview={data} /> : <Skeleton width={0.4} height={14} />}
      </header>
      {data ? <Numbers data={data} /> : <Skeleton width={1} height={72} />}
      <div className={css.grid}>
        <Section title="Destructive actions">
          <Destructive key={info.id} info={info} />
        </Section>
        <Card title="Categories" field="eventCategory" list={data?.categories} all={data?.events} coloured />
        <Card title="Outcome" field="outcome" list={data?.outcomes} all={data?.events} coloured />
        <Card title="Reads and writes" field="readOnly" list={data?.readOnly} all={data?.events} coloured />
        <Card
          title="Accounts"
          field="recipientAccountId"
          list={data?.accounts.values}
          distinct={data?.accounts.distinct}
          all={data?.events}
        />
        <Card
          title="Regions"
          field="awsRegion"
          list={data?.regions.values}
          distinct={data?.regions.distinct}
          all={data?.events}
        />
        <Card
          title="Services"
          field="eventSource"
          list={data?.services.values}
          distinct={data?.services.distinct}
          all={data?.events}
        />
        <Card
          title="Principals"
          field="principal"
          list={data?.principals.values}
          distinct={data?.principals.distinct}
          all={data?.events}
        />
        <Card
          title="Error codes"
          field="errorCode"
          list={data?.errorCodes.values}
          distinct={data?.errorCodes.distinct}
          all={data?.events}
        />
        <ErrorRates data={data} />
        <Section title="Coverage" note="what the archive does not hold">
          <Coverage info={info} />
        </Section>
      </div>
      <section className={css.accounting}>
        <h2>
          Accounting
          <button type="button" onClick={() => show('files')}>
            All files
          </button>
        </h2>
        <Accounting info={info} onSkipped={() => show('files')} />
      </section>
    </div>
  )
}

function Span({ overview }: { overview: Overview }) {
  const zone = useUi((ui) => ui.zone)
  const { span } = overview
  if (!span) return <p>No event has a time.</p>
  const length = Date.parse(span.to) - Date.parse(span.from)
  return (
    <p>
      <CalendarRange size={14} aria-hidden />
      {formatRange(span, zone)}
      <span>{durationWords(length)}</span>
    </p>
  )
}

function Numbers({ data }: { data: Overview }) {
  const of = (list: Overview['outcomes'], value: string) =>
    list.find((entry) => entry.value === value)?.count ?? 0
  const denied = of(data.outcomes, 'denied')
  const failed = of(data.outcomes, 'failed')
  const writes = of(data.readOnly, 'false')
  const root = data.principals.values.find((entry) => entry.value?.endsWith(':root'))
  return (
    <div className={css.numbers}>
      <Figure value={data.events} label="events" onClick={() => look()} />
      <Figure
        value={writes}
        label="calls to change something"
        note={formatShare(writes, data.events)}
        onClick={() => look(values('readOnly', 'false'))}
      />
      <Figure
        value={denied}
        label="refused"
        note={formatShare(denied, data.events)}
        onClick={() => look(values('outcome', 'denied'))}
      />
      <Figure
        value={failed}
        label="failed"
        note={formatShare(failed, data.events)}
        onClick={() => look(values('outcome', 'failed'))}
      />
      <Figure value={data.principals.distinct} label="principals" onClick={() => look()} />
      {root && (
        <Figure
          value={root.count}
          label="by the root user"
          onClick={() => look(values('userIdentity.type', 'Root'))}
        />
      )}
      {data.withoutTime > 0 && (
        <Figure
          value={data.withoutTime}
          label="without a time"
          onClick={() => look(values('eventTime', null))}
        />
      )}
    </div>
  )
}

function Figure({
  value,
  label,
  note,
  onClick,
}: {
  value: number
  label: string
  note?: string
  onClick: () => void
}) {
  return (
    <button type="button" className={css.figure} onClick={onClick}>
      <strong>{formatCount(value)}</strong>
      <span>
        {label}
        {note && <small>{note}</small>}
      </span>
    </button>
  )
}

type CardProps = {
  title: string
  field: string
  list: Overview['categories'] | undefined
  all: number | undefined
  distinct?: number | undefined
  coloured?: boolean
}

function Card({ title, field, list, all = 0, distinct, coloured }: CardProps) {
  const most = Math.max(1, ...(list ?? []).map((entry) => entry.count))
  const shown = field === 'errorCode' ? (list ?? []).filter((entry) => entry.value !== null) : (list ?? [])
  return (
    <Section
      title={title}
      note={distinct !== undefined && distinct > shown.length ? `${formatCount(distinct)} in all` : undefined}
    >
      {!list && <Waiting />}
      {list && shown.length === 0 && <p className={css.none}>None.</p>}
      <ul>
        {shown.map((entry, index) => (
          <li key={entry.value ?? '\u0000'}>
            <button type="button" className={css.row} onClick={() => look(values(field, entry.value))}>
              {coloured && <Dot color={seriesColor(field, entry.value, index)} />}
              <span className={css.label} title={entry.value ?? undefined}>
                {field === 'principal' ? (
                  <Principal arn={valueLabel(field, entry.value)} className={css.dim} />
                ) : (
                  <LogText>{valueLabel(field, entry.value).replace(/\.amazonaws\.com$/, '')}</LogText>
                )}
                <PlaceName field={field} value={entry.value} />
              </span>
              <span className={css.track} aria-hidden>
                <span style={{ width: `${(entry.count / most) * 100}%` }} />
              </span>
              <span className={css.count}>{formatCount(entry.count)}</span>
              <span className={css.share}>{formatShare(entry.count, all)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function ErrorRates({ data }: { data: Overview | undefined }) {
  return (
    <Section title="Where calls go wrong most" note="services with 20 calls and more">
      {!data && <Waiting />}
      {data?.errorRates.length === 0 && <p className={css.none}>No service has errors worth a line.</p>}
      <ul>
        {data?.errorRates.map((entry) => (
          <li key={entry.value ?? '\u0000'}>
            <button
              type="button"
              className={css.row}
              title={`${plural(entry.errors, 'error')} in ${plural(entry.events, 'call')}`}
              onClick={() => look(values('eventSource', entry.value), values('outcome', 'denied', 'failed'))}
            >
              <span className={css.label}>
                <LogText>{valueLabel('eventSource', entry.value).replace(/\.amazonaws\.com$/, '')}</LogText>
              </span>
              <span className={css.track} data-tone="bad" aria-hidden>
                <span style={{ width: `${(entry.errors / Math.max(1, entry.events)) * 100}%` }} />
              </span>
              <span className={css.count}>{formatCount(entry.errors)}</span>
              <span className={css.share}>{formatShare(entry.errors, entry.events)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Section({
  title,
  note,
  children,
}: {
  title: string
  note?: string | undefined
  children: ReactNode
}) {
  return (
    <section className={css.card}>
      <h2>
        {title}
        {note && <small>{note}</small>}
      </h2>
      {children}
    </section>
  )
}

function Waiting() {
  return (
    <div className={css.waiting}>
      {[0.8, 0.6, 0.7].map((width) => (
        <Skeleton key={width} width={width} />
      ))}
    </div>
  )
}
