import type { ChainHop } from '../../contract/deletions-api'
import type { Report, TimelineLine } from './report'
import reportCss from './report.css?raw'
import { factsOf, kindText, targetText, timeText } from './report-words'
import { type Html, html } from './visible-text'

/** The report as one HTML file. Everything from the log is escaped; a policy in the page forbids loading anything. */
export function reportHtml(report: Report): string {
  const { story, archive } = report
  const { deletion } = story
  const has = new Set(report.records.map(({ eventId }) => eventId))
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${deletion.eventName} at ${timeText(deletion.eventTime)}</title>
<style>${trusted(reportCss)}</style>
</head>
<body>
<header>
<p class="kicker">CloudTrail deletion report</p>
<h1>${deletion.eventName}: ${deletion.targets[0]?.id ?? 'target not recorded'}</h1>
<p class="summary">${story.summary}</p>
</header>
<main>
<section aria-labelledby="chain"><h2 id="chain">Who stands behind it</h2>
${picture(story.chain, report, has)}
<p>${story.chainEnd.reason}</p></section>
<section aria-labelledby="facts"><h2 id="facts">What happened</h2>
<table class="facts"><tbody>${factsOf(deletion).map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )}</tbody></table></section>
${story.caveats.length > 0 ? html`<section aria-labelledby="caveats"><h2 id="caveats">What to bear in mind</h2><ul>${story.caveats.map((caveat) => html`<li>${caveat}</li>`)}</ul></section>` : ''}
<section aria-labelledby="timeline"><h2 id="timeline">Timeline around it</h2>
<p>${countText(report)}</p>
${timeline(report.timeline, deletion.seq, has)}</section>
${elsewhere(report, has)}
<section aria-labelledby="evidence"><h2 id="evidence">Evidence</h2>
<p>${story.evidence.length} records. Offsets are bytes in the inflated file; the hash is of the file as it was found.</p>
${evidence(report, has)}</section>
<section aria-labelledby="records"><h2 id="records">Records</h2>
${report.records.map(
  ({ eventId, json, delivered, rebuiltBecause }) =>
    html`<details id="${anchor(eventId)}"><summary>${eventId}</summary>${delivered ? '' : html`<p>Rebuilt from the case: ${rebuiltBecause}</p>`}<pre tabindex="0">${json}</pre></details>`,
)}</section>
</main>
<footer><p>Case ${archive.name}: ${archive.events} events of ${archive.files} files; ${archive.skipped} files skipped, ${archive.rejected} records rejected. All times are UTC. Made by ${report.program} on ${timeText(report.createdAt)}.</p></footer>
</body>
</html>
`
  return page.html
}

const trusted = (text: string): Html => ({ html: text })
const anchor = (eventId: string): string => `r-${eventId.replace(/[^A-Za-z0-9-]/g, '_')}`

const link = (eventId: string, has: ReadonlySet<string>): Html =>
  has.has(eventId)
    ? html`<a href="#${anchor(eventId)}"><code>${eventId}</code></a>`
    : html`<code>${eventId}</code>`

type DrawnHop = ChainHop & { twin: ChainHop | null }

/** A call into another account is recorded twice and drawn once: as its caller's account knows it, with both records. */
function withoutTwins(chain: readonly ChainHop[]): DrawnHop[] {
  return chain.flatMap((hop, index): DrawnHop[] => {
    const before = chain[index - 1]
    const next = chain[index + 1]
    if (hop.principal.type === 'AWSAccount' && next?.grade === 'sharedEventID') return []
    const twin = hop.grade === 'sharedEventID' && before?.principal.type === 'AWSAccount' ? before : null
    return [{ ...hop, twin }]
  })
}

/** From the beginning to the deletion, left to right; read in that order by a screen reader too. */
function picture(chain: readonly ChainHop[], { story }: Report, has: ReadonlySet<string>): Html {
  const { deletion } = story
  const hops = withoutTwins(chain).reverse()
  return html`<ol class="chain">
${hops.map(
  (hop) => html`<li class="box"><strong>${hop.principal.name ?? hop.principal.arn ?? 'unknown'}</strong>
<span>${hop.principal.type}${hop.principal.account ? `, account ${hop.principal.account}` : ''}${hop.mfa === true ? ', MFA' : ''}</span>
${hop.sourceIp ? html`<span>from ${hop.sourceIp}</span>` : ''}
</li><li class="arrow"><strong>${hop.eventName}</strong><span>${hop.eventTime ? timeText(hop.eventTime) : ''}</span>${hop.twin ? html`<span class="grade">${hop.twin.grade}</span><span>${hop.twin.why}</span>${link(hop.twin.eventId ?? '', has)}` : ''}<span class="grade">${hop.grade}</span><span>${hop.why}</span>${hop.eventId ? link(hop.eventId, has) : ''}</li>`,
)}
<li class="box"><strong>${deletion.actor.name ?? deletion.actor.arn ?? 'unknown'}</strong><span>${deletion.actor.role ? `role ${deletion.actor.role}` : deletion.actor.type}${deletion.account ? `, account ${deletion.account}` : ''}</span>${deletion.actor.sourceIp ? html`<span>from ${deletion.actor.sourceIp}</span>` : ''}</li>
<li class="arrow"><strong>${deletion.eventName}</strong><span>${timeText(deletion.eventTime)}</span><span>${deletion.outcome}</span>${link(deletion.eventId, has)}</li>
<li class="box target">${deletion.targets.slice(0, 3).map((target) => html`<strong>${target.id}</strong><span>${target.type}</span>`)}${deletion.targets.length > 3 ? html`<span>and ${deletion.targets.length - 3} more</span>` : ''}${deletion.targets.length === 0 ? html`<span>${deletion.targetsUnknown}</span>` : ''}</li>
</ol>`
}

function countText({ story, timeline }: Report): string {
  const { session, cascadeMore } = story
  const more = [
    session.more > 0 ? `${session.more} more events of the same session` : '',
    cascadeMore > 0 ? `${cascadeMore} more consequences` : '',
  ].filter(Boolean)
  return `${timeline.length} events.${more.length > 0 ? ` Not shown: ${more.join(', ')}.` : ''}`
}

function timeline(lines: readonly TimelineLine[], seq: number, has: ReadonlySet<string>): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Events of the timeline"><table><thead><tr><th scope="col">Time (UTC)</th><th scope="col">Event</th><th scope="col">Target</th><th scope="col">Outcome</th><th scope="col">Principal</th><th scope="col">From</th><th scope="col">Why it is here</th><th scope="col">Record</th></tr></thead><tbody>
${lines.map(
  (
    line,
  ) => html`<tr${line.seq === seq ? trusted(' class="this"') : ''}><td>${timeText(line.eventTime).replace(' UTC', '')}</td><td>${line.eventName} <span class="kind">${kindText(line.kind)}</span></td><td class="long">${line.targets.slice(0, 3).map((target) => html`<div>${targetText(target)}</div>`)}</td><td>${line.outcome}</td><td class="long">${line.principal}</td><td>${line.sourceIp}</td><td>${line.marks.join(', ')}</td><td class="long">${link(line.eventId, has)}</td></tr>
`,
)}</tbody></table></div>`
}

function elsewhere({ story }: Report, has: ReadonlySet<string>): Html {
  if (story.elsewhere.length === 0) return html``
  return html`<section aria-labelledby="elsewhere"><h2 id="elsewhere">Elsewhere, a day before and after</h2>${story.elsewhere.map(
    ({ by, value, events, more }) =>
      html`<h3>Same ${by}: ${value}</h3><ul>${events.map(
        (event) =>
          html`<li>${timeText(event.eventTime)} ${event.eventName} by ${event.principal} ${link(event.eventId, has)}</li>`,
      )}</ul>${more > 0 ? html`<p>${more} more.</p>` : ''}`,
  )}</section>`
}

function evidence({ story }: Report, has: ReadonlySet<string>): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Places of the records"><table><thead><tr><th scope="col">Record</th><th scope="col">File</th><th scope="col">Offset</th><th scope="col">Bytes</th><th scope="col">SHA-256 of the file</th></tr></thead><tbody>
${story.evidence.map(
  (
    record,
  ) => html`<tr><td class="long">${link(record.eventId, has)}</td><td class="long">${record.path}</td><td>${record.byteOffset}</td><td>${record.byteLength}</td><td class="long"><code>${record.sha256 ?? 'not recorded'}</code></td></tr>
`,
)}</tbody></table></div>`
}
