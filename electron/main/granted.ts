import { resolve, sep } from 'node:path'

export type Granted = { grant(paths: readonly string[]): void; isGranted(path: string): boolean }

/** What dialogs, drops and the command line named so far, as main remembers it. The engine has its own list. */
export function createGranted(): Granted {
  const places = new Set<string>()
  return {
    grant(paths) {
      for (const path of paths) places.add(resolve(path))
    },
    isGranted: (path) => [...places].some((place) => path === place || path.startsWith(place + sep)),
  }
}
