import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SqlLibrary } from '../../contract/sql'
import { resourcePath } from '../paths'

/**
 * Questions that ship, as `.sql` files of Athena queries: `-- group:` once at the top of a file, `-- name:` and
 * `-- about:` before each query. They run in Athena itself as they are.
 */
export function readLibrary(folder = resourcePath('queries')): SqlLibrary {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readGroup(readFileSync(join(folder, name), 'utf8')))
}

function readGroup(text: string): SqlLibrary[number] {
  const [head = '', ...entries] = text.split(/^-- name:/m)
  return {
    group: /^-- group:\s*(.+)$/m.exec(head)?.[1] ?? '',
    queries: entries.map((entry) => {
      const [name = '', ...rest] = entry.trim().split('\n')
      const about = /^-- about:\s*(.+)$/.exec(rest[0] ?? '')?.[1]
      return {
        name: name.trim(),
        about: about ?? '',
        text: rest
          .slice(about ? 1 : 0)
          .join('\n')
          .trim(),
      }
    }),
  }
}
