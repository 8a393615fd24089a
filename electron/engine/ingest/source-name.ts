import { posix } from 'node:path'

export type NameFacts = {
  /** When CloudTrail delivered the file, as ISO 8601; from the stamp in its name, else the day in its path. */
  deliveredAt: string | null
  account: string | null
  region: string | null
}

const name =
  /(?:^|[/!\\])(\d{12})_CloudTrail(?:-[A-Za-z]+)?_([a-z0-9-]+)_(?:.*_)?(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z/
const folder =
  /(?:^|[/!\\])(\d{12})[/\\]CloudTrail(?:-[A-Za-z]+)?[/\\]([a-z0-9-]+)[/\\](\d{4})[/\\](\d\d)[/\\](\d\d)[/\\]/

/** What the path of a file says about it (cloudtrail.md 1.9). For provenance and order only: content decides what it is. */
export function factsOfName(path: string): NameFacts {
  const parts = name.exec(path) ?? folder.exec(path)
  if (!parts) return { deliveredAt: null, account: null, region: null }
  const [, account = null, region = null, year, month, day, hour = '00', minute = '00', second = '00'] = parts
  const deliveredAt = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
  return { deliveredAt: Number.isNaN(Date.parse(deliveredAt)) ? null : deliveredAt, account, region }
}

/** The last part of a path, inside archives too. */
export const nameOf = (path: string): string =>
  posix.basename(path.replaceAll('!', '/').replaceAll('\\', '/'))
