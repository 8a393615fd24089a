import type { Investigation } from '../../contract/deletions-api'
import type { Case } from '../case/case'
import type { StoryEvent } from '../investigate/story-events'
import { appVersion } from '../paths'
import { readRecord } from '../query/record'
import { reportHtml } from './report-html'
import { reportMarkdown } from './report-markdown'

/** Records printed whole; the table of evidence names the rest. */
const maxRecords = 60

export type ReportRecord = {
  eventId: string
  json: string
  delivered: boolean
  rebuiltBecause: string | null
}

/** A line of the one timeline of a report, and why it is there. */
export type TimelineLine = StoryEvent & { marks: string[] }

/** Everything a report says, before it has a form. */
export type Report = {
  story: Investigation
  timeline: TimelineLine[]
  records: ReportRecord[]
  /** What the case holds, for the counts. */
  archive: {
    name: string
    events: number
    files: number
    skipped: number
    rejected: number
    revision: number
  }
  program: string
  createdAt: string
}

/** The story as one document that needs nothing else: no network, no script, no other file. */
export async function writeReport(
  opened: Case,
  story: Investigation,
  format: 'html' | 'md',
  now: Date,
  signal: AbortSignal,
): Promise<{ name: string; text: string }> {
  const { manifest } = opened
  const report: Report = {
    story,
    timeline: timelineOf(story),
    records: await recordsOf(opened, story, signal),
    archive: {
      name: opened.name,
      events: manifest.records.stored,
      files: manifest.files.loaded,
      skipped: manifest.files.skipped,
      rejected: manifest.records.rejected,
      revision: manifest.revision,
    },
    program: `Backtrail ${appVersion()}`,
    createdAt: now.toISOString().replace(/\.\d+Z$/, 'Z'),
  }
  const { eventName, eventTime } = story.deletion
  const stamp = eventTime.replace(/[-:]|\.\d+/g, '')
  const name = `${eventName.replace(/[^A-Za-z0-9]/g, '_')}-${stamp}-${story.deletion.eventId.replace(/[^A-Za-z0-9-]/g, '').slice(0, 8)}.${format}`
  return { name, text: format === 'html' ? reportHtml(report) : reportMarkdown(report) }
}

/** The records the statements rest on: the deletion, its chain, what came before, what undid it. */
async function recordsOf(opened: Case, story: Investigation, signal: AbortSignal): Promise<ReportRecord[]> {
  const wanted = [
    story.deletion.eventId,
    ...story.chain.flatMap(({ eventId }) => (eventId ? [eventId] : [])),
    ...[...story.precursors, ...story.restores, ...story.attempts, ...story.logging, ...story.cascade].map(
      ({ eventId }) => eventId,
    ),
  ]
  const records: ReportRecord[] = []
  for (const eventId of [...new Set(wanted)].slice(0, maxRecords)) {
    const { json, delivered, rebuiltBecause } = await readRecord(opened, { eventId }, signal)
    records.push({ eventId, json: indented(json), delivered, rebuiltBecause })
  }
  return records
}

// Only where printing it again says the same: parsing would lose digits of large numbers and repeated keys.
function indented(json: string): string {
  try {
    const parsed: unknown = JSON.parse(json)
    return JSON.stringify(parsed) === json ? JSON.stringify(parsed, null, 2) : json
  } catch {
    return json
  }
}

function timelineOf(story: Investigation): TimelineLine[] {
  const lines = new Map<number, TimelineLine>()
  const add = (events: readonly StoryEvent[], mark: string) => {
    for (const event of events) {
      const line = lines.get(event.seq)
      if (line) line.marks.push(mark)
      else lines.set(event.seq, { ...event, marks: [mark] })
    }
  }
  const { deletion, session } = story
  const itself: StoryEvent = {
    ...deletion,
    principal: deletion.actor.arn ?? deletion.actor.name,
    sourceIp: deletion.actor.sourceIp,
    kind: deletion.impact,
  }
  add([itself], 'this deletion')
  add(story.precursors, 'before it')
  add(story.attempts, 'attempt')
  add(story.cascade, 'consequence')
  add(story.restores, 'restore')
  add(story.logging, 'logging')
  add([...session.before, ...session.after], 'same session')
  add(story.resource, 'same resource')
  return [...lines.values()].sort((a, b) =>
    a.eventTime < b.eventTime ? -1 : a.eventTime > b.eventTime ? 1 : a.seq - b.seq,
  )
}
