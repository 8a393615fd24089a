import { describe, expect, it } from 'vitest'
import { createNonce, pageHeaders } from './page-policy'
import { restartPolicy } from './restart-policy'
import { shellApi } from './shell-api'
import { shellCallNames } from './shell-names'

describe('the shell API', () => {
  it('is known to preload by the same names', () => {
    expect([...shellCallNames].sort()).toEqual(Object.keys(shellApi).sort())
  })
})

describe('the page policy', () => {
  it('starts from nothing and never allows code or styles from text', () => {
    const policy = pageHeaders(createNonce())['Content-Security-Policy']
    expect(policy).toMatch(/^default-src 'none'; /)
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
  })

  it('has a nonce of 128 bits that is new each time', () => {
    const nonces = Array.from({ length: 1000 }, createNonce)
    expect(new Set(nonces).size).toBe(1000)
    for (const nonce of nonces) expect(nonce).toMatch(/^[\w-]{22}$/)
  })
})

describe('an engine that ends by itself', () => {
  it('is started three times in a row, each time later, and then no more', () => {
    const policy = restartPolicy()
    const waits = [policy.next(10), policy.next(10), policy.next(10), policy.next(10)]
    expect(waits.slice(0, 3)).toEqual([...waits.slice(0, 3)].sort((a, b) => Number(a) - Number(b)))
    expect(waits[3]).toBeNull()
  })

  it('has its tries back after it ran well for a minute', () => {
    const policy = restartPolicy()
    for (const lived of [10, 10, 10]) policy.next(lived)
    expect(policy.next(60_000)).toBe(restartPolicy().next(0))
  })
})
