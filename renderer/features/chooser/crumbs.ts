export type Crumb = { name: string; path: string }

/** The folders a path goes through, from the root. Reads both kinds of slash and Windows drives. */
export function crumbsOf(path: string): Crumb[] {
  if (!path) return []
  const slash = path.includes('\\') && !path.startsWith('/') ? '\\' : '/'
  const parts = path.split(slash).filter(Boolean)
  const root = path.startsWith('/') ? [{ name: 'Computer', path: '/' }] : []
  const start = path.startsWith('/') ? '/' : ''
  return [
    ...root,
    ...parts.map((name, index) => ({
      name,
      path:
        start +
        parts.slice(0, index + 1).join(slash) +
        (index === 0 && /^[A-Za-z]:$/.test(name) ? slash : ''),
    })),
  ]
}
