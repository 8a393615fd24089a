import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Investigation } from '../../contract/deletions-api'
import type { Case } from '../case/case'
import { sampleCase, sampleTruth } from '../investigate/sample-case.test-support'
import { investigate } from '../investigate/story'
import { writeReport } from './report'
import { codeMarkdown, escapeHtml, escapeMarkdown, html, visibleText } from './visible-text'

const never = new AbortController().signal
let opened: Case
let dispose: () => Promise<void>
let story: Investigation

const now = new Date('2026-04-01T00:00:00Z')
const report = (format: 'html' | 'md', given = story) => writeReport(opened, given, format, now, never)

beforeAll(async () => {
  ;({ opened, dispose } = await sampleCase())
  const planted = sampleTruth().deletions.find(
    ({ eventName, outcome }) => eventName === 'DeleteDBInstance' && outcome === 'succeeded',
  )
  story = await investigate(opened, planted?.eventId ?? '', never)
})
afterAll(() => dispose())

describe('a report', () => {
  it('as HTML needs nothing from anywhere and lets nothing run', async () => {
    const { text, name } = await report('html')
    expect(name).toMatch(/^DeleteDBInstance-20260304T100731Z-[0-9a-f]{8}\.html$/)
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(text).not.toMatch(/<script|<img|<link|<iframe|\ssrc=|\son\w+=|url\(|@import/i)
    expect(text).not.toMatch(/href="(?!#)/)
  })

  it('leads from each statement to a record in the same file', async () => {
    const { text } = await report('html')
    const targets = [...text.matchAll(/href="#([^"]+)"/g)].map((match) => match[1])
    expect(targets.length).toBeGreaterThan(5)
    expect(targets.filter((id) => !text.includes(`id="${id}"`))).toEqual([])
  })

  it.each(['html', 'md'] as const)(
    'as %s has the sentence, the records, the hashes and the counts',
    async (format) => {
      const { text } = await report(format)
      const plain = text.replaceAll('\\', '')
      expect(plain).toContain('deleted RDS database prod-orders through role Admin')
      for (const { eventId, sha256 } of story.evidence.slice(0, 50)) {
        expect(plain).toContain(eventId)
        expect(plain).toContain(sha256)
      }
      expect(plain).toContain(
        `${opened.manifest.records.stored} events of ${opened.manifest.files.loaded} files`,
      )
      expect(plain).toMatch(/skipFinalSnapshot(&quot;|")/)
    },
  )

  it.each(['html', 'md'] as const)('as %s shows hostile text instead of obeying it', async (format) => {
    const hostile = `<script>alert(1)</script>\u202e|[x](http://evil)\`\u001b[2J`
    const given: Investigation = {
      ...story,
      summary: hostile,
      caveats: [hostile],
      deletion: {
        ...story.deletion,
        eventName: hostile,
        actor: { ...story.deletion.actor, userAgent: hostile },
      },
    }
    const { text, name } = await report(format, given)
    expect(name).not.toMatch(/[<>:"/\\|?*]/)
    expect(['\u202e', '\u001b'].filter((character) => text.includes(character))).toEqual([])
    if (format === 'html') expect(text).not.toContain('<script>alert')
    else expect(text.replaceAll(/```+[\s\S]*?```+/g, '')).not.toMatch(/(?<!\\)<script>|(?<!\\)\]\(http/)
  })
})

describe('text in a report', () => {
  it('keeps letters of every script', () => {
    expect(visibleText('naïve 名前\n\tx')).toBe('naïve 名前\n\tx')
  })

  it('is escaped by the template and joined from lists', () => {
    expect(html`<p title="${`a"b`}">${['<', '&'].map((part) => html`<i>${part}</i>`)}</p>`.html).toBe(
      '<p title="a&quot;b"><i>&lt;</i><i>&amp;</i></p>',
    )
    expect(escapeHtml(`'`)).toBe('&#39;')
  })

  it('in Markdown is never markup', () => {
    expect(escapeMarkdown('a|b *c* [d](e) <f>')).toBe('a\\|b \\*c\\* \\[d\\]\\(e\\) \\<f\\>')
    expect(codeMarkdown('a`b``c')).toBe('``` a`b``c ```')
  })
})
