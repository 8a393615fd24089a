import { ChevronRight, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Dialect, SqlLibrary, SqlSchema } from '../../../electron/contract/sql'
import { plural } from '../../lib/format'
import { agoWords } from '../../lib/time'
import { TextField } from '../../ui/bits'
import { Button, IconButton } from '../../ui/button'
import { Segmented } from '../../ui/segmented'
import css from './sql.module.css'
import { useSql } from './sql-store'

type Shown = 'questions' | 'columns' | 'history' | 'saved'

type SidePaneProps = {
  library: SqlLibrary | undefined
  schema: SqlSchema | undefined
  onQuery: (query: { title: string; dialect: Dialect; text: string }) => void
  onInsert: (text: string) => void
}

/** Beside the editor: questions to start from, what there is to ask about, what was asked, what was kept. */
export function SidePane({ library, schema, onQuery, onInsert }: SidePaneProps) {
  const [shown, setShown] = useState<Shown>('questions')
  const [search, setSearch] = useState('')
  const wanted = (text: string) => text.toLowerCase().includes(search.trim().toLowerCase())
  return (
    <aside className={css.side} aria-label="Queries and columns">
      <Segmented
        label="Show"
        value={shown}
        options={[
          { value: 'questions', label: 'Questions' },
          { value: 'columns', label: 'Columns' },
          { value: 'history', label: 'History' },
          { value: 'saved', label: 'Saved' },
        ]}
        onChange={setShown}
      />
      <TextField
        aria-label={`Search ${shown}`}
        placeholder="Search"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className={css.sideList}>
        {shown === 'questions' && <Questions library={library} wanted={wanted} onQuery={onQuery} />}
        {shown === 'columns' && <Columns schema={schema} wanted={wanted} onInsert={onInsert} />}
        {shown === 'history' && <History wanted={wanted} onQuery={onQuery} />}
        {shown === 'saved' && <Saved wanted={wanted} onQuery={onQuery} />}
      </div>
    </aside>
  )
}

type ListProps = { wanted: (text: string) => boolean; onQuery: SidePaneProps['onQuery'] }

function Questions({ library = [], wanted, onQuery }: ListProps & { library: SqlLibrary | undefined }) {
  return library.map(({ group, queries }) => {
    const found = queries.filter(({ name, about }) => wanted(`${group} ${name} ${about}`))
    if (found.length === 0) return null
    return (
      <section key={group} aria-label={group}>
        <h2>{group}</h2>
        <ul>
          {found.map(({ name, about, text }) => (
            <li key={name}>
              <button
                type="button"
                className={css.entry}
                onClick={() => onQuery({ title: name, dialect: 'athena', text })}
              >
                <strong>{name}</strong>
                <span>{about}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    )
  })
}

type Column = SqlSchema['tables'][number]['columns'][number]

function Columns({
  schema,
  wanted,
  onInsert,
}: Omit<ListProps, 'onQuery'> & { schema: SqlSchema | undefined; onInsert: SidePaneProps['onInsert'] }) {
  return schema?.tables.map(({ name, columns }) => (
    <section key={name} aria-label={name}>
      <h2>{name}</h2>
      <ul>
        {columns
          .filter((column) =>
            wanted(`${name} ${column.name} ${(column.members ?? []).map((member) => member.name).join(' ')}`),
          )
          .map((column) => (
            <ColumnEntry key={column.name} column={column} path="" onInsert={onInsert} />
          ))}
      </ul>
    </section>
  ))
}

function ColumnEntry({
  column,
  path,
  onInsert,
}: {
  column: Column
  path: string
  onInsert: SidePaneProps['onInsert']
}) {
  const [open, setOpen] = useState(false)
  const whole = `${path}${/^[a-z_]\w*$/i.test(column.name) ? column.name : `"${column.name}"`}`
  return (
    <li>
      <span className={css.columnRow}>
        {column.members ? (
          <IconButton
            icon={ChevronRight}
            size="small"
            label={`${open ? 'Hide' : 'Show'} the members of ${column.name}`}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          />
        ) : (
          <span className={css.columnGap} />
        )}
        <button
          type="button"
          className={css.column}
          title={`Put ${whole} into the query`}
          onClick={() => onInsert(whole)}
        >
          {column.name}
        </button>
        <span className={css.columnType}>{column.type}</span>
      </span>
      {open && (
        <ul className={css.members}>
          {column.members?.map((member) => (
            <ColumnEntry key={member.name} column={member} path={`${whole}.`} onInsert={onInsert} />
          ))}
        </ul>
      )}
    </li>
  )
}

function History({ wanted, onQuery }: ListProps) {
  const past = useSql((state) => state.past)
  const clearPast = useSql((state) => state.clearPast)
  const found = past.filter(({ text }) => wanted(text))
  if (past.length === 0) return <p className={css.hint}>Queries you run are listed here.</p>
  return (
    <>
      <ul>
        {found.map(({ at, dialect, text, rows }) => (
          <li key={`${at}${text}`}>
            <button
              type="button"
              className={css.entry}
              onClick={() => onQuery({ title: 'From the history', dialect, text })}
            >
              <code>{text.length > 200 ? `${text.slice(0, 199)}…` : text}</code>
              <span>
                {agoWords(at)} · {rows === null ? 'failed' : plural(rows, 'row')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Button size="small" tone="quiet" icon={Trash2} onClick={clearPast}>
        Clear the history
      </Button>
    </>
  )
}

function Saved({ wanted, onQuery }: ListProps) {
  const kept = useSql((state) => state.kept)
  const forget = useSql((state) => state.forget)
  if (kept.length === 0) return <p className={css.hint}>Save a query under a name to find it here again.</p>
  return (
    <ul>
      {kept
        .filter(({ name, text }) => wanted(`${name} ${text}`))
        .map(({ name, dialect, text }) => (
          <li key={name} className={css.keptRow}>
            <button
              type="button"
              className={css.entry}
              onClick={() => onQuery({ title: name, dialect, text })}
            >
              <strong>{name}</strong>
            </button>
            <IconButton icon={Trash2} size="small" label={`Delete ${name}`} onClick={() => forget(name)} />
          </li>
        ))}
    </ul>
  )
}
