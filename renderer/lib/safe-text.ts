export type TextPiece = { text: string; mark: false } | { text: string; mark: true; name: string }

const names: Record<number, string> = {
  0: 'NUL',
  7: 'BEL',
  8: 'BS',
  9: 'TAB',
  10: 'LF',
  13: 'CR',
  27: 'ESC',
  127: 'DEL',
  160: 'NBSP',
  173: 'SHY',
  1564: 'ALM',
  8203: 'ZWSP',
  8204: 'ZWNJ',
  8205: 'ZWJ',
  8206: 'LRM',
  8207: 'RLM',
  8232: 'LS',
  8233: 'PS',
  8234: 'LRE',
  8235: 'RLE',
  8236: 'PDF',
  8237: 'LRO',
  8238: 'RLO',
  8288: 'WJ',
  8294: 'LRI',
  8295: 'RLI',
  8296: 'FSI',
  8297: 'PDI',
  65279: 'BOM',
}

/**
 * Characters that change how text looks without being seen: controls, bidi marks, zero-width ones, lone surrogates.
 * The tag block (U+E0000…) is in it because it hides whole sentences.
 */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}\u{e0000}-\u{e007f}]/gu

/** The name of a hidden character as a mark shows it. */
export function markName(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return names[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}

/** Splits text into what can be shown as it is and hidden characters that are shown by name. */
export function splitHidden(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let at = 0
  for (const match of text.matchAll(hidden)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), mark: false })
    pieces.push({ text: match[0], mark: true, name: markName(match[0]) })
    at = match.index + match[0].length
  }
  if (at < text.length || pieces.length === 0) pieces.push({ text: text.slice(at), mark: false })
  return pieces
}

/** The same as one string, for places that hold plain text only (titles, labels, the clipboard's preview). */
export function showHidden(text: string): string {
  return text.replace(hidden, (character) => `⟨${markName(character)}⟩`)
}
