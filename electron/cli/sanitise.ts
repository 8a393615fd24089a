/**
 * Characters that can make a terminal do something, or make text look like other text: C0 and C1 controls (the escape
 * and the one-character CSI among them), DEL, line and paragraph separators, and the bidirectional overrides.
 */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\ufeff]/gu

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Text of unknown origin as one line that is safe to print: every unsafe character becomes a visible `\u001b`. */
export const safeLine = (text: string): string => text.replace(unsafe, escaped)

/** The same for text of several lines: line feeds and tabs stay. */
export const safeText = (text: string): string =>
  text.replace(unsafe, (character) =>
    character === '\n' || character === '\t' ? character : escaped(character),
  )

/**
 * JSON text with the unsafe characters inside its strings written as escapes. It parses to the same value; line feeds of
 * an indented document stay.
 */
export const safeJson = (json: string): string => safeText(json)
