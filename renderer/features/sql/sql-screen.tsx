import { BookmarkPlus, ListFilter, Play, Plus, Square, WandSparkles, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Dialect } from '../../../electron/contract/sql'
import { notify } from '../../app/notices'
import { useScreen } from '../../app/screen-store'
import { useAnswer } from '../../client/use-answer'
import { useCase } from '../../state/case-store'
import { useUi } from '../../state/ui-store'
import { useView } from '../../state/view-store'
import { TextField } from '../../ui/bits'
import { Button, IconButton } from '../../ui/button'
import { Popover } from '../../ui/popover'
import { Segmented } from '../../ui/segmented'
import { Split } from '../../ui/split'
import { RecordPane } from '../record/record-pane'
import { Editor, type EditorHandle } from './editor'
import { formatSql } from './format-sql'
import { openViewAsSql } from './open-view'
import { Results } from './results'
import { SidePane } from './side-pane'
import css from './sql.module.css'
import { useSqlRecord } from './sql-record'
import { type SqlTab, useActiveTab, useSql } from './sql-store'
import { parameterCount, statementAt, statementsIn } from './sql-tokens'

const dialects: { value: Dialect; label: string }[] = [
  { value: 'athena', label: 'Athena' },
  { value: 'lake', label: 'Lake' },
  { value: 'duckdb', label: 'DuckDB' },
]

/** SQL over the case: tabs, editor, result, and beside them questions, columns, history and the record. */
export function SqlScreen() {
  const info = useCase((state) => state.current)
  const open = useSql((state) => state.open)
  const path = info?.path
  useEffect(() => {
    if (path) open(path)
  }, [path, open])
  // A filter made from a result or from the record is shown where it can be seen.
  useEffect(
    () =>
      useView.subscribe((now, before) => {
        if (now.view !== before.view) useScreen.getState().show('events')
      }),
    [],
  )
  const tab = useActiveTab()
  const ready = useSql((state) => state.casePath) === path
  return info && tab && ready ? <Console caseId={info.id} tab={tab} /> : null
}

function Console({ caseId, tab }: { caseId: string; tab: SqlTab }) {
  const editor = useRef<EditorHandle>(null)
  const { update, addTab, run: start, runs } = useSql()
  const run = runs[tab.id]
  const schema = useAnswer('sql.schema', { dialect: tab.dialect }).data
  const library = useAnswer('sql.library', {}).data?.groups
  const { seq, open: openRecord } = useSqlRecord()
  const { recordWidth, facetsWidth, set } = useUi()
  const error = run?.state === 'failed' ? run.error : null
  const mark = useMemo(() => {
    if (!run || !error?.at) return null
    const { from } = run.statement
    return { from: from + error.at.from, to: from + error.at.to, message: error.message }
  }, [run, error])

  const execute = () => {
    const selected = editor.current?.selection()
    const statement = selected?.text
      ? { text: selected.text, from: selected.from, to: selected.from + selected.text.length }
      : statementAt(tab.text, selected?.cursor ?? 0)
    if (!statement) return notify('Write a query first, or choose a question on the right.')
    void start(caseId, tab, statement)
  }
  const cancel = (): boolean => {
    if (run?.state !== 'running') return false
    run.cancel()
    return true
  }
  const onQuery = (query: { title: string; dialect: Dialect; text: string }) => {
    const { title, ...rest } = query
    if (tab.text.trim() === '') update(tab.id, { title, ...rest })
    else addTab({ title, ...rest })
    requestAnimationFrame(() => editor.current?.focus())
  }
  return (
    <Split
      start={null}
      startWidth={0}
      onStartWidth={() => {}}
      startLabel=""
      end={
        seq === null ? (
          <SidePane
            library={library}
            schema={schema}
            onQuery={onQuery}
            onInsert={(text) => editor.current?.insert(text)}
          />
        ) : (
          <RecordPane caseId={caseId} seq={seq} onClose={() => openRecord(null)} />
        )
      }
      endWidth={seq === null ? Math.max(300, facetsWidth) : recordWidth}
      onEndWidth={(width) => set(seq === null ? { facetsWidth: width } : { recordWidth: width })}
      endLabel="Width of the pane"
    >
      <div className={css.screen}>
        <h1 className="sr">SQL</h1>
        <Tabs active={tab.id} />
        <div className={css.tools}>
          {run?.state === 'running' ? (
            <Button tone="primary" icon={Square} onClick={cancel}>
              Cancel
            </Button>
          ) : (
            <Button tone="primary" icon={Play} onClick={execute} title="Ctrl+Enter">
              Run
            </Button>
          )}
          <Segmented
            label="Dialect"
            value={tab.dialect}
            options={dialects}
            onChange={(dialect) => update(tab.id, { dialect })}
          />
          <span className={css.grow} />
          <Button size="small" tone="quiet" icon={ListFilter} onClick={() => void openViewAsSql()}>
            From the view
          </Button>
          <Button
            size="small"
            tone="quiet"
            icon={WandSparkles}
            title="Shift+Alt+F"
            onClick={() => update(tab.id, { text: formatSql(tab.text) })}
          >
            Format
          </Button>
          <KeepButton tab={tab} />
        </div>
        <Parameters tab={tab} />
        <section className={css.editor} aria-label="Query">
          <Editor
            key={tab.id}
            ref={editor}
            text={tab.text}
            onText={(text) => update(tab.id, { text })}
            mark={mark}
            onRun={execute}
            onCancel={cancel}
            onFormat={() => update(tab.id, { text: formatSql(tab.text) })}
            completion={{ caseId, dialect: tab.dialect, schema }}
          />
        </section>
        <section className={css.results} aria-label="Result of the query">
          <Results caseId={caseId} tab={tab} run={run} />
        </section>
      </div>
    </Split>
  )
}

function Tabs({ active }: { active: string }) {
  const { tabs, runs, activate, closeTab, addTab } = useSql()
  const current = tabs.find((tab) => tab.id === active)
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = tabs.findIndex((tab) => tab.id === active)
    if (event.key === 'Delete') closeTab(active)
    if (!step) return
    event.preventDefault()
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    activate(next.id)
    event.currentTarget.querySelectorAll('button')[tabs.indexOf(next)]?.focus()
  }
  return (
    <div className={css.tabs}>
      <div role="tablist" aria-label="Queries" className={css.tabList} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            className={css.tab}
            aria-selected={tab.id === active}
            tabIndex={tab.id === active ? 0 : -1}
            onClick={() => activate(tab.id)}
            onAuxClick={(event) => event.button === 1 && closeTab(tab.id)}
          >
            {runs[tab.id]?.state === 'running' && <span className={css.running} title="Running" />}
            <span>{tab.title}</span>
          </button>
        ))}
      </div>
      <IconButton icon={Plus} size="small" label="New query" onClick={() => addTab()} />
      <span className={css.grow} />
      <IconButton
        icon={X}
        size="small"
        label={`Close ${current?.title ?? 'the query'}`}
        onClick={() => closeTab(active)}
      />
    </div>
  )
}

/** Fields for the `?` marks of the statement that asks for most of them. */
function Parameters({ tab }: { tab: SqlTab }) {
  const update = useSql((state) => state.update)
  const count = Math.max(0, ...statementsIn(tab.text).map(({ text }) => parameterCount(text)))
  if (count === 0) return null
  const values = Array.from({ length: count }, (_, index) => tab.parameters[index] ?? '')
  return (
    <fieldset className={css.parameters}>
      <legend>Values of the question marks</legend>
      {values.map((value, index) => (
        <TextField
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a value belongs to
          key={index}
          aria-label={`Value ${index + 1}`}
          placeholder={`Value ${index + 1}`}
          value={value}
          onChange={(event) =>
            update(tab.id, { parameters: values.map((old, at) => (at === index ? event.target.value : old)) })
          }
        />
      ))}
    </fieldset>
  )
}

function KeepButton({ tab }: { tab: SqlTab }) {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const { keep, update } = useSql()
  const save = () => {
    const title = name.trim()
    if (title === '') return
    keep({ name: title, dialect: tab.dialect, text: tab.text })
    update(tab.id, { title })
    setOpen(false)
    notify(`Saved as “${title}”.`)
  }
  return (
    <Popover
      label="Save the query"
      align="end"
      open={open}
      onOpenChange={(next) => {
        setName(tab.title)
        setOpen(next)
      }}
      trigger={
        <Button size="small" tone="quiet" icon={BookmarkPlus} disabled={tab.text.trim() === ''}>
          Save
        </Button>
      }
    >
      <form
        className={css.keepForm}
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <TextField
          aria-label="Name of the query"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button tone="primary" type="submit" disabled={name.trim() === ''}>
          Save
        </Button>
      </form>
    </Popover>
  )
}
