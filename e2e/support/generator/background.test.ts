import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LaneWriter } from './background'
import { activityOf, type BackgroundPlan, planLanes } from './plan'
import { makeWorld } from './world'

const fromMs = Date.parse('2026-03-02T00:00:00Z')
const plan: BackgroundPlan = {
  fromMs,
  toMs: fromMs + 5 * 86_400_000,
  pauses: [],
  recordsPerFile: 30,
  runLength: 8,
  lookBackMs: 3600_000,
  records: 5000,
}
const world = makeWorld('background', 3, 3)
const activity = activityOf(plan)
const lanes = planLanes(world, plan)
const lane = lanes[3]
if (!lane) throw new Error('Three accounts in three Regions are nine lanes.')

const newWriter = () => new LaneWriter(world, plan, lane, activity)

describe('ordinary records', () => {
  it('come out the same in whatever order they are made', () => {
    const position = fc.tuple(fc.nat(20), fc.nat(29))
    const writer = newWriter()
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 12 }), (positions) => {
        for (const [file, index] of positions) {
          expect(writer.make(file, index).text).toBe(newWriter().make(file, index).text)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('fall to the lanes without one lost', () => {
    expect(lanes.reduce((sum, { records }) => sum + records, 0)).toBe(plan.records)
    for (const { index, files } of lanes) {
      const writer = new LaneWriter(world, plan, lanes[index] ?? lane, activity)
      const records = Array.from({ length: files }, (_, file) => writer.spanOf(file).records)
      expect(records.reduce((sum, n) => sum + n, 0)).toBe(lanes[index]?.records)
    }
  })

  it('say of themselves what stands in their text', () => {
    const writer = newWriter()
    for (let index = 0; index < 30; index++) {
      const made = writer.make(5, index)
      const record = JSON.parse(made.text)
      expect(record).toMatchObject({
        eventID: made.eventId,
        eventName: made.name,
        eventSource: `${made.source}.amazonaws.com`,
        readOnly: made.readOnly,
        eventCategory: made.data ? 'Data' : 'Management',
        eventTime: `${new Date(made.timeMs).toISOString().slice(0, 19)}Z`,
      })
      expect(record.errorCode !== undefined).toBe(made.failed)
    }
  })
})
