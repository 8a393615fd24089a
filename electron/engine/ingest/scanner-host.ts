import { categories } from '../../contract/event'
import { agentFamilies, agentFamilyOf, categoryOf, isFailedSignIn, outcomeOfError } from './derived'
import { timeOf, windowStartOf } from './staged-time'

/** Texts of columns that hold one of a few; the first four are known to the scanner by their place. */
export const words: readonly string[] = [
  ...['succeeded', 'denied', 'failed', 'root', 'dry-run'],
  ...categories,
  ...agentFamilies,
]
const wordOf = (text: string): number => words.indexOf(text)

/** Answers to what the scanner asks of a text, in the order of its questions (assembly/words.ts). */
const answers: readonly ((text: string) => string)[] = [agentFamilyOf, outcomeOfError]

type HostFunctions = Record<string, Record<string, (...values: number[]) => number | bigint>>

const noTime = -(2n ** 63n)

/** What the scanner asks the host; `textAt` reads its memory. */
export function hostFunctions(textAt: (from: number, size: number) => string): HostFunctions {
  let exact = 0
  const textOrNull = (from: number, size: number) => (from === 0 ? null : textAt(from, size))
  return {
    stage: {
      hostTime: (from: number, size: number): bigint => {
        const time = timeOf(textAt(from, size))
        exact = time.exact ? 1 : 0
        return time.micros ?? noTime
      },
      hostTimeExact: () => exact,
      hostWindow: (from: number, size: number): bigint => windowStartOf(textAt(from, size)) ?? noTime,
    },
    words: {
      hostWord: (question: number, from: number, size: number): number =>
        wordOf(answers[question]?.(textAt(from, size)) ?? ''),
    },
    derive: {
      hostSignIn: (from: number, size: number): number => (isFailedSignIn(textAt(from, size)) ? 1 : 0),
      hostCategory: (
        type: number,
        typeSize: number,
        source: number,
        sourceSize: number,
        name: number,
        nameSize: number,
        facts: number,
      ): number =>
        wordOf(
          categoryOf({
            eventType: textOrNull(type, typeSize),
            eventSource: textOrNull(source, sourceSize),
            eventName: textOrNull(name, nameSize),
            managementEvent: (facts & 3) === 0 ? null : (facts & 3) === 2,
            hasInsightDetails: (facts & 4) !== 0,
          }),
        ),
    },
  }
}
