import type { Page } from '@playwright/test'

export const sqlEditor = (page: Page) => page.getByRole('textbox', { name: 'SQL' })

/** Puts text into the editor the way a person pastes it. */
export async function pasteSql(page: Page, text: string): Promise<void> {
  await sqlEditor(page).click()
  await page.keyboard.press('Control+a')
  await page.evaluate((pasted) => {
    const data = new DataTransfer()
    data.setData('text/plain', pasted)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, text)
}
