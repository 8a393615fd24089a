/** The kinds of files a trail delivers, by the folder they are delivered to. */
export type LogFolder =
  | 'CloudTrail'
  | 'CloudTrail-Insight'
  | 'CloudTrail-NetworkActivity'
  | 'CloudTrail-Aggregated'

/** `2026-03-04T10:07:31Z`: a moment as CloudTrail writes it, whole seconds. */
export function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** `20260304T1007Z`, or with seconds `20260304T100731Z`: a moment as it stands in a file's name. */
export function formatStamp(ms: number, seconds: boolean): string {
  const text = new Date(ms).toISOString()
  const day = text.slice(0, 10).replaceAll('-', '')
  const time = text.slice(11, seconds ? 19 : 16).replaceAll(':', '')
  return `${day}T${time}Z`
}

function folderOf(organization: string, account: string, folder: string, region: string, ms: number): string {
  const day = new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/')
  return `AWSLogs/${organization}/${account}/${folder}/${region}/${day}`
}

/** What the name of a delivered file is made of. */
export interface FileIdentity {
  readonly organization: string
  readonly account: string
  readonly region: string
  /** Time of delivery, epoch milliseconds: the folder's date and the stamp in the name, not the events' time. */
  readonly deliveredMs: number
}

/** The S3 key of a log file of an organisation's trail. `suffix` is 16 characters. */
export function logFileKey(file: FileIdentity, folder: LogFolder, suffix: string): string {
  const { organization, account, region, deliveredMs } = file
  const name = `${account}_${folder}_${region}_${formatStamp(deliveredMs, false)}_${suffix}.json.gz`
  return `${folderOf(organization, account, folder, region, deliveredMs)}/${name}`
}

/** The S3 key of a digest: the stamp has seconds, and the name holds the trail and its home Region. */
export function digestFileKey(file: FileIdentity, trail: string, homeRegion: string): string {
  const { organization, account, region, deliveredMs } = file
  const name = `${account}_CloudTrail-Digest_${region}_${trail}_${homeRegion}_${formatStamp(deliveredMs, true)}.json.gz`
  return `${folderOf(organization, account, 'CloudTrail-Digest', region, deliveredMs)}/${name}`
}

/** What keys of an archive look like: account, folder, Region, year, month, day, name. */
export const S3_KEY =
  /^AWSLogs\/o-[a-z0-9]{10}\/(\d{12})\/(CloudTrail(?:-Insight|-NetworkActivity|-Aggregated|-Digest)?)\/([a-z]{2}-[a-z]+-\d)\/(\d{4})\/(\d{2})\/(\d{2})\/\1_\2_\3_(?:\4\5\6T\d{4}Z_[A-Za-z0-9]{16}|[\w-]+_[a-z]{2}-[a-z]+-\d_\4\5\6T\d{6}Z)\.json\.gz$/
