import { rmSync, statSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'

/** What a person who knows DuckDB would type: one statement over all files, with every member of a record typed. */
const identity = `STRUCT("type" VARCHAR, principalId VARCHAR, arn VARCHAR, accountId VARCHAR, accessKeyId VARCHAR,
  userName VARCHAR, invokedBy VARCHAR, identityProvider VARCHAR, credentialId VARCHAR,
  onBehalfOf STRUCT(userId VARCHAR, identityStoreArn VARCHAR), inScopeOf STRUCT(sourceArn VARCHAR, sourceAccount VARCHAR),
  invokedByDelegate STRUCT(accountId VARCHAR), sessionContext STRUCT(
    sessionIssuer STRUCT("type" VARCHAR, principalId VARCHAR, arn VARCHAR, accountId VARCHAR, userName VARCHAR),
    attributes STRUCT(creationDate VARCHAR, mfaAuthenticated VARCHAR),
    webIdFederationData STRUCT(federatedProvider VARCHAR, attributes JSON), sourceIdentity VARCHAR,
    ec2RoleDelivery VARCHAR, assumedRoot VARCHAR, signInSessionArn VARCHAR))`
const record = `STRUCT(eventVersion VARCHAR, userIdentity ${identity}, eventTime TIMESTAMP, eventSource VARCHAR,
  eventName VARCHAR, awsRegion VARCHAR, sourceIPAddress VARCHAR, userAgent VARCHAR, errorCode VARCHAR,
  errorMessage VARCHAR, requestParameters JSON, responseElements JSON, additionalEventData JSON, requestID VARCHAR,
  eventID VARCHAR, readOnly BOOLEAN, resources JSON, eventType VARCHAR, apiVersion VARCHAR, managementEvent BOOLEAN,
  recipientAccountId VARCHAR, sharedEventID VARCHAR, vpcEndpointId VARCHAR, vpcEndpointAccountId VARCHAR,
  eventCategory VARCHAR, serviceEventDetails JSON, addendum JSON, sessionCredentialFromConsole VARCHAR,
  edgeDeviceDetails JSON, tlsDetails JSON, insightDetails JSON, eventContext JSON)`

/** `plain ARCHIVE DATABASE`: prints what it took. */
const [archive = '', database = ''] = process.argv.slice(2)
rmSync(database, { force: true })
const instance = await DuckDBInstance.create(database)
const connection = await instance.connect()
const began = performance.now()
await connection.run(`CREATE TABLE events AS SELECT unnest(r) FROM (
  SELECT unnest(Records) AS r FROM read_json('${archive}/**/*.json.gz', columns = {Records: '${record}[]'}))`)
await connection.run('CHECKPOINT')
const elapsedMs = performance.now() - began
const [row] = (await connection.runAndReadAll('SELECT count(*) FROM events')).getRows()
process.stdout.write(JSON.stringify({ elapsedMs, events: Number(row?.[0]), bytes: statSync(database).size }))
