import { describe, expect, it } from 'vitest'
import {
  baseName,
  folderName,
  formatBytes,
  formatCount,
  formatShare,
  formatShort,
  plural,
  shortened,
} from './format'

describe('numbers and names', () => {
  it('writes counts so that their size is seen', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567')
    expect(formatShort(9_999)).toBe('9,999')
    expect(formatShort(1_234_567)).toBe('1.2M')
    expect(plural(1, 'event')).toBe('1 event')
    expect(plural(2, 'entry', 'entries')).toBe('2 entries')
  })

  it('writes sizes in decimal units', () => {
    expect(formatBytes(0)).toBe('0 bytes')
    expect(formatBytes(1)).toBe('1 byte')
    expect(formatBytes(4_200_000)).toBe('4.2 MB')
    expect(formatBytes(42_000_000_000)).toBe('42 GB')
  })

  it('never says nothing of something, nor all of less than all', () => {
    expect(formatShare(1, 1_000_000)).toBe('<0.1%')
    expect(formatShare(999_999, 1_000_000)).toBe('>99.9%')
    expect(formatShare(995, 1000)).toBe('99.5%')
    expect(formatShare(5, 5)).toBe('100%')
    expect(formatShare(0, 5)).toBe('0%')
    expect(formatShare(0, 0)).toBe('–')
  })

  it('takes paths of both kinds apart', () => {
    expect(baseName('/a/b/c.json.gz')).toBe('c.json.gz')
    expect(baseName('C:\\logs\\trail\\')).toBe('trail')
    expect(folderName('/a/b/c.json.gz')).toBe('/a/b')
    expect(folderName('/a')).toBe('/')
  })

  it('leaves the middle of a long name out, between letters', () => {
    expect(shortened('arn:aws:s3:::bucket', 40)).toBe('arn:aws:s3:::bucket')
    expect(shortened('abcdefghijklmnop', 7)).toBe('abc…nop')
    expect(shortened('𝒂'.repeat(20), 7)).toBe(`${'𝒂'.repeat(3)}…${'𝒂'.repeat(3)}`)
  })
})
