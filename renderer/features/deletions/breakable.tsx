import { Fragment } from 'react'
import { LogText } from '../../ui/bits'

/** A name that may be broken where a reader would break it: between its words, after a slash, an @, a dash. */
export function Breakable({ text }: { text: string }) {
  const shown = text.length > 300 ? `${text.slice(0, 299)}…` : text
  return shown.split(/(?<=[@._\-/:])(?=.)|(?<=[a-z\d])(?=[A-Z])/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
    <Fragment key={at}>
      {at > 0 && <wbr />}
      <LogText>{part}</LogText>
    </Fragment>
  ))
}
