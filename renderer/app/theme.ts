import { useUi } from '../state/ui-store'

const dark = window.matchMedia('(prefers-color-scheme: dark)')

const wanted = () => {
  const { theme } = useUi.getState()
  return theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
}

/** Puts theme and density on the page, and keeps them there as the system or the person changes them. */
export function applyTheme(): void {
  const apply = () => {
    tokens.clear()
    document.documentElement.dataset.theme = wanted()
    document.documentElement.dataset.density = useUi.getState().density
  }
  apply()
  dark.addEventListener('change', apply)
  useUi.subscribe(apply)
}

/** Light to dark and back; what the system says is the start. */
export function toggleTheme(): void {
  useUi.getState().set({ theme: wanted() === 'dark' ? 'light' : 'dark' })
}

/** Asking the page for one makes it work out the style of everything that has changed. */
const tokens = new Map<string, string>()

/** The value of a colour token as it is now, for the canvas. */
export function token(name: string): string {
  const known = tokens.get(name)
  if (known !== undefined) return known
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  tokens.set(name, value)
  return value
}
