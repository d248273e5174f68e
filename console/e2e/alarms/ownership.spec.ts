// Who has the alarm: exactly one, and everybody knows who.
import type { Page } from '@playwright/test';
import { choose, chosenName } from '../people/at-work.ts';
import { letPass } from '../product/centre-times.ts';
import { act } from '../people/colleague.ts';
import { pass } from '../people/page-clock.ts';
import { expect, press, sounds, test, type Desk } from '../story.ts';

test('11 – both press F2: one owns it, the other reads who was first, and the next card is chosen', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  await press('231');
  await press('232');
  for (const { card } of [anna, bram]) {
    await expect(card('Joke van Dam')).toBeVisible();
    await expect(card('Marten Koopmans')).toBeVisible();
  }
  for (const each of [anna, bram]) await choose(each, 'Joke van Dam');
  await Promise.all([anna.page.keyboard.press('F2'), bram.page.keyboard.press('F2')]);

  const isOwner = async ({ queue }: typeof anna) =>
    (await queue.getByRole('heading', { name: 'Van mij 1' }).count()) === 1;
  await expect.poll(async () => Number(await isOwner(anna)) + Number(await isOwner(bram))).toBe(1);
  const [winner, loser, name] = (await isOwner(anna))
    ? [anna, bram, 'Anna de Wit']
    : [bram, anna, 'Bram Jansen'];
  await expect(loser.page.getByRole('contentinfo')).toContainText(
    new RegExp(`Al aangenomen door ${name} \\d\\d:\\d\\d:\\d\\d`),
  );
  await expect(chosenName(loser)).toHaveText('Marten Koopmans');
  await expect(loser.card('Joke van Dam')).toContainText(name.split(' ')[0]!);
  await expect(chosenName(winner)).toHaveText('Joke van Dam');
  await expect(loser.card('Marten Koopmans')).toContainText('Niet aangenomen');
});

test('12, 16 – nobody is shown as owner before the server says so, without an answer it stays claimable; who has it does not log out', async ({
  desk,
}) => {
  const { page, card, workspace } = await desk('Anna de Wit');
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  let held = true;
  // An alarm with sound is claimed and listened in to by one question.
  await page.route(/\/api\/alarms\/[^/]+\/(commands|listen-in)$/, async (route) => {
    if (held) return;
    await route.continue();
  });
  const shown = await page.evaluateHandle(() => {
    const queue = document.querySelector('[data-region="queue"]')!;
    const texts: string[] = [];
    new MutationObserver(() => texts.push(queue.textContent)).observe(queue, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    return texts;
  });
  await page.keyboard.press('F2');
  await expect(workspace.getByRole('button', { name: 'Aannemen…' })).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('Geen antwoord van de server');
  await expect(card('Joke van Dam')).toContainText('Niet aangenomen');
  const texts = await shown.jsonValue();
  expect(texts.filter((text) => !text.includes('Niet aangenomen') || /U 00:/.test(text))).toEqual(
    [],
  );
  held = false;
  await page.keyboard.press('F2');
  await expect(card('Joke van Dam')).toContainText('U 00:');

  await page.getByRole('button', { name: /Anna de Wit/ }).click();
  const leave = page.getByRole('button', { name: 'Uitloggen' });
  await expect(leave).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText(/U heeft nog open alarmen: #\d+/).first()).toBeVisible();
});

test('13 – the owner is gone for 20 s: "Vrijgevallen" on top, with sound and a line in the timeline', async ({
  desk,
  people,
}) => {
  const anna = await desk('Anna de Wit');
  await press('231');
  const bramLeaves = await people.attends('Bram Jansen');
  await act(people, 'Bram Jansen', { type: 'Claim' });
  await expect(anna.card('Joke van Dam')).toContainText('Bram');
  const before = (await sounds(anna.page)).length;
  bramLeaves();
  await letPass(20, 'Bram Jansen');
  // By itself in any case, should his desk have been heard once more in between.
  await expect(anna.card('Joke van Dam')).toContainText('Vrijgevallen', { timeout: 40_000 });
  await expect.poll(async () => (await sounds(anna.page)).length).toBeGreaterThan(before);
  await expect(anna.workspace.getByText(/Vrijgevallen: Bram Jansen/)).toBeVisible();
  await expect(anna.queue.getByRole('listitem').first()).toContainText('Joke van Dam');
});

test('14 – an owner who does nothing is reminded at 30 s and the supervisor is told at 60 s', async ({
  desk,
  times,
}) => {
  // The centre's own times, and then shorter ones, for nobody does nothing for a minute to see it.
  const own = await times({
    ownerIdleReminderSeconds: 1,
    ownerIdleSupervisorSeconds: 2,
    noDecisionReminderSeconds: 2,
  });
  expect(own).toMatchObject({ ownerIdleReminderSeconds: 30, ownerIdleSupervisorSeconds: 60 });
  const { page, card, workspace } = await desk('Anna de Wit');
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(workspace.getByText('Eerste besluit')).toBeVisible();
  await expect(workspace.getByText('Herinnering: nog bezig?')).toBeVisible();
  await expect(workspace.getByText('Geen handeling: supervisor gewaarschuwd')).toBeVisible();
  await expect(workspace.getByRole('timer')).toBeVisible();
  await expect(workspace.getByText(/te laat/)).toBeVisible();
});

const softTones = async ({ page }: Desk) =>
  (await sounds(page)).filter(({ frequency }) => frequency === 390).length;

test('15 – taking over asks for a reason, and both read it; whose case a colleague changes hears and sees who and what', async ({
  desk,
  people,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  await press('231');
  await expect(anna.card('Joke van Dam')).toBeVisible();
  await anna.page.keyboard.press('F2');
  await expect(bram.card('Joke van Dam')).toContainText('Anna');
  // Filling in something, she has not looked at what happened meanwhile.
  const closing = anna.workspace.getByRole('form', { name: /afhandelen/ });
  await anna.page.keyboard.press('F9');
  await expect(closing).toBeVisible();
  await act(people, 'Dirk Mulder', {
    type: 'AddNote',
    noteId: crypto.randomUUID(),
    text: 'Haar man belt terug',
    happenedAt: null,
  });
  const news = anna.workspace.getByText('Nieuw: Dirk Mulder');
  await expect(news).toBeVisible();
  await expect(anna.card('Joke van Dam')).toContainText('nieuw: Dirk');
  await expect(anna.page.getByRole('log')).toContainText(/Alarm \d+: Dirk Mulder, Notitie/);
  await expect.poll(() => softTones(anna)).toBe(2);
  // Before its owner for long enough to be read.
  await anna.page.keyboard.press('Escape');
  await expect(closing).toBeHidden();
  await pass(anna.page, 1_000);
  await pass(anna.page, 6_000);
  await expect(news).toBeHidden();
  await expect(anna.card('Joke van Dam')).not.toContainText('nieuw: Dirk');
  await anna.page.keyboard.press('F9');
  await expect(closing).toBeVisible();

  await choose(bram, 'Joke van Dam');
  await bram.workspace.getByRole('button', { name: 'Overnemen' }).click();
  const form = bram.workspace.getByRole('form');
  await form.getByRole('button', { name: 'Overnemen' }).click();
  await expect(form).toContainText('Vul een reden in.');
  await form.getByLabel('Reden').fill('Anna is even weg');
  await form.getByRole('button', { name: 'Overnemen' }).click();
  await expect(anna.card('Joke van Dam')).toContainText('nieuw: Bram');
  // She would only be refused.
  await expect(closing).toBeHidden();
  for (const { workspace } of [anna, bram]) {
    await expect(workspace.getByText('Overgenomen van Anna de Wit')).toBeVisible();
    await expect(workspace.getByText('Anna is even weg')).toBeVisible();
  }
  await expect.poll(() => softTones(anna)).toBe(4);
  // Nobody is told of what he did himself, or of what is no case of his.
  await expect(bram.card('Joke van Dam')).not.toContainText('nieuw');
  expect(await softTones(bram)).toBe(0);
});

test('8 – SPOED offers no parking; another needs a reason and an end, is counted, and comes back', async ({
  desk,
}) => {
  const { page, card, workspace } = await desk('Anna de Wit');
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
  await expect(workspace.getByRole('button', { name: 'Parkeren' })).toHaveCount(0);

  await press('241', '--code', '302');
  await card('STORING').getByRole('button').first().click();
  await workspace.getByRole('button', { name: 'Aannemen' }).click();
  await workspace.getByRole('button', { name: 'Parkeren' }).click();
  const form = workspace.getByRole('form');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.postData() ?? ''));
  await form.getByRole('textbox', { name: 'Komt terug om' }).fill('straks');
  await form.getByRole('button', { name: 'Parkeren' }).click();
  await expect(form).toContainText('Vul een reden in.');
  await expect(form).toContainText('Vul een tijd in als 14:30.');
  await form.getByRole('textbox', { name: 'Komt terug om' }).fill(await nextMinute(page));
  await form.getByRole('button', { name: 'Parkeren' }).click();
  await expect(form).not.toContainText('Vul een tijd in');
  await form.getByLabel('Reden').fill('Wacht op de leverancier');
  await form.getByRole('button', { name: 'Parkeren' }).click();
  const header = page.getByRole('banner');
  await expect(header).toContainText(/Geparkeerd\s*1/);
  expect(asked.filter((body) => body.includes('"Park"'))).toHaveLength(1);
  await letPass(2 * 60);
  await expect(header).toContainText(/Geparkeerd\s*0/);
  await expect(workspace.getByText('Terug uit parkeren')).toBeVisible();
});

/** In Amsterdam, at least a minute away. */
const nextMinute = (page: Page) =>
  page.evaluate(() =>
    new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', timeStyle: 'short' }).format(
      Date.now() + 65_000,
    ),
  );

test('an owner asks a colleague, and has it until he takes it; he may say no, and the command line asks as well', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  await press('231');
  await press('232');
  await choose(anna, 'Joke van Dam');
  await anna.page.keyboard.press('F2');
  await expect(anna.workspace.getByText('Eerste besluit')).toBeVisible();

  await anna.page.keyboard.press('Alt+G');
  const form = anna.workspace.getByRole('form', { name: 'Wie neemt dit alarm over?' });
  await expect(form.getByRole('listbox', { name: 'Aan wie' })).toBeFocused();
  await expect(form.getByRole('option', { name: /Bram Jansen/, selected: true })).toBeVisible();
  await anna.page.keyboard.press('Enter');
  await expect(form).toBeHidden();
  const asked = anna.workspace.getByRole('group', { name: 'Gevraagd aan Bram Jansen' });
  await expect(asked).toBeVisible();
  await expect(anna.card('Joke van Dam')).toContainText('U 00:');
  // It stands apart and says so; whatever waits for anybody is still taken first.
  await expect(bram.queue.getByRole('heading', { name: 'Aan u gevraagd 1' })).toBeVisible();
  await expect(bram.card('Joke van Dam')).toContainText('Aan u gevraagd');

  await choose(bram, 'Joke van Dam');
  await bram.workspace.getByRole('button', { name: 'Nee, niet aannemen' }).click();
  await expect(asked).toBeHidden();
  await expect(anna.workspace.getByText('Niet aangenomen: nee gezegd')).toBeVisible();

  await anna.page.keyboard.press('Control+K');
  await anna.page.keyboard.type('over bram');
  await expect(anna.page.getByText(/vraagt Bram Jansen #\d+ aan te nemen/)).toBeVisible();
  await anna.page.keyboard.press('Enter');
  await expect(
    bram.workspace.getByText('Anna de Wit vraagt u dit alarm aan te nemen'),
  ).toBeVisible();
  await bram.page.keyboard.press('F2');
  await expect(bram.card('Joke van Dam')).toContainText('U 00:');
  await expect(anna.card('Joke van Dam')).toContainText('Bram');
  await expect(anna.workspace.getByText('Aangenomen van Anna de Wit')).toBeVisible();
});
