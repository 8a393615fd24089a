import type { TimeUnit } from '../../lib/time'
import { stepFind } from '../find/find-steps'
import { stepPrincipal } from './principal-steps'
import { stepTime } from './time-steps'

const steps: Record<string, (caseId: string) => Promise<void>> = {
  '[': (caseId) => stepPrincipal(caseId, -1),
  ']': (caseId) => stepPrincipal(caseId, 1),
  n: () => stepFind('next'),
  N: () => stepFind('previous'),
}
const units: Record<string, TimeUnit> = { i: 'minute', o: 'hour', d: 'day' }
for (const [key, unit] of Object.entries(units)) {
  steps[key] = () => stepTime(unit, 1)
  steps[key.toUpperCase()] = () => stepTime(unit, -1)
}

/** Keys that lead to another row, wherever that is; the one they start from need not be loaded. False for other keys. */
export function stepByKey(key: string, caseId: string): boolean {
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined
  if (!step) return false
  void step(caseId)
  return true
}
