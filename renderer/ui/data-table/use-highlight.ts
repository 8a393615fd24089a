import { type RefObject, useEffect } from 'react'

const name = 'find'

/** Ranges of the text in the element's own words, ignoring case. */
function rangesIn(element: Element, wanted: string): Range[] {
  const ranges: Range[] = []
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue ?? ''
    const folded = text.toLowerCase()
    // Folding may change the length, and then no place in it is one of the text.
    if (folded.length !== text.length) continue
    for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + wanted.length)
      ranges.push(range)
    }
  }
  return ranges
}

/** Marks a text in the found cells that are drawn, without touching what draws them (CSS Custom Highlight API). */
export function useHighlight(root: RefObject<HTMLElement | null>, text: string | null): void {
  useEffect(() => {
    if (typeof Highlight === 'undefined') return
    const wanted = text?.toLowerCase() ?? ''
    const cells = wanted === '' ? [] : [...(root.current?.querySelectorAll('[data-found]') ?? [])]
    if (cells.length === 0) CSS.highlights.delete(name)
    else CSS.highlights.set(name, new Highlight(...cells.flatMap((cell) => rangesIn(cell, wanted))))
  })
  useEffect(() => () => void (typeof Highlight !== 'undefined' && CSS.highlights.delete(name)), [])
}
