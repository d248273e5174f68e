// Every screen, in both themes, against WCAG 2.2 AA; and what that tool cannot see.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from '../people/accessible.ts';
import { bar, makeReady } from '../people/at-work.ts';
import { pass } from '../people/page-clock.ts';
import { screens } from '../people/screens.ts';
import { expect, press, test } from '../story.ts';

test('38 – log-in, not allowed, not found', async ({ page }) => {
  await page.goto('/inloggen');
  await expect(page.getByRole('button', { name: /Anna de Wit/ })).toBeVisible();
  await expectAccessible(page, 'log-in');
  await page.goto('/bestaat-niet');
  await expect(page.getByRole('heading')).toBeVisible();
  await expectAccessible(page, 'not found');
});

test('38 – what somebody finds who runs a centre, and what he does not', async ({ people }) => {
  const els = await people.window('Els Bakker');
  for (const [path, heading, screen] of [
    ['/beheer', 'Wat te doen', 'tasks'],
    ['/beheer/koppelingen', 'Koppelingen', 'service accounts'],
    ['/profiel/werkaccount', 'Mijn werkaccount', 'work account'],
    ['/welkom', 'Welkom, Els Bakker', 'welcome'],
    ['/controle', 'Geen toegang', 'not allowed'],
  ] as const) {
    await els.goto(path);
    await expect(els.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    await expect(els.getByText('Laden…')).toHaveCount(0);
    await expectAccessible(els, screen);
  }
});

test('38 – every page is looked at by some story', () => {
  const routes = join(import.meta.dirname, '../../src/routes');
  const pages = globSync('**/+page.svelte', { cwd: routes })
    .map((path) => `/${path}`.replace(/\/\([^/]+\)/g, '').replace('/+page.svelte', ''))
    // Leads on, and shows nothing.
    .filter((path) => path !== '');
  expect(Object.keys(screens).toSorted()).toEqual(pages.toSorted());
  const stories = join(import.meta.dirname, '..');
  const told = globSync('**/*.spec.ts', { cwd: stories })
    .map((path) => readFileSync(join(stories, path), 'utf8'))
    .join('\n');
  const unseen = Object.values(screens).filter((screen) => !told.includes(`, '${screen}'`));
  expect(unseen).toEqual([]);
});

test('38 – the desk: empty, with alarms, with a form, with the menu, with the keys', async ({
  desk,
}) => {
  const { page, card, workspace } = await desk('Anna de Wit');
  await expectAccessible(page, 'empty desk', '.queue', '.workspace');
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await press('241', '--code', '302');
  await press('242', '--test');
  await expect(card('TEST').first()).toBeVisible();
  await expectAccessible(page, 'waiting alarm');
  await page.keyboard.press('F2');
  await expect(workspace).toContainText('donkerblauwe jas');
  await expectAccessible(page, 'own alarm', '.queue', '.workspace');
  await page.keyboard.press('F9');
  await workspace.getByLabel('Loos – per ongeluk').check();
  await expect(workspace.getByLabel('Vertrouwd persoon ziet de drager')).toBeVisible();
  await expectAccessible(page, 'closing', '.workspace');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Anna de Wit/ }).click();
  await expect(page.getByRole('button', { name: 'Uitloggen' })).toBeVisible();
  await expectAccessible(page, 'menu', '.header');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'keys', '[role=dialog]');
});

test('38 – the desk: judging, handing over, handed over', async ({ desk }) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace } = anna;
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(workspace).toContainText('donkerblauwe jas');
  await expect(bar(anna)).toBeFocused();
  await page.keyboard.press('2');
  await expect(workspace.getByRole('form')).toBeVisible();
  await expectAccessible(page, 'judging', '.workspace');
  await page.keyboard.type('bode ziet een man met een mes');
  await page.keyboard.press('Enter');
  await expect(workspace).toContainText('Geverifieerd door persoon ter plaatse');
  await makeReady(anna);
  await expect(workspace).toContainText('Meldkamer Noord-Holland');
  await expectAccessible(page, 'handing over', '.workspace');
  await workspace.getByLabel('Naam bij de meldkamer').fill('Karel de Boer');
  await workspace.getByLabel('Incidentnummer').fill('2026-4471');
  await page.keyboard.press('Enter');
  await workspace.getByRole('button', { name: 'onderweg' }).click();
  await expect(workspace.getByRole('form', { name: 'Status van de politie' })).toBeVisible();
  await expectAccessible(page, 'handed over', '.workspace');
});

test('38 – the desk without a connection', async ({ desk }) => {
  const { page } = await desk('Anna de Wit');
  await page.context().setOffline(true);
  await pass(page, 10_000);
  await expect(page.getByText(/VERBINDING VERBROKEN/)).toBeVisible();
  await expectAccessible(page, 'broken');
});

test('38 – a waiting alarm blinks, with reduced motion nothing moves; what is pressed is told without our colours', async ({
  desk,
}) => {
  const { page, card, queue, workspace } = await desk('Anna de Wit', {
    options: { reducedMotion: 'no-preference' },
  });
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  /** How its shape is seen within a second, which is more than once on and off. */
  const seen = () =>
    page.evaluate(async () => {
      const shape = document.querySelector('.queue [data-alarm] svg')!;
      const strengths = new Set<string>();
      for (const until = performance.now() + 1_000; performance.now() < until;) {
        strengths.add(getComputedStyle(shape).opacity);
        await new Promise((next) => setTimeout(next, 50));
      }
      return [...strengths].sort();
    });
  expect(await seen()).toEqual(['0.2', '1']);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await seen()).toEqual(['1']);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);

  const words = queue.getByRole('button', { name: 'Alarm met de hand' }).getByText('Alarm met');
  await expect(words).toHaveCSS('text-decoration-line', 'underline');
  await page.emulateMedia({ forcedColors: 'active' });
  const fills = await workspace.getByRole('button', { name: 'Aannemen' }).evaluate((button) => {
    const fill = getComputedStyle(button).backgroundColor;
    button.style.background = 'Highlight';
    return [fill, getComputedStyle(button).backgroundColor];
  });
  expect(fills[0]).toBe(fills[1]);
});

test('38 – targets are at least 24 pixels, and at 200 % nothing is lost', async ({ desk }) => {
  // 200 % zoom of a 1920 screen is a page of 960 pixels.
  const { page, card, workspace } = await desk('Anna de Wit', {
    options: { viewport: { width: 960, height: 540 } },
  });
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(workspace.getByRole('button', { name: 'Aannemen' })).toBeVisible();
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, a[href], input, select, textarea')]
      .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden'))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 23.5 || box.width < 23.5))
      // The words around a radio button are part of its target.
      .filter(({ element }) => !element.closest('label'))
      .map(({ element }) => element.outerHTML.slice(0, 120)),
  );
  expect(small).toEqual([]);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways).toBeLessThanOrEqual(0);
  await workspace.getByRole('button', { name: 'Aannemen' }).scrollIntoViewIfNeeded();
  await workspace.getByRole('button', { name: 'Aannemen' }).click();
  await expect(workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
});
