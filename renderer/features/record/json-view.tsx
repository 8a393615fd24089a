import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { type JsonNode, scalarText } from '../../lib/json-tree'
import { LogText, Pill } from '../../ui/bits'
import { fieldOfPath, pathText } from './field-of-path'
import css from './record.module.css'
import { ValueActions } from './value-actions'

const openDepth = 3
const mostChildren = 200

type Path = readonly (string | number)[]

/** The record as a tree; each value can be filtered in and out. */
export function JsonTree({ node }: { node: JsonNode }) {
  return (
    <div className={css.json}>
      <Children node={node} path={[]} depth={0} />
    </div>
  )
}

function Children({ node, path, depth }: { node: JsonNode; path: Path; depth: number }) {
  const [limit, setLimit] = useState(mostChildren)
  const entries: { step: string | number; value: JsonNode }[] =
    node.type === 'object'
      ? node.members.map(({ key, value }) => ({ step: key, value }))
      : node.type === 'array'
        ? node.items.map((value, step) => ({ step, value }))
        : []
  return (
    <ul>
      {entries.slice(0, limit).map(({ step, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys may repeat in evidence
        <Entry key={`${index}:${step}`} step={step} node={value} path={[...path, step]} depth={depth} />
      ))}
      {entries.length > limit && (
        <li>
          <button type="button" className={css.jsonMore} onClick={() => setLimit(limit * 5)}>
            {entries.length - limit} more
          </button>
        </li>
      )}
    </ul>
  )
}

function Entry({
  step,
  node,
  path,
  depth,
}: {
  step: string | number
  node: JsonNode
  path: Path
  depth: number
}) {
  const branch = node.type === 'object' || node.type === 'array'
  const size = node.type === 'object' ? node.members.length : node.type === 'array' ? node.items.length : 0
  const [open, setOpen] = useState(depth < openDepth)
  const name = (
    <span className={css.jsonKey}>
      <LogText>{String(step)}</LogText>
    </span>
  )
  if (branch && size > 0)
    return (
      <li>
        <button type="button" className={css.jsonToggle} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />}
          {name}
          <span className={css.jsonSize}>{node.type === 'array' ? `[${size}]` : `{${size}}`}</span>
        </button>
        {open && <Children node={node} path={path} depth={depth + 1} />}
      </li>
    )
  const field = fieldOfPath(path)
  const text = scalarText(node)
  return (
    <li className={css.jsonLine}>
      {name}
      <span className={css.jsonValue} data-type={node.type} title={pathText(path)}>
        <Scalar node={node} />
      </span>
      {field && text !== undefined && <ValueActions field={field} value={text} />}
    </li>
  )
}

function Scalar({ node }: { node: JsonNode }) {
  switch (node.type) {
    case 'string':
      if (node.value === 'HIDDEN_DUE_TO_SECURITY_REASONS') return <Pill tone="warn">hidden by AWS</Pill>
      return (
        <>
          "<LogText>{node.value}</LogText>"
        </>
      )
    case 'number':
      return node.text
    case 'object':
      return '{}'
    case 'array':
      return '[]'
    case 'text':
      return <LogText>{node.text.slice(0, 2_000)}</LogText>
    default:
      return node.type
  }
}
