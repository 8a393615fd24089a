import { Search } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { Button } from '../../../ui/button'
import { go } from '../place'
import css from './list.module.css'

/** Of the field in the list, which the palette goes to. */
export const whatHappenedId = 'what-happened'

/** The question people come with. Takes an id, a name, an ARN or a part of one and shows that resource's whole life. */
export function WhatHappened({ initial = '', id }: { initial?: string; id?: string }) {
  const [text, setText] = useState(initial)
  const ownId = useId()
  const inputId = id ?? ownId
  useEffect(() => setText(initial), [initial])
  const ask = () => {
    const target = text.trim()
    if (target) go({ kind: 'resource', target: target.slice(0, 2_000) })
  }
  return (
    <search className={css.ask}>
      <Search size={15} aria-hidden />
      <label htmlFor={inputId}>What happened to</label>
      <input
        id={inputId}
        type="text"
        autoComplete="off"
        spellCheck={false}
        placeholder="an id, a name, an ARN, or a part of one"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') ask()
          if (event.key === 'Escape' && text !== '') {
            event.stopPropagation()
            setText('')
          }
        }}
      />
      <Button size="small" disabled={text.trim() === ''} onClick={ask}>
        Show its life
      </Button>
    </search>
  )
}
