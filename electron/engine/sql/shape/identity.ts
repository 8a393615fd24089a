import { fieldNames, specOf } from '../../../contract/event'
import { rowType, type ShapeColumn, type ShapeMember, structOf } from './column'

type Tree = Map<string, { column: string } | Tree>

/** The members of `userIdentity` that have a column of their own, nested as in the record, names in lower case. */
function identityTree(): Tree {
  const root: Tree = new Map()
  for (const field of fieldNames) {
    const { path, column, type } = specOf(field)
    if (path?.[0] !== 'userIdentity' || path.length < 2 || type !== 'text') continue
    let level = root
    path.slice(1, -1).forEach((step) => {
      const next = level.get(step.toLowerCase())
      if (next instanceof Map) level = next
      else {
        const made: Tree = new Map()
        level.set(step.toLowerCase(), made)
        level = made
      }
    })
    level.set((path.at(-1) ?? '').toLowerCase(), { column })
  }
  return root
}

const federatedAttributes: ShapeMember = {
  name: 'attributes',
  type: 'map(varchar, varchar)',
  expression: `from_json(json_extract(user_identity, '$.sessionContext.webIdFederationData.attributes'), '"MAP(VARCHAR,VARCHAR)"')`,
}

function membersOf(tree: Tree): ShapeMember[] {
  return [...tree].map(([name, entry]) => {
    if (!(entry instanceof Map)) return { name, type: 'varchar', expression: entry.column }
    const members = membersOf(entry)
    if (name === 'webidfederationdata') members.push(federatedAttributes)
    return { name, type: rowType(members), members }
  })
}

const present = ['type', 'principal_id', 'arn', 'account_id', 'access_key_id', 'user_name', 'invoked_by']
  .map((name) => `identity_${name}`)
  .join(', ')

/** `useridentity` as the struct of the official DDL, built from typed columns. */
export function identityColumn(name: string): ShapeColumn {
  const members = membersOf(identityTree())
  return {
    name,
    type: rowType(members),
    visible: true,
    members,
    expression: `CASE WHEN coalesce(${present}) IS NOT NULL THEN ${structOf(members)} END`,
  }
}

/** A small struct whose members are read from one JSON column. */
export function jsonStruct(name: string, column: string, keys: readonly string[]): ShapeColumn {
  const members = keys.map((key) => ({
    name: key.toLowerCase(),
    type: 'varchar',
    expression: `json_extract_string(${column}, '$.${key}')`,
  }))
  return {
    name,
    type: rowType(members),
    visible: true,
    members,
    expression: `CASE WHEN ${column} IS NOT NULL THEN ${structOf(members)} END`,
  }
}

export const tlsKeys = ['tlsVersion', 'cipherSuite', 'clientProvidedHostHeader', 'keyExchange']
export const addendumKeys = ['reason', 'updatedFields', 'originalRequestID', 'originalEventID']
