import { type ActionKind, type Impact, impacts } from '../../contract/deletions'
import type { Catalogue } from './catalogue'
import type { CatalogueAction, CatalogueRules, Verb } from './catalogue-schema'
import { allHold } from './conditions'
import { type TrailRecord, textAt, valueAt } from './record'

export type Classification = {
  kind: ActionKind
  /** The entry that named it; null where a rule did. */
  action: CatalogueAction | null
  /** `catalogue`, or the rule: `verb Delete`, `impairs logging`. */
  rule: string
}

/** What a classifier needs to know of a name to say whether its records are worth a look. */
export type NameClass = 'destructive' | 'life' | 'none'

export type Classifier = {
  /** What the action of a record is; null for what is neither destructive nor part of a resource's life. */
  classify(record: TrailRecord): Classification | null
  /** What records of this name can be, whatever their parameters. */
  nameClass(source: string, event: string): NameClass
}

export const isDestructive = (kind: ActionKind): kind is Impact =>
  (impacts as readonly string[]).includes(kind) && kind !== 'restored'
export const isListed = (kind: ActionKind): kind is Impact => (impacts as readonly string[]).includes(kind)

/** Makes a classifier that remembers what it worked out for each name. */
export function createClassifier(catalogue: Catalogue): Classifier {
  const byRule = ruleClassifier(catalogue.rules)
  const remembered = new Map<string, Classification | null>()
  const ruleFor = (source: string, event: string): Classification | null => {
    const key = `${source} ${event}`
    const known = remembered.get(key)
    if (known !== undefined) return known
    const found = byRule(source, event)
    remembered.set(key, found)
    return found
  }
  return {
    classify(record) {
      const source = textAt(record, 'eventSource')
      const event = textAt(record, 'eventName')
      if (source === null || event === null) return null
      const entries = catalogue.entriesFor(source, event)
      if (entries) {
        const action = entries.find((entry) => allHold(record, entry.when))
        return action?.impact ? { kind: action.impact, action, rule: 'catalogue' } : null
      }
      if (isReadOnly(record)) return null
      return ruleFor(source, event)
    },
    nameClass(source, event) {
      const entries = catalogue.entriesFor(source, event)
      const kinds = entries
        ? entries.flatMap((entry) => (entry.impact ? [entry.impact] : []))
        : [ruleFor(source, event)?.kind].filter((kind) => kind !== undefined)
      if (kinds.some(isListed)) return 'destructive'
      return kinds.length > 0 ? 'life' : 'none'
    },
  }
}

/** lookup-events writes the flag as text. */
function isReadOnly(record: TrailRecord): boolean {
  const flag = valueAt(record, 'readOnly')
  return flag === true || flag === 'true'
}

function ruleClassifier(rules: CatalogueRules): (source: string, event: string) => Classification | null {
  const suffix = new RegExp(rules.suffix)
  const harmless = rules.harmless.map((pattern) => new RegExp(pattern))
  const noise = rules.lifeNoise.map((pattern) => new RegExp(pattern))
  const special = [
    { ...rules.impairs, kind: 'logging-impaired' as const, name: 'impairs logging' },
    { ...rules.protects, kind: 'protection-removed' as const, name: 'removes protection' },
    { ...rules.grants, kind: 'access-removed' as const, name: 'removes access' },
  ].map((rule) => ({ ...rule, noun: new RegExp(rule.noun) }))

  return (source, dated) => {
    const event = dated.replace(suffix, '')
    if (!harmless.some((pattern) => pattern.test(event))) {
      for (const { verbs, noun, kind, name } of special) {
        const verb = verbs.find((candidate) => startsWith(event, candidate))
        if (verb && noun.test(event.slice(verb.length))) return { kind, action: null, rule: name }
      }
      const verb = rules.verbs.find((candidate) => verbFits(candidate, source, event))
      if (verb) return { kind: verb.impact, action: null, rule: `verb ${verb.starts}` }
    }
    if (noise.some((pattern) => pattern.test(event))) return null
    const life = rules.life.find((candidate) => verbFits(candidate, source, event))
    return life ? { kind: life.impact, action: null, rule: `verb ${life.starts}` } : null
  }
}

const verbFits = (verb: Verb, source: string, event: string): boolean =>
  startsWith(event, verb.starts) &&
  (verb.contains === undefined || event.includes(verb.contains)) &&
  (verb.source === undefined || verb.source === source)

/** The verb is a word of its own: `Stop` begins `StopTask`, not `StopwatchReset`. `ScheduleDelet` is a stem. */
const startsWith = (event: string, verb: string): boolean =>
  event.startsWith(verb) &&
  (event.length === verb.length || /[A-Z0-9_]/.test(event.charAt(verb.length)) || verb.endsWith('Delet'))
