import type { Catalogue } from './catalogue'
import type { ResourceType } from './catalogue-schema'

export type Arn = { partition: string; service: string; region: string; account: string; resource: string }

const arnPattern = /^arn:([^:\s]+):([^:\s]+):([^:\s]*):([^:\s]*):(\S[^\n]*)$/

/** The parts of an ARN; null for text that is none. */
export function parseArn(text: string): Arn | null {
  const match = arnPattern.exec(text)
  if (!match) return null
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match
  return { partition, service, region, account, resource }
}

/** The partition a Region belongs to. Global events say `us-east-1` or nothing. */
export function partitionOf(region: string | null): string {
  if (!region) return 'aws'
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  if (region.startsWith('us-iso-')) return 'aws-iso'
  if (region.startsWith('us-isob-')) return 'aws-iso-b'
  if (region.startsWith('eu-isoe-')) return 'aws-iso-e'
  if (region.startsWith('us-isof-') || region.startsWith('eu-isof-')) return 'aws-iso-f'
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws'
}

export type ArnParts = {
  id: string
  within: string | null
  region: string | null
  account: string | null
}

/** The ARN of a resource, where its type has one that follows from what is known; else null. */
export function buildArn(type: ResourceType | undefined, parts: ArnParts): string | null {
  if (!type?.arn || type.arnSuffix) return null
  let id = parts.id
  if (type.stripLeadingSlash) id = id.replace(/^\//, '')
  if (type.lowerCase) id = id.toLowerCase()
  const values: Record<string, string | null> = {
    partition: partitionOf(parts.region),
    region: parts.region,
    account: parts.account,
    id,
    within: parts.within,
  }
  let complete = true
  const built = type.arn.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === null || value === undefined) complete = false
    return value ?? ''
  })
  return complete ? built : null
}

/** The identifier inside an ARN: by the template of the type, else what follows the kind of resource. */
export function idInArn(type: ResourceType | undefined, arn: string): string {
  const resource = parseArn(arn)?.resource ?? arn
  const template = type?.arn ? parseArn(type.arn.replaceAll(/\{(\w+)\}/g, '<$1>'))?.resource : undefined
  if (template) {
    const id = matchTemplate(template, type?.arnSuffix, resource)
    if (id !== null) return id
  }
  const cut = /^[a-z][A-Za-z0-9_-]*[/:](.+)$/.exec(resource)
  return cut?.[1] ?? resource
}

/** `{within}` is anything up to the text that follows it, `{id}` the rest. */
function matchTemplate(template: string, suffix: string | undefined, resource: string): string | null {
  return templatePattern(template, suffix).exec(resource)?.groups?.id ?? null
}

const templates = new Map<string, RegExp>()

function templatePattern(template: string, suffix = ''): RegExp {
  const key = `${template} ${suffix}`
  let pattern = templates.get(key)
  if (!pattern) {
    const body = template
      .split(/(<\w+>)/)
      .map((part) =>
        part === '<id>'
          ? '(?<id>.+?)'
          : /^<\w+>$/.test(part)
            ? '.+?'
            : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      )
      .join('')
    pattern = new RegExp(`^${body}(?:${suffix || '(?!)'})?$`)
    templates.set(key, pattern)
  }
  return pattern
}

/** Finds the type of resource an ARN or an identifier by itself belongs to. */
export type TypeFinder = {
  byArn(arn: string): string | null
  byId(id: string): string | null
}

export function typeFinder(catalogue: Catalogue): TypeFinder {
  const byService = new Map<
    string,
    { name: string; type: ResourceType; pattern: RegExp; literal: number }[]
  >()
  const byId: { name: string; pattern: RegExp }[] = []
  for (const [name, type] of catalogue.types) {
    if (type.idPattern) byId.push({ name, pattern: new RegExp(type.idPattern) })
    const parsed = type.arn ? parseArn(type.arn.replaceAll(/\{(\w+)\}/g, '<$1>')) : null
    if (!parsed) continue
    const list = byService.get(parsed.service) ?? []
    list.push({
      name,
      type,
      pattern: templatePattern(parsed.resource, type.arnSuffix),
      literal: parsed.resource.replaceAll(/<\w+>/g, '').length,
    })
    byService.set(parsed.service, list)
  }
  // The most literal template first: `log-group:X:log-stream:Y` before `log-group:X`.
  for (const list of byService.values()) list.sort((a, b) => b.literal - a.literal)
  return {
    byArn(arn) {
      const parsed = parseArn(arn)
      if (!parsed) return null
      return byService.get(parsed.service)?.find(({ pattern }) => pattern.test(parsed.resource))?.name ?? null
    },
    byId: (id) => byId.find(({ pattern }) => pattern.test(id))?.name ?? null,
  }
}
