import type { World } from '../world'
import { type Planted, Scene } from './scene'

type Story = (scene: Scene) => void

const STORIES: readonly (readonly [name: string, story: Story])[] = []

/** Days an archive must last for the stories to fit in. */
export const STORY_DAYS = 10

/** Plants all stories. With `wanted` false, the same empty record of them. */
export function plantStories(world: World, fromMs: number, days: number, wanted: boolean): Planted {
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
  for (const [name, story] of STORIES) story(new Scene(world, fromMs, days, name, planted))
  return planted
}
