import type { RawRecord } from './corpus-table'

/** Sixty records with the members the idioms read. What is expected of a query is worked out over these same objects. */
export const trail: RawRecord[] = Array.from({ length: 60 }, (_, index) => ({
  eventVersion: '1.08',
  eventID: `e-${index}`,
  eventTime: new Date(Date.UTC(2026, 1, 25 + (index % 12), index % 24, (index * 7) % 60, (index * 13) % 60))
    .toISOString()
    .replace('.000Z', 'Z'),
  eventSource: `${['s3', 'iam', 'kms'][index % 3]}.amazonaws.com`,
  eventName: ['DeleteBucket', 'CreateUser', 'Decrypt', 'GetObject'][index % 4],
  awsRegion: index % 2 ? 'eu-central-1' : 'us-east-1',
  recipientAccountId: index % 5 ? '111122223333' : '444455556666',
  sourceIPAddress: index % 6 ? `10.0.${index % 3}.${index}` : 'AWS Internal',
  readOnly: index % 4 > 1,
  userAgent: 'aws-cli/2',
  userIdentity: identity(index),
  requestParameters:
    index % 7
      ? {
          bucketName: `b${index % 4}`,
          count: index,
          tags: [{ Key: 'k', Value: `v${index % 2}` }],
          nested: { a: 1 },
        }
      : null,
  ...(index % 9 === 0 ? { errorCode: 'AccessDenied' } : {}),
  ...(index % 2
    ? {
        resources: [
          { ARN: `arn:${index % 5}`, accountId: '1', type: 'T' },
          { ARN: 'arn:all', type: 'T' },
        ],
      }
    : {}),
  ...(index % 8 === 0 ? { tlsDetails: { tlsVersion: index % 16 ? 'TLSv1.2' : 'TLSv1.3' } } : {}),
}))

function identity(index: number): RawRecord {
  if (index % 4 === 0) {
    return {
      type: 'Root',
      principalId: '1',
      arn: 'arn:aws:iam::111122223333:root',
      accountId: '111122223333',
    }
  }
  return {
    type: 'AssumedRole',
    arn: `arn:aws:sts::111122223333:assumed-role/Admin/${index % 3}`,
    sessionContext: {
      sessionIssuer: { type: 'Role', userName: ['Admin', 'Auditor'][index % 2] },
      attributes: { mfaAuthenticated: index % 3 ? 'true' : 'false' },
      ...(index % 10 === 1
        ? { webIdFederationData: { federatedProvider: 'x', attributes: { 'sub:a': `s${index}` } } }
        : {}),
    },
  }
}
