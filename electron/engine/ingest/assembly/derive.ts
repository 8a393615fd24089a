// What Backtrail works out about an event, into columns of its own: who acted, how it ended, which kind of program
// called. The rules that go by lists of names are the host's (derived.ts); it is asked once for each value.

import { stageArns } from './arns'
import { hasValue, newestBool, newestSize, newestText, putBool, putInt, putText } from './columns'
import { addList } from './lists'
import { AGENT_FAMILY, OUTCOME_OF_ERROR, wordFor, wordSize, wordStart } from './words'

/** Category of a record that does not name it: addresses and sizes of type, source and name; see derived.ts. */
declare function hostCategory(
  type: usize,
  typeSize: usize,
  source: usize,
  sourceSize: usize,
  name: usize,
  nameSize: usize,
  facts: i32,
): i32
/** Whether the response of a sign-in says that it failed. */
declare function hostSignIn(from: usize, size: usize): i32

// Roles of columns, as the host numbers them (layout.ts).
const TYPE: i32 = 0
const PRINCIPAL_ID: i32 = 1
const ARN: i32 = 2
const USER_NAME: i32 = 3
const INVOKED_BY: i32 = 4
const SOURCE_IDENTITY: i32 = 5
const ON_BEHALF_OF: i32 = 6
const EVENT_TYPE: i32 = 7
const EVENT_SOURCE: i32 = 8
const EVENT_NAME: i32 = 9
const EVENT_CATEGORY: i32 = 10
const MANAGEMENT_EVENT: i32 = 11
const ERROR_CODE: i32 = 12
const ERROR_MESSAGE: i32 = 13
const USER_AGENT: i32 = 14
const RESPONSE: i32 = 15
const RESOURCES: i32 = 16
const INSIGHT: i32 = 17
const PRINCIPAL: i32 = 18
const USER: i32 = 19
const OUTCOME: i32 = 20
const AGENT: i32 = 21
const CATEGORY_DERIVED: i32 = 22
const CONFLICT: i32 = 23
const RESOURCE_ARNS: i32 = 24
const SEQ: i32 = 25

// Words, as the host numbers them.
const SUCCEEDED: i32 = 0
const DENIED: i32 = 1
const FAILED: i32 = 2
const ROOT: i32 = 3

const roles: usize = memory.data(128)

export function setRole(role: i32, column: i32): void {
  store<i32>(roles + ((<usize>role) << 2), column)
}

function columnOf(role: i32): i32 {
  return load<i32>(roles + ((<usize>role) << 2))
}
function has(role: i32): bool {
  return hasValue(columnOf(role))
}
function start(role: i32): usize {
  return newestText(columnOf(role))
}
function size(role: i32): usize {
  return newestSize(columnOf(role))
}

/** Whether a role has exactly this text of at least eight letters: its first and its last eight are compared. */
function isText(role: i32, length: usize, first: u64, last: u64): bool {
  if (!has(role) || size(role) !== length) return false
  return load<u64>(start(role)) === first && load<u64>(start(role) + length - 8) === last
}

function putCopy(to: i32, from: i32): void {
  const bytes = size(from)
  // The source may not move while it is copied: it is another column.
  putText(columnOf(to), start(from), bytes)
}

function putWord(role: i32, word: i32): void {
  if (word >= 0) putText(columnOf(role), wordStart(word), wordSize(word))
}

let nextSeq: i64 = 0
export function setNextSeq(seq: i64): void {
  nextSeq = seq
}

/** Fills the columns that follow from those of the row that is being staged. */
export function stageDerived(): void {
  putInt(columnOf(SEQ), nextSeq)
  nextSeq += 1
  putBool(columnOf(CONFLICT), false)
  stageCategory()
  stagePrincipal()
  stageUser()
  stageOutcome()
  if (has(USER_AGENT) && size(USER_AGENT) > 0) {
    putWord(AGENT, wordFor(AGENT_FAMILY, start(USER_AGENT), size(USER_AGENT)))
  }
  if (has(RESOURCES)) stageArns(columnOf(RESOURCE_ARNS), start(RESOURCES), size(RESOURCES))
  else addList(true, 0)
}

function stageCategory(): void {
  const isDerived = !has(EVENT_CATEGORY)
  putBool(columnOf(CATEGORY_DERIVED), isDerived)
  if (!isDerived) return
  const word = hostCategory(
    has(EVENT_TYPE) ? start(EVENT_TYPE) : 0,
    has(EVENT_TYPE) ? size(EVENT_TYPE) : 0,
    has(EVENT_SOURCE) ? start(EVENT_SOURCE) : 0,
    has(EVENT_SOURCE) ? size(EVENT_SOURCE) : 0,
    has(EVENT_NAME) ? start(EVENT_NAME) : 0,
    has(EVENT_NAME) ? size(EVENT_NAME) : 0,
    (has(INSIGHT) ? 4 : 0) | managementFacts(),
  )
  putWord(EVENT_CATEGORY, word)
}

/** 0 when the record does not say, 1 for no, 2 for yes. */
function managementFacts(): i32 {
  if (!has(MANAGEMENT_EVENT)) return 0
  return newestBool(columnOf(MANAGEMENT_EVENT)) ? 2 : 1
}

function stagePrincipal(): void {
  const role = has(ARN)
    ? ARN
    : has(USER_NAME)
      ? USER_NAME
      : has(INVOKED_BY)
        ? INVOKED_BY
        : has(PRINCIPAL_ID)
          ? PRINCIPAL_ID
          : has(TYPE)
            ? TYPE
            : -1
  if (role >= 0) putCopy(PRINCIPAL, role)
}

/** Puts what stands behind the last `mark` of a text; false when there is no mark, or nothing behind it. */
function putBehind(role: i32, mark: u8): bool {
  const from = start(role)
  const end = from + size(role)
  let at = end
  while (at > from && load<u8>(at - 1) !== mark) at -= 1
  if (at === from || at === end) return false
  putText(columnOf(USER), at, end - at)
  return true
}

/**
 * The person or system behind a session. `AROA…:session` and `…:assumed-role/ROLE/SESSION` both end in the name the
 * caller chose for the session; a source identity cannot be changed by the caller and comes first.
 */
function stageUser(): void {
  if (has(SOURCE_IDENTITY)) putCopy(USER, SOURCE_IDENTITY)
  else if (has(TYPE) && putUserOfType()) return
  else if (has(USER_NAME)) putCopy(USER, USER_NAME)
  else if (has(PRINCIPAL_ID) && putBehind(PRINCIPAL_ID, 0x3a)) return
  else if (has(ARN) && putBehind(ARN, 0x2f)) return
  else if (has(INVOKED_BY)) putCopy(USER, INVOKED_BY)
  else if (has(PRINCIPAL_ID)) putCopy(USER, PRINCIPAL_ID)
}

/** AssumedRole, Root and IdentityCenterUser name their users in ways of their own. */
function putUserOfType(): bool {
  if (isText(TYPE, 11, 0x5264656d75737341, 0x656c6f5264656d75)) {
    return has(ARN) && hasAssumedRole() && putBehind(ARN, 0x2f)
  }
  if (size(TYPE) === 4 && load<u32>(start(TYPE)) === 0x746f6f52) {
    putWord(USER, ROOT)
    return true
  }
  if (!isText(TYPE, 18, 0x797469746e656449, 0x726573557265746e) || has(USER_NAME) || !has(ON_BEHALF_OF)) {
    return false
  }
  putCopy(USER, ON_BEHALF_OF)
  return true
}

/** Whether the ARN has `:assumed-role/` in it. */
function hasAssumedRole(): bool {
  const from = start(ARN)
  const end = from + size(ARN)
  for (let at = from; at + 14 <= end; at += 1) {
    if (load<u64>(at) === 0x64656d757373613a && load<u64>(at + 6) === 0x2f656c6f722d6465) return true
  }
  return false
}

/** Insight and Aggregated records are no calls; they have no outcome. */
function stageOutcome(): void {
  if (has(EVENT_CATEGORY)) {
    const category = start(EVENT_CATEGORY)
    if (size(EVENT_CATEGORY) === 7 && (load<u64>(category) << 8) >> 8 === 0x74686769736e49) return
    if (isText(EVENT_CATEGORY, 10, 0x7461676572676741, 0x6465746167657267)) return
  }
  if (has(ERROR_CODE)) putWord(OUTCOME, wordFor(OUTCOME_OF_ERROR, start(ERROR_CODE), size(ERROR_CODE)))
  else if (isFailedSignIn()) putWord(OUTCOME, DENIED)
  else putWord(OUTCOME, has(ERROR_MESSAGE) ? FAILED : SUCCEEDED)
}

/** Sign-in reports failure in the response only. The source is signin.amazonaws.com. */
function isFailedSignIn(): bool {
  if (!isText(EVENT_SOURCE, 20, 0x612e6e696e676973, 0x6d6f632e7377616e) || !has(RESPONSE)) return false
  return hostSignIn(start(RESPONSE), size(RESPONSE)) !== 0
}
