import type { Page } from '@playwright/test'

/** The longest time between two frames, and the longest task of the page's own: the rest is the machine's. */
export type Calm = { longestFrame: number; longestTask: number; moves: number[] }

type Watch = {
  begin(): void
  /** Notes how long after a move of the mouse something below the element changes. */
  followMoves(below: Element): void
  end(): Calm
}

declare global {
  interface Window {
    frames_: Watch
  }
}

/** Makes the page note its frames from now on. */
export const watchFrames = (page: Page): Promise<void> =>
  page.evaluate(() => {
    let found: Calm = { longestFrame: 0, longestTask: 0, moves: [] }
    let last = performance.now()
    let moved = 0
    let stop = () => {}
    const look = (now: number) => {
      found.longestFrame = Math.max(found.longestFrame, now - last)
      last = now
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) found.longestTask = Math.max(found.longestTask, duration)
    })
    tasks.observe({ type: 'longtask' })
    window.frames_ = {
      begin() {
        found = { longestFrame: 0, longestTask: 0, moves: [] }
        last = performance.now()
      },
      followMoves(below) {
        const note = () => {
          if (moved === 0) moved = performance.now()
        }
        const changes = new MutationObserver(() => {
          if (moved > 0) found.moves.push(performance.now() - moved)
          moved = 0
        })
        addEventListener('mousemove', note, true)
        changes.observe(below, { subtree: true, childList: true, characterData: true, attributes: true })
        stop = () => {
          removeEventListener('mousemove', note, true)
          changes.disconnect()
        }
      },
      end() {
        stop()
        return found
      },
    }
  })
