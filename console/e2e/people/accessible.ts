// One screen against WCAG 2.2 AA, in both themes.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '../story.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** @param parts What is new on it, by their selectors, where the rest was looked at before; else all of it. */
export async function expectAccessible(
  page: Page,
  screen: string,
  ...parts: string[]
): Promise<void> {
  for (const theme of ['dag', 'nacht']) {
    await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), theme);
    // Half a megabyte of script: once a page.
    const isThere = await page.evaluate(() => 'axe' in window);
    const axeSource = isThere ? '0' : undefined;
    // Without frames there is nothing to gather, for which it would open one more page each time.
    const check = new AxeBuilder({ page, axeSource }).setLegacyMode();
    // Every place where a rule holds is not worth naming: one will do.
    check.options({ resultTypes: ['violations'] });
    for (const part of parts) check.include(part);
    // The themes differ in colours and in nothing else: the rest is the same page once more.
    if (theme === 'dag') check.withTags(rules);
    else check.withRules(['color-contrast', 'link-in-text-block']);
    const { violations, passes } = await check.analyze();
    const found = violations.map(
      ({ id, nodes }) => `${screen}, ${theme}: ${id}: ${nodes.map(({ html }) => html).join('\n')}`,
    );
    expect(found).toEqual([]);
    expect(passes.map(({ id }) => id)).toContain('color-contrast');
  }
}
