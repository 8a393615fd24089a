import { expect, type Page } from '@playwright/test'

/** Adds to `problems` whatever a page of ours must not do: errors, policy violations, requests to other origins. */
export function watchPage(page: Page, origin: string, problems: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`))
  page.on('request', (request) => {
    const url = request.url()
    const isOwn = new URL(url).origin === origin || url.startsWith('data:') || url.startsWith('blob:')
    if (!isOwn) problems.push(`foreign request: ${url}`)
  })
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) problems.push(`foreign socket: ${socket.url()}`)
  })
}

/** Fails the test with what went wrong in the page, but for what it provoked itself. */
export function expectNone(problems: readonly string[], expected: readonly RegExp[]): void {
  const unexpected = problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)))
  expect(unexpected, 'what went wrong in the page').toEqual([])
}
