import { realpath } from 'node:fs/promises'
import { EngineError } from '../../contract/errors'
import { type Case, caseIdOf, openCase } from './case'

/** The cases this engine has open. Windows share them; each path is opened once (style.md 3.5). */
export type CaseRegistry = {
  open(path: string): Promise<Case>
  /** The case behind a handle. Error: case/not-found when nobody has it open here. */
  get(id: string): Case
  close(id: string): Promise<void>
  closeAll(): Promise<void>
}

export function createRegistry(): CaseRegistry {
  const byId = new Map<string, Promise<Case>>()
  const settled = new Map<string, Case>()

  const close = async (id: string) => {
    const opened = settled.get(id)
    byId.delete(id)
    settled.delete(id)
    await opened?.close()
  }

  return {
    async open(path) {
      const opening = openCaseOnce(path)
      const opened = await opening
      settled.set(opened.id, opened)
      await opened.refresh()
      return opened
    },
    get(id) {
      const found = settled.get(id)
      if (found) return found
      throw new EngineError('case/not-found', 'This case is not open any more.', { hint: 'Open it again.' })
    },
    close,
    async closeAll() {
      await Promise.all([...settled.keys()].map(close))
    },
  }

  async function openCaseOnce(path: string): Promise<Case> {
    const id = caseIdOf(await realpath(path).catch(() => path))
    const known = byId.get(id)
    if (known) return known
    const opening = openCase(path)
    byId.set(id, opening)
    opening.catch(() => byId.delete(id))
    return opening
  }
}
