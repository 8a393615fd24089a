import css from './bits.module.css'

const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** `Mod+Z` as this system writes it: `⌘Z` or `Ctrl+Z`. */
export function keyWords(combo: string): string {
  return combo.replace(/Mod\+/g, isMac ? '⌘' : 'Ctrl+').replace(/Shift\+/g, isMac ? '⇧' : 'Shift+')
}

export function Kbd({ children }: { children: string }) {
  return <kbd className={css.kbd}>{keyWords(children)}</kbd>
}
