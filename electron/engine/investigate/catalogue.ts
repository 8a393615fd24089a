import { createHash } from 'node:crypto'
import application from '../../../resources/deletions/application.json'
import backup from '../../../resources/deletions/backup.json'
import compute from '../../../resources/deletions/compute.json'
import containers from '../../../resources/deletions/containers.json'
import databases from '../../../resources/deletions/databases.json'
import identity from '../../../resources/deletions/identity.json'
import keysAndSecrets from '../../../resources/deletions/keys-and-secrets.json'
import logging from '../../../resources/deletions/logging-and-detection.json'
import network from '../../../resources/deletions/network.json'
import rules from '../../../resources/deletions/rules.json'
import storage from '../../../resources/deletions/storage.json'
import { EngineError } from '../../contract/errors'
import {
  type CatalogueAction,
  CatalogueFile,
  type CatalogueRules,
  type ResourceType,
} from './catalogue-schema'

const shippedFiles: unknown[] = [
  rules,
  compute,
  network,
  storage,
  databases,
  identity,
  keysAndSecrets,
  backup,
  logging,
  containers,
  application,
]

/** The catalogue, ready to be asked. */
export type Catalogue = {
  /** Changes when any entry does: an index made with another one is made anew. */
  readonly version: string
  readonly types: ReadonlyMap<string, ResourceType>
  readonly rules: CatalogueRules
  /** Entries for an event in the order they are tried; null where no entry names it. Dated names have plain aliases. */
  entriesFor(source: string, event: string): readonly CatalogueAction[] | null
  readonly actions: readonly CatalogueAction[]
}

let shipped: Catalogue | null = null

/** The catalogue that ships, alone. */
export function shippedCatalogue(): Catalogue {
  shipped ??= buildCatalogue(shippedFiles.map((file) => CatalogueFile.parse(file)))
  return shipped
}

/**
 * The shipped catalogue with people's own files before it: their entries are tried first, their types replace ours.
 * @param own name and text of each file. Error: input/catalogue with what is wrong and where.
 */
export function catalogueWith(own: readonly { name: string; text: string }[]): Catalogue {
  if (own.length === 0) return shippedCatalogue()
  const extra = own.map(({ name, text }) => readOwnFile(name, text))
  return buildCatalogue([...extra, ...shippedFiles.map((file) => CatalogueFile.parse(file))])
}

function readOwnFile(name: string, text: string): CatalogueFile {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new EngineError('input/catalogue', `${name} is not JSON.`, {
      hint: 'Correct it, or take it away.',
      cause,
    })
  }
  const file = CatalogueFile.safeParse(json)
  if (file.success) return file.data
  const issue = file.error.issues[0]
  throw new EngineError('input/catalogue', `${name}: ${issue?.path.join('.') || 'file'} ${issue?.message}.`, {
    hint: 'The format is described in resources/deletions/README.md.',
    cause: file.error,
  })
}

/** @param files those that come first win. */
function buildCatalogue(files: readonly CatalogueFile[]): Catalogue {
  const found = files.find((file) => file.rules)?.rules
  if (!found) throw new Error('no file of the catalogue has rules')
  const types = new Map<string, ResourceType>()
  const actions: CatalogueAction[] = []
  const entries = new Map<string, CatalogueAction[]>()
  const suffix = new RegExp(found.suffix)
  const add = (source: string, event: string, action: CatalogueAction) => {
    const key = `${source} ${event}`
    const known = entries.get(key)
    if (!known) entries.set(key, [action])
    else if (!known.includes(action)) known.push(action)
  }
  for (const file of files) {
    for (const [name, type] of Object.entries(file.types ?? {})) if (!types.has(name)) types.set(name, type)
    for (const action of file.actions ?? []) {
      actions.push(action)
      for (const event of action.event) {
        add(action.source, event, action)
        add(action.source, event.replace(suffix, ''), action)
      }
    }
  }
  return {
    version: createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16),
    types,
    rules: found,
    actions,
    entriesFor: (source, event) =>
      entries.get(`${source} ${event}`) ?? entries.get(`${source} ${event.replace(suffix, '')}`) ?? null,
  }
}
