import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const Rectangle = z.object({ x: z.int(), y: z.int(), width: z.int().min(400), height: z.int().min(300) })
const WindowState = z.object({ bounds: Rectangle, maximized: z.boolean() })
export type WindowState = z.infer<typeof WindowState>
type Area = { x: number; y: number; width: number; height: number }

/** What was remembered; null when there is nothing usable. */
export function readWindowState(file: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** Remembers where the window was. A state that cannot be written is not worth a message. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(state))
    renameSync(`${file}.new`, file)
  } catch {
    // The next window opens in the usual place.
  }
}

/** True when enough of the window lies on a screen to be taken hold of: screens are unplugged between two runs. */
export function isReachable(bounds: Area, screens: readonly Area[]): boolean {
  return screens.some((screen) => {
    const width = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x)
    return width >= 100 && bounds.y >= screen.y && bounds.y <= screen.y + screen.height - 50
  })
}
