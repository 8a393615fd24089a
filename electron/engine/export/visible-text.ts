/** Controls, line separators and overrides of the writing direction: text that can look like other text. */
const deceiving = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\ufeff]/gu

const shown = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Text from a log on one line, with what would deceive a reader made visible. */
export const visibleLine = (text: string): string => text.replace(deceiving, shown)

/** The same for text of several lines: line feeds and tabs stay. */
export const visibleText = (text: string): string =>
  text.replace(deceiving, (character) =>
    character === '\n' || character === '\t' ? character : shown(character),
  )

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Safe inside HTML text and quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

export type Html = { readonly html: string }

/** HTML with everything interpolated escaped, but for other `Html`. Lists are joined. */
export function html(
  strings: TemplateStringsArray,
  ...parts: (Html | readonly Html[] | string | number | null)[]
): Html {
  return {
    html: strings.reduce((text, literal, index) => text + render(parts[index - 1]) + literal),
  }
}

function render(part: Html | readonly Html[] | string | number | null | undefined): string {
  if (part === null || part === undefined) return ''
  if (Array.isArray(part)) return part.map((piece: Html) => piece.html).join('')
  if (typeof part === 'object') return (part as Html).html
  return escapeHtml(visibleText(String(part)))
}

/** Safe inside a line of Markdown: nothing in it can become markup, a link, HTML or another cell of a table. */
export const escapeMarkdown = (text: string): string =>
  visibleLine(text).replace(/[\\`*_{}[\]()<>#+!|~&-]/g, (character) => `\\${character}`)

/** Text as inline code, with as many backticks around as it needs. */
export function codeMarkdown(text: string): string {
  const line = visibleLine(text).replaceAll('|', '\\|')
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest > 0 || line.startsWith(' ') ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`
}
