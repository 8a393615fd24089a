import { type JsonNode, parseJsonTree, scalarText } from '../../lib/json-tree'
import { pathText } from './field-of-path'

/** Every scalar of a record by its path, in the order it stands there; `null` reads `null`, empty ones `{}` and `[]`. */
export function flattenJson(json: string): Map<string, string> {
  const flat = new Map<string, string>()
  const root = parseJsonTree(json)
  const visit = (node: JsonNode, path: (string | number)[]) => {
    if (node.type === 'object' && node.members.length > 0)
      for (const { key, value } of node.members) visit(value, [...path, key])
    else if (node.type === 'array' && node.items.length > 0)
      node.items.forEach((item, index) => {
        visit(item, [...path, index])
      })
    else {
      const text = scalarText(node)
      flat.set(
        pathText(path),
        text === undefined
          ? node.type === 'array'
            ? '[]'
            : node.type === 'text'
              ? node.text
              : '{}'
          : (text ?? 'null'),
      )
    }
  }
  if (root) visit(root, [])
  return flat
}
