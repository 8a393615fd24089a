/** `2026-03-04T10:07:31Z`, `…31.5Z`: microseconds since 1970 as ISO 8601 without superfluous zeros. */
export function isoFromMicros(micros: bigint): string {
  const ms = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n)
  const rest = Number(micros - ms * 1000n)
  const iso = new Date(Number(ms)).toISOString()
  const fraction = `${iso.slice(-4, -1)}${String(rest).padStart(3, '0')}`.replace(/0+$/, '')
  return fraction === '' ? `${iso.slice(0, -5)}Z` : `${iso.slice(0, -5)}.${fraction}Z`
}

/** Microseconds since 1970 of an ISO 8601 instant, for comparisons in integers. */
export function microsFromIso(iso: string): bigint {
  const [whole, fraction = ''] = iso.replace(/Z$/, '').split('.')
  return BigInt(Date.parse(`${whole}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
}
