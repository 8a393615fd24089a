import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { CaseInfo, ImportResult } from '../../contract/case'
import { type Case, openCase } from '../case/case'
import type { Row } from '../case/connection'
import { describeCase } from '../case/info'
import { sql } from '../sql-text'
import { importArchive } from './import'

const never = new AbortController().signal

/** A folder of one test, with files to import and a case to import them into. Removed afterwards. */
export class TestBench {
  folder = ''
  #opened: Case[] = []

  get casePath(): string {
    return join(this.folder, 'test.backtrail')
  }

  /** A path in the folder. */
  at(...parts: string[]): string {
    return join(this.folder, ...parts)
  }

  import(
    paths: string[],
    options: { casePath?: string; copy?: boolean; signal?: AbortSignal } = {},
  ): Promise<ImportResult> {
    return importArchive({
      paths,
      casePath: options.casePath ?? this.casePath,
      copy: options.copy ?? false,
      signal: options.signal ?? never,
      onProgress: () => undefined,
    })
  }

  async open(casePath = this.casePath): Promise<Case> {
    const opened = await openCase(casePath)
    this.#opened.push(opened)
    return opened
  }

  async contents(
    casePath = this.casePath,
  ): Promise<{ info: CaseInfo; events: Row[]; sources: Row[]; rejected: Row[] }> {
    const opened = await this.open(casePath)
    const info = await describeCase(opened, never)
    return opened.read(never, async (db) => ({
      info,
      events: await db.rows(sql`SELECT * FROM events ORDER BY seq`),
      sources: await db.rows(sql`SELECT * FROM sources ORDER BY source_id`),
      rejected: await db.rows(sql`SELECT * FROM rejected ORDER BY source_id, byte_offset`),
    }))
  }

  async clear(): Promise<void> {
    for (const opened of this.#opened.splice(0)) await opened.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** A bench that is new for each test. */
export function testBench(): TestBench {
  const bench = new TestBench()
  beforeEach(async () => {
    bench.folder = await mkdtemp(join(tmpdir(), 'backtrail-test-'))
  })
  afterEach(() => bench.clear())
  return bench
}

/** A plain record, different for each number; `more` adds and overwrites members. */
export function recordOf(number: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:ada',
      arn: 'arn:aws:sts::111122223333:assumed-role/Admin/ada',
      accountId: '111122223333',
      accessKeyId: 'ASIAEXAMPLE',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLE',
          arn: 'arn:aws:iam::111122223333:role/Admin',
          accountId: '111122223333',
          userName: 'Admin',
        },
        attributes: { creationDate: '2026-03-04T08:00:00Z', mfaAuthenticated: 'true' },
      },
    },
    eventTime: new Date(Date.UTC(2026, 2, 4, 10, 0, number)).toISOString().replace('.000', ''),
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.7',
    userAgent: 'aws-cli/2.17.9',
    requestParameters: { bucketName: 'example', key: `k${number}` },
    responseElements: null,
    requestID: `r-${number}`,
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: false,
    recipientAccountId: '111122223333',
    eventCategory: 'Data',
    ...more,
  }
}
