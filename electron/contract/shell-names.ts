/** Names that preload needs. No zod here: preload must stay a few kilobytes. */

/** Channels between main and preload; nothing else is sent or heard on either side. */
export const channels = {
  /** Preload asks main: a call of the shell API. */
  call: 'backtrail:call',
  /** Main hands the page its port to the engine. Also the text of the message that passes it on to the page. */
  port: 'backtrail:port',
  /** The page asks main for its port; each page load asks once. */
  wantPort: 'backtrail:want-port',
  /** Main tells the page what was chosen in the menu, dropped on the icon or opened from the file manager. */
  command: 'backtrail:command',
  /** Preload tells main which files were dropped on the page, and waits until they are granted. */
  dropped: 'backtrail:dropped',
} as const

/** Every call of the shell API (shell-api.ts has their shapes; a test keeps the two in step). */
export const shellCallNames = [
  'shell.chooseArchives',
  'shell.chooseCase',
  'shell.chooseSave',
  'shell.progress',
  'shell.notify',
  'shell.showInFolder',
  'shell.saveLog',
  'shell.versions',
] as const
