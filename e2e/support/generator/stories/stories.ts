import type { World } from '../world'
import { ordinaryCrossings } from './crossings'
import { deniedAttempts } from './denied-attempts'
import { encryptionKeysAreScheduled } from './encryption-keys'
import { iamBurst } from './iam-burst'
import { insights } from './insights'
import { instanceRoleDeletes } from './instance-role'
import { leakedKeyEmptiesBucket } from './leaked-key'
import { nightlyJob } from './nightly-job'
import { aggregatedEvents, networkActivity } from './other-categories'
import { personDeletesDatabase } from './person-deletes-database'
import { objectIsHidden, secretsAreDeleted } from './reversible'
import { type Planted, Scene } from './scene'
import { stackDeletion } from './stack-deletion'
import { trailIsStopped, validationIsSwitchedOn } from './stopped-trail'
import { callersWithoutHistory, federatedCallers, roleChain } from './ways-in'

type Story = (scene: Scene) => void

const STORIES: readonly (readonly [name: string, story: Story])[] = [
  ['person-deletes-database', personDeletesDatabase],
  ['leaked-key-empties-bucket', leakedKeyEmptiesBucket],
  ['encryption-keys-scheduled', encryptionKeysAreScheduled],
  ['stack-deletion', stackDeletion],
  ['denied-attempts', deniedAttempts],
  ['trail-stopped', trailIsStopped],
  ['nightly-job', nightlyJob],
  ['iam-burst', iamBurst],
  ['instance-role-deletes', instanceRoleDeletes],
  ['role-chain', roleChain],
  ['federated-callers', federatedCallers],
  ['callers-without-history', callersWithoutHistory],
  ['secrets-deleted', secretsAreDeleted],
  ['object-hidden', objectIsHidden],
  ['ordinary-crossings', ordinaryCrossings],
  ['insights', insights],
  ['network-activity', networkActivity],
  ['aggregated-events', aggregatedEvents],
]

/** Days an archive must last for the stories to fit in. */
export const STORY_DAYS = 10
/** Accounts they are set in. */
const STORY_ACCOUNTS = 3

/**
 * Plants all stories. With `wanted` false, the same empty record of them. Where digests begin later than the archive
 * (`validationFromMs`), the call that switched them on is planted too.
 */
export function plantStories(
  world: World,
  fromMs: number,
  days: number,
  wanted: boolean,
  validationFromMs: number,
): Planted {
  const planted: Planted = {
    records: [],
    stories: [],
    deletions: [],
    bursts: [],
    insights: [],
    twins: [],
    copies: [],
    nightlyJob: null,
    pause: null,
  }
  if (!wanted) return planted
  if (days < STORY_DAYS)
    throw new RangeError(`The stories need ${STORY_DAYS} days, and ${days} were asked for.`)
  if (world.accounts.length < STORY_ACCOUNTS) {
    throw new RangeError(
      `The stories need ${STORY_ACCOUNTS} accounts, and ${world.accounts.length} were asked for.`,
    )
  }
  for (const [name, story] of STORIES) story(new Scene(world, fromMs, days, name, planted))
  if (validationFromMs > fromMs) {
    validationIsSwitchedOn(
      new Scene(world, fromMs, days, 'validation-switched-on', planted),
      validationFromMs,
    )
  }
  return planted
}
