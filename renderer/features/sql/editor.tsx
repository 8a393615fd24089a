import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { SQLDialect, sql } from '@codemirror/lang-sql'
import { bracketMatching } from '@codemirror/language'
import { lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { type CompletionInput, completionSource, keywords } from './completion'
import { editorTheme } from './editor-theme'

export type EditorHandle = {
  focus: () => void
  /** What is selected, or null, and where the cursor stands. */
  selection: () => { text: string; from: number; cursor: number }
  insert: (text: string) => void
}

export type EditorMark = { from: number; to: number; message: string } | null

type EditorProps = {
  text: string
  onText: (text: string) => void
  mark: EditorMark
  onRun: () => void
  onCancel: () => boolean
  onFormat: () => void
  completion: CompletionInput
  ref?: Ref<EditorHandle>
}

const types =
  'varchar bigint integer int smallint tinyint double real decimal boolean date timestamp time varbinary json array map row ipaddress interval'
const dialect = SQLDialect.define({
  keywords: keywords.join(' ').toLowerCase(),
  types,
  builtin: '',
  doubleQuotedStrings: false,
  hashComments: false,
  slashComments: false,
})

const nonceOf = (): string => document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''

/** A key that was taken. */
const done = (...works: (() => void)[]): true => {
  for (const work of works) work()
  return true
}

/** The SQL editor. Tab moves on to the next control, as everywhere; Mod+Enter runs. */
export function Editor(props: EditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const latest = useRef(props)
  latest.current = props

  useEffect(() => {
    const parent = host.current
    if (!parent) return
    const made = new EditorView({
      parent,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          EditorView.cspNonce.of(nonceOf()),
          keymap.of([
            { key: 'Mod-Enter', run: (editor) => done(() => closeCompletion(editor), latest.current.onRun) },
            { key: 'Shift-Alt-f', run: () => done(latest.current.onFormat) },
            { key: 'Escape', run: () => latest.current.onCancel() },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...defaultKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...lintKeymap,
          ]),
          lineNumbers(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          highlightSelectionMatches(),
          EditorState.allowMultipleSelections.of(true),
          sql({ dialect, upperCaseKeywords: true }),
          autocompletion({ override: [completionSource(() => latest.current.completion)], icons: false }),
          placeholder('SELECT …   Ctrl+Space completes, Ctrl+Enter runs'),
          EditorView.contentAttributes.of({ 'aria-label': 'SQL' }),
          EditorView.lineWrapping,
          editorTheme,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onText(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = made
    return () => {
      made.destroy()
      view.current = null
    }
  }, [])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === props.text) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.text } })
  }, [props.text])

  const { mark } = props
  useEffect(() => {
    const editor = view.current
    if (!editor) return
    const end = editor.state.doc.length
    const diagnostics =
      mark && mark.from <= end
        ? [
            {
              from: mark.from,
              to: Math.min(end, Math.max(mark.to, mark.from + 1)),
              severity: 'error' as const,
              message: mark.message,
            },
          ]
        : []
    editor.dispatch(setDiagnostics(editor.state, diagnostics))
    const [first] = diagnostics
    if (first) editor.dispatch({ selection: { anchor: first.from }, scrollIntoView: true })
  }, [mark])

  useImperativeHandle(props.ref, () => ({
    focus: () => view.current?.focus(),
    selection() {
      const state = view.current?.state
      const range = state?.selection.main
      return {
        text: range && !range.empty ? state.sliceDoc(range.from, range.to) : '',
        from: range?.from ?? 0,
        cursor: range?.head ?? 0,
      }
    },
    insert(text) {
      const editor = view.current
      if (!editor) return
      editor.dispatch(editor.state.replaceSelection(text))
      editor.focus()
    },
  }))
  return <div ref={host} style={{ height: '100%', minHeight: 0 }} />
}
