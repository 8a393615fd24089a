import type { Report } from './report'
import { factsOf, kindText, targetText, timeText } from './report-words'
import { codeMarkdown, escapeMarkdown, visibleText } from './visible-text'

const text = escapeMarkdown
const code = (value: string | null): string => (value === null || value === '' ? '' : codeMarkdown(value))

/** The report as Markdown, for a ticket or a wiki. Nothing from the log can become markup. */
export function reportMarkdown(report: Report): string {
  const { story, archive } = report
  const { deletion } = story
  const sections = [
    `# ${text(deletion.eventName)}: ${text(deletion.targets[0]?.id ?? 'target not recorded')}`,
    text(story.summary),
    '## Who stands behind it',
    chain(report),
    text(story.chainEnd.reason),
    '## What happened',
    table(
      ['', ''],
      factsOf(deletion).map(([name, value]) => [
        `**${text(name)}**`,
        value.split('\n').map(text).join('<br>'),
      ]),
    ),
    ...(story.caveats.length > 0
      ? ['## What to bear in mind', story.caveats.map((caveat) => `- ${text(caveat)}`).join('\n')]
      : []),
    '## Timeline around it',
    timeline(report),
    ...(story.elsewhere.length > 0 ? ['## Elsewhere, a day before and after', elsewhere(report)] : []),
    '## Evidence',
    evidence(report),
    '## Records',
    ...report.records.map(record),
    '---',
    text(
      `Case ${archive.name}: ${archive.events} events of ${archive.files} files; ${archive.skipped} files skipped, ${archive.rejected} records rejected. All times are UTC. Made by ${report.program} on ${timeText(report.createdAt)}.`,
    ),
  ]
  return `${sections.join('\n\n')}\n`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function chain({ story }: Report): string {
  const { deletion } = story
  const hops = [...story.chain].reverse().map((hop, index) => {
    const who = hop.principal.name ?? hop.principal.arn ?? 'unknown'
    const time = hop.eventTime ? ` at ${timeText(hop.eventTime)}` : ''
    return `${index + 1}. **${text(who)}** (${text(hop.principal.type ?? 'unknown')}${hop.mfa === true ? ', MFA' : ''}) called ${text(hop.eventName ?? '')}${text(time)}. Evidence: *${hop.grade}*. ${text(hop.why)} ${code(hop.eventId)}`
  })
  const last = `${hops.length + 1}. **${text(deletion.actor.name ?? deletion.actor.arn ?? 'unknown')}** called ${text(deletion.eventName)} at ${text(timeText(deletion.eventTime))} (${deletion.outcome}) ${code(deletion.eventId)}`
  return [...hops, last].join('\n')
}

function timeline({ timeline: lines, story }: Report): string {
  const { session, cascadeMore } = story
  const rows = lines.map((line) => [
    text(timeText(line.eventTime).replace(' UTC', '')),
    line.seq === story.deletion.seq ? `**${text(line.eventName)}**` : text(line.eventName),
    text(kindText(line.kind)),
    line.targets
      .slice(0, 3)
      .map((target) => text(targetText(target)))
      .join('<br>'),
    line.outcome,
    code(line.principal),
    code(line.sourceIp),
    text(line.marks.join(', ')),
    code(line.eventId),
  ])
  const more = session.more + cascadeMore
  const note = more > 0 ? `\n\n${more} more events are not shown.` : ''
  return `${table(['Time (UTC)', 'Event', 'Kind', 'Target', 'Outcome', 'Principal', 'From', 'Why it is here', 'Record'], rows)}${note}`
}

function elsewhere({ story }: Report): string {
  return story.elsewhere
    .map(({ by, value, events, more }) =>
      [
        `Same ${by}: ${code(value)}`,
        '',
        ...events.map(
          (event) =>
            `- ${text(timeText(event.eventTime))} ${text(event.eventName)} by ${code(event.principal)} ${code(event.eventId)}`,
        ),
        ...(more > 0 ? [`- ${more} more`] : []),
      ].join('\n'),
    )
    .join('\n\n')
}

function evidence({ story }: Report): string {
  return table(
    ['Record', 'File', 'Offset', 'Bytes', 'SHA-256 of the file'],
    story.evidence.map((record) => [
      code(record.eventId),
      code(record.path),
      String(record.byteOffset),
      String(record.byteLength),
      code(record.sha256 ?? 'not recorded'),
    ]),
  )
}

function record({ eventId, json, delivered, rebuiltBecause }: Report['records'][number]): string {
  const longest = Math.max(2, ...(json.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const note = delivered ? '' : `\n\nRebuilt from the case: ${text(rebuiltBecause ?? '')}`
  return `### ${text(eventId)}${note}\n\n${fence}json\n${visibleText(json)}\n${fence}`
}
