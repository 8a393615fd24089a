import { expect, type Locator, type Page } from '@playwright/test'

/** From here on a press of the pointer is an error of the page, so a test cannot cheat. */
export async function keyboardAlone(page: Page): Promise<void> {
  await page.evaluate(() =>
    addEventListener('pointerdown', () => console.error('the pointer was used'), { capture: true }),
  )
}

const mostPresses = 120

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement)

/** Presses Tab until the element has the focus, as a person without a pointer gets there. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let press = 0; press < mostPresses; press += 1) {
    if (await hasFocus(target)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${mostPresses} times ${key} do not lead to ${target}`)
}

/** Goes to the element with Tab and presses it. */
export async function pressOn(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await tabTo(page, target, key)
  await page.keyboard.press('Enter')
}

/** Chooses an entry of the open menu with the arrow keys. */
export async function chooseByKeys(page: Page, name: string | RegExp): Promise<void> {
  const entry = page.getByRole('menu').locator('[role^=menuitem]').filter({ hasText: name }).first()
  await entry.waitFor()
  // A person sees the menu before pressing a key; until it has the focus, keys go to what lies under it.
  await expect
    .poll(() => entry.evaluate((item) => item.closest('[role=menu]')?.contains(document.activeElement)))
    .toBe(true)
  for (let press = 0; press < mostPresses; press += 1) {
    if ((await entry.getAttribute('data-highlighted')) !== null) return page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`the arrow keys do not lead to ${name}`)
}

/** Runs a command of the palette by its name. */
export async function runByName(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Command' })).toBeFocused()
  await page.keyboard.type(name)
  await expect(page.getByRole('option', { selected: true })).toContainText(name)
  await page.keyboard.press('Enter')
}

/** The cell the table's keys act on, once its row is there. */
export async function activeCell(page: Page): Promise<Locator> {
  const id = await page.getByRole('grid', { name: 'Events' }).getAttribute('aria-activedescendant')
  const cell = page.locator(`[id="${id}"]`)
  await expect(cell).toHaveText(/./)
  return cell
}
