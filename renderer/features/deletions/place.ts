import { useScreen } from '../../app/screen-store'

/** Where in the Deletions view the window is: part of the screen's path, and so of the address. */
export type Place =
  | { kind: 'list' }
  | { kind: 'story'; eventId: string }
  | { kind: 'resource'; target: string }

export const deletionsScreen = 'deletions'

/** `deletions/story/EVENT` and `deletions/resource/TEXT`; everything else is the list. */
export function placeOf(screen: string): Place {
  const [, kind, ...rest] = screen.split('/')
  const value = decode(rest.join('/'))
  if (value === '') return { kind: 'list' }
  if (kind === 'story') return { kind: 'story', eventId: value }
  if (kind === 'resource') return { kind: 'resource', target: value }
  return { kind: 'list' }
}

/** Half a surrogate pair, which a log may hold, has no place in an address and becomes U+FFFD. */
export function screenOf(place: Place): string {
  if (place.kind === 'list') return deletionsScreen
  const value = place.kind === 'story' ? place.eventId : place.target
  return `${deletionsScreen}/${place.kind}/${encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd'))}`
}

/** An address may come from anywhere; what is not well encoded is taken as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const trail: string[] = []

/** Shows a place of the Deletions view, from wherever the window is. */
export function go(place: Place): void {
  const { screen, show } = useScreen.getState()
  const next = screenOf(place)
  if (next === screen) return
  trail.push(screen)
  show(next)
}

/** To where the person came from, another view included; to the list when an address led here. */
export function goBack(): void {
  const { screen, show } = useScreen.getState()
  let before = trail.pop()
  while (before === screen) before = trail.pop()
  show(before ?? deletionsScreen)
}
