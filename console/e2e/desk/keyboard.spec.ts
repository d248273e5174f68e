// Everything without a pointer.
import type { Route } from '@playwright/test';
import type { RefusalCode } from '@achterwacht/shared/alarm/refusal.ts';
import dutch from '@achterwacht/shared/messages/nl.json' with { type: 'json' };
import { bar, choose, chosenName, claimed, judge, timeline } from '../people/at-work.ts';
import { expect, press, test, type Desk } from '../story.ts';

test('37 – alarm, claim, note and closing by keyboard alone; J, K and digits walk the queue, F3 searches it', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace, queue } = anna;
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await press('232');
  await expect(card('Marten Koopmans')).toBeVisible();
  await page.keyboard.press('F6');
  await expect(queue).toBeFocused();
  await page.keyboard.press('2');
  await expect(chosenName(anna)).toHaveText('Marten Koopmans');
  await page.keyboard.press('k');
  await expect(chosenName(anna)).toHaveText('Joke van Dam');
  await page.keyboard.press('j');
  await expect(chosenName(anna)).toHaveText('Marten Koopmans');

  await press('233', '--test');
  await expect(card('TEST')).toBeVisible();
  await page.keyboard.press('F3');
  await page.keyboard.type('samira');
  await page.keyboard.press('Enter');
  await expect(chosenName(anna)).toHaveText('Samira Bouzid');
  await page.keyboard.press('F2');
  await expect(workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
  await workspace.getByLabel('Notitie').focus();
  await page.keyboard.type('Test gehoord.');
  await page.keyboard.press('Control+Enter');
  await expect(workspace.getByText('Test gehoord.')).toBeVisible();
  await page.keyboard.press('F9');
  const form = workspace.getByRole('form');
  await expect(form.getByLabel('Test', { exact: true })).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(workspace).toContainText('Afgehandeld: Test');
});

test('E1 – a word left in the search hides what is quiet, never what waits or is mine; F2 takes no notice of it, Esc empties it', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, queue } = anna;
  const search = page.getByRole('searchbox', { name: 'Zoek in de wachtrij' });
  const nothing = queue.getByText('Niets gevonden');
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await press('232');
  await expect(card('Marten Koopmans')).toBeVisible();
  const bram = await desk('Bram Jansen');
  await claimed(bram, 'Marten Koopmans');
  await expect(card('Marten Koopmans')).toContainText('Bram');

  await page.keyboard.press('F3');
  // Nobody's, also of no alarm that an earlier story closed.
  await page.keyboard.type('ophelia');
  await expect(nothing).toBeVisible();
  await expect(card('Marten Koopmans')).toBeHidden();
  await expect(card('Joke van Dam')).toBeVisible();
  await press('233');
  await expect(card('Samira Bouzid')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(card('Samira Bouzid')).toContainText('U 00:');
  await expect(search).toHaveValue('ophelia');

  await search.focus();
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue('');
  await expect(nothing).toBeHidden();
  await expect(card('Marten Koopmans')).toBeVisible();
});

test('what is chosen by key is in sight however many wait, a search says what it found, and F2 leaves it for the judgement', async ({
  desk,
}) => {
  // As low as a window may be: eight that wait do not fit, though most of them are a line.
  const anna = await desk('Anna de Wit', { options: { viewport: { width: 1366, height: 520 } } });
  const { page, card, queue, workspace } = anna;
  const search = queue.getByRole('searchbox');
  for (const serial of ['231', '232', '233', '234', '241', '242', '244']) await press(serial);
  await press('251');
  const last = card('Paul Lemmens');
  await expect(last).toBeAttached();
  await expect(last).not.toBeInViewport();
  await queue.focus();
  for (let step = 0; step < 8; step += 1) await page.keyboard.press('j');
  await expect(chosenName(anna)).toHaveText('Paul Lemmens');
  await expect(last).toBeInViewport({ ratio: 0.9 });

  // What lies beyond the desk is found after the choice, and lies above it.
  const chosen = Promise.withResolvers<void>();
  await page.route('**/api/desk-search?*', async (route) => {
    await chosen.promise;
    await route.continue();
  });
  await page.keyboard.press('F3');
  await page.keyboard.type('joke');
  await expect(queue).toContainText(/Enter\s*#\d+ Joke van Dam/);
  await page.keyboard.press('Enter');
  await expect(chosenName(anna)).toHaveText('Joke van Dam');
  chosen.resolve();
  await expect(queue.getByRole('heading', { name: /Personen/ })).toBeAttached();
  await expect(card('Joke van Dam')).toBeInViewport({ ratio: 0.9 });
  await expect(search).toBeFocused();
  await page.keyboard.press('F2');
  await expect(workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
  await expect(bar(anna)).toBeFocused();
  await page.keyboard.press('1');
  await expect(workspace.getByRole('form', { name: 'Geluid' })).toBeVisible();
  await expect(search).toHaveValue('joke');
});

test('37 – caret and text of a half-written note survive five events; Escape closes a panel and never an alarm; F1 lists every key', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  const note = workspace.getByLabel('Notitie');
  await note.fill('De man staat voor de deur');
  await note.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(6, 6));
  for (const serial of ['231', '231', '232', '241', '231']) await press(serial);
  await expect(card('Joke van Dam')).toContainText('×4');
  await expect(note).toBeFocused();
  await page.keyboard.type('netje');
  await expect(note).toHaveValue('De mannetje staat voor de deur');

  await page.keyboard.press('F9');
  await expect(workspace.getByRole('form')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(workspace.getByRole('form')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(card('Joke van Dam')).toContainText('U 00:');
  await page.keyboard.press('F1');
  const help = page.getByRole('dialog', { name: 'Sneltoetsen' });
  await expect(help).toBeVisible();
  for (const key of ['F2', 'F3', 'F6', 'F7', 'F9', 'Esc']) await expect(help).toContainText(key);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
});

test('C8, E10, E12 – what is typed in a form stays when it closes, F2 in it does nothing but say so; who has two is asked before a third', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace } = anna;
  const foot = page.getByRole('contentinfo');
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await press('232');
  await expect(card('Marten Koopmans')).toBeVisible();

  await page.keyboard.press('1');
  const judging = workspace.getByRole('form', { name: 'Geluid' });
  const note = judging.getByRole('textbox').first();
  await expect(note).toBeFocused();
  await page.keyboard.type('man dreigt');
  await page.keyboard.press('F2');
  await expect(foot).toContainText('Eerst Esc: u bent in een formulier');
  await expect(card('Marten Koopmans')).toContainText('Niet aangenomen');
  await choose(anna, 'Marten Koopmans');
  await choose(anna, 'Joke van Dam');
  await page.keyboard.press('Alt+l');
  await page.keyboard.press('1');
  await expect(note).toHaveValue('man dreigt');
  await page.keyboard.press('Enter');
  await expect(bar(anna)).toContainText('Geverifieerd door geluid');

  await page.keyboard.press('F9');
  const closing = workspace.getByRole('form', { name: /afhandelen/ });
  await closing.getByLabel('Toelichting').fill('weg voor wij belden');
  await page.keyboard.press('Escape');
  await expect(closing).toBeHidden();
  await page.keyboard.press('F9');
  await expect(closing.getByLabel('Toelichting')).toHaveValue('weg voor wij belden');
  await page.keyboard.press('Escape');
  await bar(anna).getByRole('button', { name: 'Besluit wijzigen' }).click();
  const withdrawing = workspace.getByRole('form', { name: 'Besluit intrekken' });
  await expect(withdrawing).toBeVisible();
  await page.keyboard.press('Escape');

  await page.keyboard.press('F2');
  await expect(card('Marten Koopmans')).toContainText('U 00:');
  await press('233');
  await expect(card('Samira Bouzid')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(foot).toContainText(/U heeft al 2 alarmen\. Nog een keer neemt ook #\d+ aan/);
  await expect(card('Samira Bouzid')).toContainText('Niet aangenomen');
  await page.keyboard.press('F2');
  await expect(card('Samira Bouzid')).toContainText('U 00:');
});

test('F2 that comes before its alarm is drawn: the judgement has the keys all the same', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit', { prepare: (page) => page.clock.install() });
  const { page, card } = anna;
  // No frame, so no workspace: the card is all there is of the press.
  await page.clock.pauseAt(Date.now() + 1_000);
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(page.getByRole('contentinfo')).toContainText('aangenomen');
  await expect(bar(anna)).toBeHidden();
  await page.clock.resume();
  await judge(anna, '2', 'bode ziet een man met een mes');
  await expect(bar(anna)).toContainText('Geverifieerd door persoon ter plaatse');
});

/** Holds back whatever is asked of an alarm, and with it every answer, until it is told to let go. */
async function hold({ page }: Desk, answer = (route: Route) => route.continue()) {
  const held = Promise.withResolvers<void>();
  await page.route(/\/api\/alarms\/[^/]+\/(commands|listen-in)$/, async (route) => {
    await held.promise;
    await answer(route);
  });
  return held.resolve;
}

const refuse = (code: RefusalCode, details: Record<string, string>) => (route: Route) =>
  route.fulfill({ status: 409, json: { error: { code, message: code, details } } });

test('keys that are quicker than the answers: each counts in its turn', async ({ desk }) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace, queue } = anna;
  await press('231');
  await press('232');
  await expect(card('Marten Koopmans')).toBeVisible();
  await expect(card('Joke van Dam')).toBeVisible();
  await queue.focus();

  // Taken and judged in one go: the digit is meant for the judgement, not for the second card.
  const name = (await chosenName(anna).textContent())!;
  const claim = await hold(anna);
  await page.keyboard.press('F2');
  await page.keyboard.press('2');
  await expect(bar(anna)).toBeFocused();
  claim();
  await expect(workspace.getByRole('form', { name: 'Persoon ter plaatse' })).toBeVisible();
  await expect(chosenName(anna)).toHaveText(name);

  await page.keyboard.type('bode ziet een man met een mes');
  const steps = workspace.getByRole('button', { name: /^Gedaan: / });
  await expect(steps.first()).toBeVisible();
  const left = await steps.count();
  const judgement = await hold(anna);
  await page.keyboard.press('Enter');
  await steps.first().press('Enter');
  await steps.nth(1).press('Enter');
  await expect(bar(anna)).not.toContainText('Geverifieerd');
  judgement();
  await expect(bar(anna)).toContainText('Geverifieerd door persoon ter plaatse');
  await expect(steps).toHaveCount(left - 2);
  await expect(timeline(anna).getByText('Stap van het plan gedaan')).toHaveCount(2);
});

test('F8 straight after F2 opens with the answer; F8 after a claim that somebody else won opens nothing', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace } = anna;
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  const claim = await hold(anna);
  await page.keyboard.press('F2');
  await page.keyboard.press('F8');
  claim();
  const handover = workspace.getByRole('region', { name: /^Doormelden #/ });
  await expect(handover).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(handover).toBeHidden();

  await press('232');
  await expect(card('Marten Koopmans')).toBeVisible();
  await choose(anna, 'Marten Koopmans');
  const won = { owner: 'Bram Jansen', at: '2026-03-02T08:00:00.000Z' };
  const lost = await hold(anna, refuse('al-aangenomen', won));
  await page.keyboard.press('F2');
  await page.keyboard.press('F8');
  lost();
  await expect(page.getByRole('contentinfo')).toContainText('Al aangenomen door Bram Jansen');
  await expect(handover).toBeHidden();
});

test('what was decided behind something that is refused is not sent, and that is said', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  const asked: unknown[] = [];
  const step = await hold(anna, (route) => {
    asked.push(route.request().postDataJSON());
    return refuse('stap-onbekend', {})(route);
  });
  await workspace
    .getByRole('button', { name: /^Gedaan: / })
    .first()
    .press('Enter');
  const gives = workspace.getByRole('button', { name: 'Teruggeven' });
  await gives.press('Enter');
  step();
  await expect(page.getByRole('contentinfo')).toContainText(
    `${dutch.refusal_stap_onbekend} · Wat u daarna deed, is niet verstuurd: 1`,
  );
  await expect(gives).toBeVisible();
  expect(asked).toMatchObject([{ type: 'CompleteStep' }]);
});
