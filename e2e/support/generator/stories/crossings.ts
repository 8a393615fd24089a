import { HOME_REGION, MANAGEMENT, PRODUCTION, roleOf, STAGING, userOf } from '../world'
import { assumeRole, CLI, humanOf, userActor } from './actors'
import type { Scene } from './scene'

/** Ordinary traffic between accounts: every day somebody looks from management into the others. */
export function ordinaryCrossings(scene: Scene): void {
  const user = userOf(scene.world.seed, MANAGEMENT, 'auditor')
  const actor = userActor(user, '198.51.100.50', CLI)
  for (let day = 0; day < scene.days; day++) {
    ;[PRODUCTION, STAGING].forEach((account, i) => {
      const at = scene.at(day, '09:05:00') + i * 240_000 + scene.random.int(120) * 1000
      const role = roleOf(scene.world.seed, account, 'Audit')
      const session = assumeRole(
        scene,
        actor,
        user.id,
        { role, name: 'auditor', at, region: HOME_REGION, ip: actor.ip, agent: CLI },
        [],
        humanOf(user),
      )
      scene.read(session, at + 5000, HOME_REGION, 'cloudtrail', 'DescribeTrails', { trailNameList: [] })
      scene.read(session, at + 9000, HOME_REGION, 'ec2', 'DescribeVolumes', { volumeSet: {}, filterSet: {} })
    })
  }
  scene.tell(
    'Every morning the auditor looks into production and staging; the role is taken in two accounts at once.',
  )
}
