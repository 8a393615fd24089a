import { expect, type Page } from '@playwright/test'

/**
 * What the page puts on the clipboard. The page itself may not read it (its policy says so), so a test listens to what
 * is written, which goes through all the same.
 */
export async function forgetCopies(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (Reflect.get(window, 'copies')) return Reflect.set(window, 'copies', [])
    Reflect.set(window, 'copies', [])
    const write = navigator.clipboard.writeText.bind(navigator.clipboard)
    navigator.clipboard.writeText = (text) => {
      Reflect.get(window, 'copies').push(text)
      return write(text)
    }
  })
}

/** The text copied since `forgetCopies`, once there is one and the window says so. */
export async function lastCopy(page: Page): Promise<string> {
  const copies = (): Promise<string[]> => page.evaluate(() => Reflect.get(window, 'copies') ?? [])
  await expect.poll(async () => (await copies()).length).toBeGreaterThan(0)
  await expect(
    page
      .getByRole('status')
      .getByText(/^Copied/)
      .last(),
  ).toBeVisible()
  return (await copies()).at(-1) ?? ''
}
