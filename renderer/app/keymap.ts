/** Where a shortcut works: everywhere, or while the table has the focus. */
export type KeyScope = 'everywhere' | 'table' | 'filters' | 'facets' | 'timeline' | 'sql'

export type Shortcut = {
  id: string
  /** As it is shown: `Mod` is Ctrl, or ⌘ on a Mac. */
  keys: string[]
  label: string
  scope: KeyScope
}

/**
 * Every shortcut of the window: the `?` sheet and the palette are made of it. Those with `everywhere` are handled in
 * `use-shortcuts.ts`, those of a part where that part is.
 */
export const keymap: readonly Shortcut[] = [
  { id: 'palette', keys: ['Mod+K'], label: 'Commands', scope: 'everywhere' },
  { id: 'search', keys: ['/'], label: 'To the query bar', scope: 'everywhere' },
  { id: 'shortcuts', keys: ['?'], label: 'Keyboard shortcuts', scope: 'everywhere' },
  { id: 'undo', keys: ['Mod+Z'], label: 'Undo the last filter step', scope: 'everywhere' },
  { id: 'redo', keys: ['Mod+Shift+Z', 'Mod+Y'], label: 'Redo', scope: 'everywhere' },
  { id: 'zoom-out', keys: ['z'], label: 'Zoom out one step', scope: 'everywhere' },
  { id: 'zoom-back', keys: ['Z'], label: 'Take the time range away', scope: 'everywhere' },
  { id: 'earlier', keys: ['Alt+←'], label: 'The stretch of time before', scope: 'everywhere' },
  { id: 'later', keys: ['Alt+→'], label: 'The stretch of time after', scope: 'everywhere' },
  { id: 'export', keys: ['Mod+E'], label: 'Export', scope: 'everywhere' },
  { id: 'screen', keys: ['Alt+1', 'Alt+2', '…'], label: 'Go to a view', scope: 'everywhere' },
  { id: 'sql', keys: ['Ctrl+`'], label: 'To the SQL view', scope: 'everywhere' },
  { id: 'find', keys: ['Mod+F'], label: 'Find in the rows, keeping all of them', scope: 'everywhere' },
  { id: 'go-to', keys: ['Mod+G'], label: 'Go to a row or a time', scope: 'everywhere' },
  { id: 'theme', keys: ['Mod+Shift+D'], label: 'Dark or light', scope: 'everywhere' },
  { id: 'back', keys: ['Esc'], label: 'Back one level', scope: 'everywhere' },

  { id: 'rows', keys: ['↑', '↓', 'j', 'k'], label: 'Next and previous row', scope: 'table' },
  { id: 'cells', keys: ['←', '→'], label: 'Next and previous column', scope: 'table' },
  { id: 'pages', keys: ['PageUp', 'PageDown'], label: 'A page up or down', scope: 'table' },
  { id: 'ends', keys: ['g', 'G', 'Ctrl+Home', 'Ctrl+End'], label: 'First and last row', scope: 'table' },
  { id: 'row-ends', keys: ['Home', 'End'], label: 'First and last column', scope: 'table' },
  { id: 'open', keys: ['Enter'], label: 'Open the record; on a heading, sort', scope: 'table' },
  { id: 'filter-in', keys: ['f'], label: 'Only this value', scope: 'table' },
  { id: 'filter-out', keys: ['Shift+F'], label: 'Leave this value out', scope: 'table' },
  {
    id: 'same-principal',
    keys: ['[', ']'],
    label: 'Previous and next event of this principal',
    scope: 'table',
  },
  { id: 'find-next', keys: ['n'], label: 'Next match of what is looked for', scope: 'table' },
  { id: 'find-previous', keys: ['Shift+N'], label: 'Previous match', scope: 'table' },
  { id: 'next-minute', keys: ['i'], label: 'Next minute with events', scope: 'table' },
  { id: 'previous-minute', keys: ['Shift+I'], label: 'Previous minute with events', scope: 'table' },
  { id: 'next-hour', keys: ['o'], label: 'Next hour with events', scope: 'table' },
  { id: 'previous-hour', keys: ['Shift+O'], label: 'Previous hour with events', scope: 'table' },
  { id: 'next-day', keys: ['d'], label: 'Next day with events', scope: 'table' },
  { id: 'previous-day', keys: ['Shift+D'], label: 'Previous day with events', scope: 'table' },
  { id: 'copy', keys: ['c', 'Mod+C'], label: 'Copy the value, or the selected rows', scope: 'table' },
  { id: 'compare', keys: ['m'], label: 'Add the record to the comparison', scope: 'table' },
  { id: 'select', keys: ['Space', 'Shift+↓'], label: 'Select a row, extend the selection', scope: 'table' },
  { id: 'select-all', keys: ['Mod+A'], label: 'Select all that match', scope: 'table' },
  { id: 'menu', keys: ['Shift+F10'], label: 'Menu of the cell or the heading', scope: 'table' },

  { id: 'chip-toggle', keys: ['d'], label: 'Switch the filter off or on', scope: 'filters' },
  { id: 'chip-turn', keys: ['n'], label: 'Include or leave out', scope: 'filters' },
  { id: 'chip-remove', keys: ['Delete'], label: 'Remove the filter', scope: 'filters' },
  {
    id: 'chip-last',
    keys: ['Backspace'],
    label: 'In the empty query bar: to the last filter',
    scope: 'filters',
  },

  { id: 'facet-value', keys: ['↑', '↓'], label: 'To the value above or below', scope: 'facets' },
  { id: 'facet-only', keys: ['Enter'], label: 'Only this value', scope: 'facets' },
  { id: 'facet-add', keys: ['Ctrl+Enter'], label: 'Add the value to the choice', scope: 'facets' },
  { id: 'facet-out', keys: ['Alt+Enter'], label: 'Leave the value out', scope: 'facets' },
  { id: 'facet-move', keys: ['Alt+↑', 'Alt+↓'], label: 'On a heading: move the facet', scope: 'facets' },

  {
    id: 'sql-run',
    keys: ['Mod+Enter'],
    label: 'Run the statement at the cursor, or the selection',
    scope: 'sql',
  },
  { id: 'sql-cancel', keys: ['Esc'], label: 'Cancel the query', scope: 'sql' },
  { id: 'sql-complete', keys: ['Ctrl+Space'], label: 'Complete a name or a value', scope: 'sql' },
  { id: 'sql-format', keys: ['Shift+Alt+F'], label: 'Format', scope: 'sql' },

  { id: 'slider', keys: ['←', '→'], label: 'Move an end of the range', scope: 'timeline' },
  { id: 'slider-far', keys: ['PageUp', 'PageDown'], label: 'Move it ten steps', scope: 'timeline' },
]

export const scopeTitles: Record<KeyScope, string> = {
  everywhere: 'Everywhere',
  table: 'In the table',
  filters: 'On a filter',
  facets: 'In the facets',
  sql: 'In the SQL editor',
  timeline: 'On an end of the time range',
}

/** Keys of a shortcut by its id, for menus and tips. */
export const keysOf = (id: string): string | undefined => keymap.find((entry) => entry.id === id)?.keys[0]
