import { useUi } from '../state/ui-store'

const dark = window.matchMedia('(prefers-color-scheme: dark)')

const wanted = () => {
  const { theme } = useUi.getState()
  return theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
}

/** Puts theme and density on the page, and keeps them there as the system or the person changes them. */
export function applyTheme(): void {
  const apply = () => {
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

/** The value of a colour token as it is now, for the canvas. */
export const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim()
