import type { Page } from '@playwright/test'

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
