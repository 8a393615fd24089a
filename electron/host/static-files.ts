import { readFile, realpath } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { contentTypes, noncePlaceholder } from '../contract/page-policy'
import { contains } from './grants'

export type StaticFile = { body: Buffer; type: string; isPage: boolean }

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
    const type = contentTypes[extname(file)]
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
