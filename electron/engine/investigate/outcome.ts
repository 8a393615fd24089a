import type { Outcome } from '../../contract/deletions'
import { valuesAt } from './paths'
import { isObject, type TrailRecord, textAt } from './record'

/** `reason` is a word for why it failed and the code, `partial` what was refused of a batch that otherwise succeeded. */
export type OutcomeOf = { outcome: Outcome; reason: string | null; partial: number }

const denied =
  /AccessDenied|Unauthori[sz]ed|NotAuthori[sz]ed|AuthFailure|Forbidden|InvalidClientTokenId|ExpiredToken|SignatureDoesNotMatch|InvalidAccessKeyId|AuthorizationError|UnrecognizedClient|OptInRequired|MissingAuthenticationToken|IncompleteSignature|AccountProblem|NoPermission/i
const dryRun = /DryRunOperation|^DryRun/i
const words: readonly [RegExp, string][] = [
  [/NotFound|NoSuch|DoesNotExist|NotExist|UnknownResource|NonExistent/i, 'not found'],
  [/DependencyViolation|DeleteConflict|InUse|NotEmpty|HasDependents|ResourceConflict|Conflict/i, 'in use'],
  [/Throttl|RequestLimitExceeded|TooManyRequests|SlowDown|RateExceeded/i, 'throttled'],
  [/Protect|Locked|ObjectLock|OperationNotPermitted|ImmutableResource/i, 'protected'],
  [/Invalid.*State|IncorrectState|IncorrectInstanceState|NotReady|WrongState/i, 'wrong state'],
  [/Internal|ServiceUnavailable|ServiceFailure|ServerError|Unavailable/i, 'fault of the service'],
  [/LimitExceeded|Quota/i, 'limit reached'],
  [/Validation|Invalid|Malformed|Missing|BadRequest/i, 'not a valid request'],
]
/** Services that refuse a protected thing do so under a general code; the message tells. */
const protectedMessage =
  /deletion protection|termination protection|disableApiTermination|is protected|cannot delete protected|TerminationProtection|object lock|legal hold|vault lock/i

/** What became of a call: EC2 answers a dry run that would have succeeded with an error code. */
export function outcomeOf(record: TrailRecord): OutcomeOf {
  const code = textAt(record, 'errorCode')
  const message = textAt(record, 'errorMessage')
  if (code === null && (message === null || isAnswerOnly(record))) return withRefusals(record)
  const about = code ?? message ?? ''
  if (dryRun.test(about)) {
    return { outcome: 'dry-run', reason: `dry run: it would have succeeded (${about})`, partial: 0 }
  }
  if (denied.test(about)) return { outcome: 'denied', reason: about, partial: 0 }
  const word = protectedMessage.test(message ?? '')
    ? 'protected'
    : words.find(([pattern]) => pattern.test(about))?.[1]
  return { outcome: 'failed', reason: word ? `${word} (${about})` : about, partial: 0 }
}

/** Sign-in events carry an error message without a code when they failed; elsewhere a message alone says nothing. */
const isAnswerOnly = (record: TrailRecord): boolean => textAt(record, 'eventType') !== 'AwsConsoleSignIn'

const refusals = [
  'response.failures[]',
  'response.errors[]',
  'response.unsuccessful[]',
  'response.failedRequests[]',
  'response.unprocessedAccounts[]',
  'response.failed[]',
  'response.DeleteFlowLogsResponse.unsuccessful[]',
  'response.DeleteVpcEndpointsResponse.unsuccessful[]',
  'response.DeleteFleetsResponse.unsuccessfulFleetDeletionSet[]',
  'response.invalidParameters[]',
]

/** Batch calls answer 200 and list what they refused. */
function withRefusals(record: TrailRecord): OutcomeOf {
  const listed = isObject(record.responseElements)
    ? refusals.reduce((sum, path) => sum + valuesAt(record, path).filter((value) => value !== '').length, 0)
    : 0
  return listed === 0
    ? { outcome: 'succeeded', reason: null, partial: 0 }
    : {
        outcome: 'succeeded',
        reason: `${listed} of the items ${listed === 1 ? 'was' : 'were'} refused`,
        partial: listed,
      }
}
