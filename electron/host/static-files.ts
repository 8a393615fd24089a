import { readFile, realpath } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { contains } from './grants'
import { noncePlaceholder } from './security-headers'

export type StaticFile = { body: Buffer; type: string; isPage: boolean }

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
}

/**
 * Reads a file of the built page. Null for anything outside of `root`, symlinks followed, for unknown types and for what
 * does not exist. The nonce is put into pages.
 */
export async function readStatic(root: string, pathname: string, nonce: string): Promise<StaticFile | null> {
  const relative = decode(pathname)
  if (relative === null) return null
  try {
    const folder = await realpath(root)
    const file = await realpath(join(folder, relative === '/' ? 'index.html' : relative))
    const type = types[extname(file)]
    if (!contains(folder, file) || type === undefined) return null
    const body = await readFile(file)
    const isPage = type.startsWith('text/html')
    return {
      body: isPage ? Buffer.from(body.toString('utf8').replaceAll(noncePlaceholder, nonce)) : body,
      type,
      isPage,
    }
  } catch {
    return null
  }
}

function decode(pathname: string): string | null {
  try {
    const text = decodeURIComponent(pathname)
    return text.includes('\0') || text.includes('\\') ? null : text
  } catch {
    return null
  }
}
