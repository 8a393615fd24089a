import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

type Change = (record: Record<string, unknown>, number: number) => Record<string, unknown>

/**
 * A folder in S3's layout with this many events in files of ten, each as `change` has it. Made in milliseconds; the
 * generator makes real ones.
 */
export async function writeTinyArchive(
  folder: string,
  events: number,
  change: Change = (one) => one,
): Promise<string> {
  const account = '111122223333'
  for (let first = 0; first < events; first += 10) {
    const count = Math.min(10, events - first)
    const Records = Array.from({ length: count }, (_, index) =>
      change(record(account, first + index), first + index),
    )
    const stamp = `20260301T${String(Math.floor(first / 600) % 24).padStart(2, '0')}${String(first % 60).padStart(2, '0')}Z`
    const name = `${account}_CloudTrail_eu-west-1_${stamp}_${String(first).padStart(16, 'a')}.json.gz`
    const file = join(folder, 'AWSLogs', account, 'CloudTrail', 'eu-west-1', '2026', '03', '01', name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, gzipSync(JSON.stringify({ Records })))
  }
  return folder
}

function record(account: string, number: number): Record<string, unknown> {
  const user = ['ada', 'grace', 'linus'][number % 3]
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDA${user}`,
      arn: `arn:aws:iam::${account}:user/${user}`,
      accountId: account,
      userName: user,
    },
    eventTime: new Date(Date.UTC(2026, 2, 1) + number * 1000).toISOString().replace('.000', ''),
    eventSource: 's3.amazonaws.com',
    eventName: number % 5 === 0 ? 'DeleteBucket' : 'ListBuckets',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.15.0',
    requestParameters: { bucketName: `bucket-${number}` },
    responseElements: null,
    requestID: `request-${number}`,
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    readOnly: number % 5 !== 0,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  }
}
