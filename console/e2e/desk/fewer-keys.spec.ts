// How far somebody comes with few keys: what follows is under the next finger, and what is elsewhere a key away.
import type { Locator } from '@playwright/test';
import {
  bar,
  choose,
  chosenName,
  claimed,
  listeningIn,
  makeReady,
  panel,
  timeline,
} from '../people/at-work.ts';
import { countKeys } from '../people/counted-keys.ts';
import { expect, press, test, type Desk } from '../story.ts';

/** Under nothing. */
const isSeen = (button: Locator) =>
  button.evaluate((element) => {
    const { left, top, bottom } = element.getBoundingClientRect();
    return [top + 2, bottom - 2].every((y) =>
      element.contains(document.elementFromPoint(left + 5, y)),
    );
  });

test('a real incident from F2 to closed is twenty keys beside its text', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await speak('231');
  await expect(anna.card('Joke van Dam')).toContainText('geluid');
  const pressed = await countKeys(page);
  await claimed(anna, 'Joke van Dam');
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);

  await expect(bar(anna)).toBeFocused();
  await page.keyboard.press('1');
  await page.keyboard.type('man dreigt met een mes');
  await page.keyboard.press('Control+Enter');
  await expect(bar(anna)).toContainText('Geverifieerd door geluid');
  const handover = panel(anna);
  await expect(handover.getByRole('group', { name: /^Voorlezen/ })).toBeFocused();
  await expect(handover.getByRole('status')).toContainText('Klaargezet');
  for (const digit of '12345678') await page.keyboard.press(digit);
  const name = handover.getByLabel('Naam bij de meldkamer');
  await expect(name).toBeFocused();
  await page.keyboard.type('Karel de Boer');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2026-4471');
  await page.keyboard.press('Enter');
  await expect(handover.getByRole('status')).toContainText('Karel de Boer, 2026-4471');
  await expect(handover).toContainText('8 van 8 teruggelezen');

  const closedBy = handover.getByRole('button', { name: 'Afgerond' });
  await page.keyboard.press('6');
  await expect(closedBy).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Enter');
  await expect(handover.getByRole('status')).toContainText('Afgerond');

  await page.keyboard.press('F9');
  const form = workspace.getByRole('form', { name: /afhandelen/ });
  await expect(form).toBeVisible();
  await page.keyboard.press('4');
  await expect(form.getByLabel('Daadwerkelijk incident')).toBeChecked();
  const required = form.getByRole('button', { name: /^Gedaan: / });
  for (const left of [2, 1]) {
    await expect(required).toHaveCount(left);
    await expect(required.first()).toBeFocused();
    await page.keyboard.press('Enter');
  }
  await expect(required).toHaveCount(0);
  await expect(form.getByRole('button', { name: 'Afhandelen' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(workspace).toContainText('Afgehandeld: Daadwerkelijk incident');
  const keys = await pressed();
  expect(keys.length, keys.join(' ')).toBeLessThanOrEqual(20);
});

test('a harmless press whose word was heard is closed in six keys', async ({ desk, speak }) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await speak('231');
  await expect(anna.card('Joke van Dam')).toContainText('geluid');
  const pressed = await countKeys(page);
  await claimed(anna, 'Joke van Dam');
  await expect(workspace).toContainText('blauwe fiets');
  await page.keyboard.press('Alt+w');
  await expect(workspace.getByLabel('Gehoord woord')).toBeFocused();
  await page.keyboard.type('blauwe fiets');
  await page.keyboard.press('Enter');
  await expect(workspace).toContainText('Codewoord juist om');
  await page.keyboard.press('F9');
  const form = workspace.getByRole('form', { name: /afhandelen/ });
  await expect(form.getByLabel('Loos – per ongeluk')).toBeFocused();
  // The plan wants so many seconds of sound first, and no key.
  await expect(form).toContainText('Daarna kunt u zelf bevestigen.', { timeout: 60_000 });
  await page.keyboard.press('Enter');
  await expect(form.getByRole('button', { name: 'Loos bevestigen' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(workspace).toContainText('Afgehandeld: Loos – per ongeluk');
  const keys = await pressed();
  expect(keys.length, keys.join(' ')).toBeLessThanOrEqual(6);
});

test('from wherever somebody is: Alt+L, Alt+W, Alt+N and Alt+P, digits of the judgement all over the alarm, and text stays text', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await expect(workspace).toContainText('blauwe fiets');
  const note = workspace.getByLabel('Notitie');
  const step = workspace.getByRole('button', { name: /^Gedaan: / }).first();
  await anna.queue.focus();
  for (const [key, place] of [
    ['Alt+n', note],
    ['Alt+w', workspace.getByLabel('Gehoord woord')],
    ['Alt+p', step],
    ['Alt+l', bar(anna)],
    ['Alt+n', note],
  ] as const) {
    await page.keyboard.press(key);
    await expect(place).toBeFocused();
  }
  await page.keyboard.type('2 mannen, w');
  await expect(note).toHaveValue('2 mannen, w');
  await expect(workspace.getByRole('form')).toHaveCount(0);

  await step.focus();
  await page.keyboard.press('2');
  const judging = workspace.getByRole('form', { name: 'Persoon ter plaatse' });
  await expect(judging.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('2');
  await expect(judging.getByRole('textbox')).toHaveValue('2');
  await page.keyboard.press('Escape');
  // In the queue it is a card.
  await press('232');
  await expect(anna.card('Marten Koopmans')).toBeVisible();
  await anna.queue.focus();
  await page.keyboard.press('1');
  await expect(workspace.getByRole('form')).toHaveCount(0);
  await choose(anna, 'Marten Koopmans');
  // What is not there says so, and takes nobody elsewhere.
  await page.keyboard.press('Alt+w');
  await expect(page.getByRole('contentinfo')).toContainText('Alt+W (naar het gehoorde woord)');
});

const roles = ({ workspace }: Desk) =>
  workspace.getByRole('group', { name: 'Luisteraar en beller' });

test('F8 by a colleague says "Ik bel" with the script open; Alt+R changes places, and Alt+O takes over with its reason', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  await press('231');
  await claimed(anna, 'Joke van Dam');
  const bram = await desk('Bram Jansen');
  await choose(bram, 'Joke van Dam');
  await bram.page.keyboard.press('F8');
  await expect(panel(bram).getByRole('group', { name: /^Voorlezen/ })).toBeFocused();
  await expect(roles(bram)).toContainText(/Beller\s*u/);
  await expect(roles(anna)).toContainText(/Beller\s*Bram Jansen/);
  // The digits are the script's, wherever in it he is.
  await panel(bram)
    .getByRole('button', { name: /^Ik bel nu/ })
    .focus();
  await bram.page.keyboard.press('3');
  await expect(panel(bram)).toContainText('1 van 8 teruggelezen');

  await anna.page.keyboard.press('Alt+r');
  await expect(roles(bram)).toContainText(/Luisteraar\s*u/);
  await bram.page.keyboard.press('Alt+r');
  await expect(roles(anna)).toContainText(/Luisteraar\s*u/);

  const dirk = await desk('Dirk Mulder');
  await choose(dirk, 'Joke van Dam');
  const pressed = await countKeys(dirk.page);
  await dirk.page.keyboard.press('Alt+o');
  await expect(dirk.workspace.getByLabel('Reden')).toBeFocused();
  await dirk.page.keyboard.type('Anna heeft pauze');
  await dirk.page.keyboard.press('Enter');
  await expect(dirk.workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
  await expect(timeline(dirk)).toContainText('Anna heeft pauze');
  expect(await pressed()).toEqual(['o', 'Enter']);
});

test('what the police say is a digit and Enter; another digit before that is another status; at closing a step is in sight before Enter says that it is done', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await expect(bar(anna)).toBeFocused();
  await page.keyboard.press('2');
  await page.keyboard.type('bode ziet een man met een mes');
  await page.keyboard.press('Enter');
  await makeReady(anna);
  const handover = panel(anna);
  await handover.getByLabel('Naam bij de meldkamer').fill('Karel de Boer');
  await handover.getByLabel('Incidentnummer').fill('2026-4471');
  await page.keyboard.press('Enter');
  await expect(handover.getByRole('status')).toContainText('Karel de Boer');
  await expect(handover).toBeFocused();
  await page.keyboard.press('3');
  await expect(handover.getByRole('button', { name: 'Ter plaatse' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('2');
  await expect(handover.getByRole('button', { name: 'Onderweg' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(timeline(anna)).toContainText(/onderweg .+ Karel de Boer/);
  await expect(timeline(anna)).not.toContainText('Politie: ter plaatse');

  const usual = page.viewportSize()!;
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.keyboard.press('F9');
  const form = anna.workspace.getByRole('form', { name: /afhandelen/ });
  await expect(form).toBeVisible();
  await expect(form).toContainText('Afspraak met gemeente Haarlem');
  await page.keyboard.press('4');
  const required = form.getByRole('button', { name: /^Gedaan: / }).first();
  await expect(required).toBeFocused();
  // Nobody says with Enter that something is done which he cannot read.
  expect(await isSeen(required)).toBe(true);
  // The window is kept for the next story.
  await page.setViewportSize(usual);
});

test('what is done of the plan folds away, and what must be done stands out', async ({ desk }) => {
  const anna = await desk('Anna de Wit');
  const { workspace } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await expect(chosenName(anna)).toHaveText('Joke van Dam');
  const steps = workspace.getByRole('list', { name: /versie \d/ });
  const must = steps.getByRole('listitem').filter({ hasText: 'verplicht' });
  await expect(must.first()).toHaveCSS('border-left-width', '4px');
  const before = await steps.getByRole('listitem').count();
  const first = steps.getByRole('listitem').first();
  const text = (await first.locator('.text').textContent())!;
  await first.getByRole('button', { name: /^Gedaan: / }).click();
  await expect(steps.getByRole('listitem')).toHaveCount(before - 1);
  await expect(workspace.getByText(`Klaar: 1 van ${before}`)).toBeVisible();
  const done = workspace.locator('details').getByText(text);
  await expect(done).toBeHidden();
  await workspace.getByText(`Klaar: 1 van ${before}`).click();
  await expect(done).toBeVisible();
});
