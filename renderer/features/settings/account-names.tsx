import { useId, useMemo, useState } from 'react'
import { plural } from '../../lib/format'
import { readAccountNames, writeAccountNames } from '../../lib/place-names'
import { useUi } from '../../state/ui-store'
import css from './settings.module.css'

/** What the person calls their accounts: one a line, kept on this machine as it is typed. */
export function AccountNamesEditor() {
  const { accountNames, set } = useUi()
  const [text, setText] = useState(() => writeAccountNames(accountNames))
  const { names, wrong } = useMemo(() => readAccountNames(text), [text])
  const id = useId()
  return (
    <div className={css.names}>
      <label htmlFor={id}>
        Names for accounts
        <small>
          One a line: <code>111122223333 = production</code>, or a pasted CSV of id and name. Shown beside the
          ids on this machine.
        </small>
      </label>
      <textarea
        id={id}
        rows={4}
        spellCheck={false}
        value={text}
        aria-describedby={`${id}-said`}
        onChange={(event) => {
          setText(event.target.value)
          set({ accountNames: readAccountNames(event.target.value).names })
        }}
      />
      <p id={`${id}-said`} data-wrong={wrong.length > 0 || undefined}>
        {wrong.length > 0
          ? `${plural(wrong.length, 'line')} without a 12-digit id and a name: ${wrong.slice(0, 5).join(', ')}${wrong.length > 5 ? ' …' : ''}`
          : plural(Object.keys(names).length, 'account')}
      </p>
    </div>
  )
}
