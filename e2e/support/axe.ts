import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** A popup stands at the end of the page, so that nothing cuts it off: outside of every landmark. */
const notOurs = ['region']

/** What axe finds on the page as it stands, or in one part of it, of any weight. Empty when all is well. */
export async function violations(page: Page, part = 'html'): Promise<string[]> {
  // What fades in has its contrast only at the end.
  await page.evaluate(async () => {
    const fading = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
    await Promise.allSettled(fading.map(({ finished }) => finished))
  })
  // The guards around an open popup hand the focus on at once; axe cannot know.
  const found = await new AxeBuilder({ page })
    // The pages have no frames, and what passes need not be carried here: a sixth of the time, measured.
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(rules)
    .include(part)
    .exclude('[data-base-ui-focus-guard]')
    .disableRules(notOurs)
    .analyze()
  return found.violations.map(
    ({ id, impact, help, nodes }) =>
      `${id} (${impact}): ${help}\n  ${nodes
        .slice(0, 3)
        .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)
        .join('\n  ')}`,
  )
}
