// The police's page on a telephone: let in once, told what the centre knows, and heard by the centre.
import type { Locator, Page } from '@playwright/test';
import { letPass } from '../product/centre-times.ts';
import { act, openAlarm, post } from '../people/colleague.ts';
import { expect, origin, press, test } from '../story.ts';
import { anna, handedOver, letIn, reports, telephone, type Link } from './police-telephone.ts';

test('27, 28 – the link, the PIN, the whole of it: seen, reported, answered, revoked', async ({
  people,
  desk,
}) => {
  const link = await handedOver(people);
  // Hers alone, so it is before her.
  const { workspace } = await desk(anna);
  const page = await telephone(people);
  await letIn(page, { ...link, pin: link.pin === '000000' ? '000001' : '000000' });
  await expect(page.getByRole('alert')).toHaveText('Deze pincode klopt niet. Nog 4 pogingen.');
  await page.getByLabel('Pincode van zes cijfers').fill(link.pin);
  await page.getByRole('button', { name: 'Openen' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Politieassistentie – NIET GEVERIFIEERD',
  );
  // The secret is gone from the address and from all that a browser keeps with it, and the page needs it no more.
  await expect(page).toHaveURL(/\/p$/);
  const secret = new URL(link.url).hash.slice(1);
  expect(secret).not.toBe('');
  expect(
    await page.evaluate(() => JSON.stringify([history.state, { ...sessionStorage }])),
  ).not.toContain(secret);
  const view = (wanted: number) =>
    page.waitForResponse(
      (answer) => answer.url().includes('/api/police/view') && answer.status() === wanted,
    );
  const seen = view(200);
  await page.reload();
  expect((await seen).headers()['cache-control']).toBe('no-store');
  await expect(page.getByText('Joke van Dam, wethouder')).toBeVisible();
  await expect(page.getByText('donkerblauwe jas')).toBeVisible();
  await expect(page.getByText(/RD \d{3} \d{3} \/ \d{3} \d{3}/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Navigeer' })).toHaveAttribute('href', /^geo:52\./);

  await act(people, anna, { type: 'AddPoliceMessage', text: 'Achterdeur staat open' });
  await expect(page.getByRole('listitem')).toContainText(['Achterdeur staat open']);

  await page.getByRole('button', { name: 'Ontvangen' }).click();
  await expect
    .poll(async () => (await reports(people)).map(({ status }) => status))
    .toEqual(['received']);
  // D5: what was reported is marked, at the moment that counts.
  await expect(page.getByRole('button', { name: 'Ontvangen' })).toContainText(/✔ \d\d:\d\d/);
  await expect(page.getByRole('button', { name: 'Onderweg' })).not.toContainText('✔');
  const five = page.getByRole('button', { name: '−5 min' });
  await five.click();
  await page.getByRole('button', { name: 'Ter plaatse' }).click();
  await expect.poll(async () => (await reports(people)).length).toBe(2);
  const [, onScene] = await reports(people);
  expect(onScene).toMatchObject({ status: 'on-scene', via: 'link', operator: 'HA 31-02' });
  // As far back as the alarm goes: it is younger than five minutes.
  expect(Date.parse(onScene!.enteredAt) - Date.parse(onScene!.statedAt)).toBeGreaterThan(500);
  const told = workspace.getByRole('listitem').filter({ hasText: 'Politie: ter plaatse' });
  await expect(told).toContainText(`ter plaatse ${clockTime(onScene!.statedAt)}, HA 31-02`);
  await expect(told.getByRole('time')).toHaveText(clockTime(onScene!.enteredAt));

  const safe = page.getByRole('button', { name: 'Veilig' });
  await safe.click();
  expect(await reports(people)).toHaveLength(2);
  await page.getByRole('button', { name: 'Nogmaals tikken: Veilig' }).click();
  await expect.poll(async () => (await reports(people)).at(-1)?.status).toBe('safe');

  // Tapped by mistake, says the centralist: struck through with why, and no longer marked.
  await act(people, anna, {
    type: 'WithdrawPoliceStatus',
    version: (await reports(people)).at(-1)!.version,
    reason: 'De eenheid zoekt nog',
  });
  await expect(page.getByRole('listitem').filter({ hasText: 'De eenheid zoekt nog' })).toHaveText(
    /^Veilig \d\d:\d\d, HA 31-02\s+klopt niet volgens de alarmcentrale, \d\d:\d\d: /,
  );
  await expect(page.getByRole('deletion')).toHaveText(/^Veilig/);
  await expect(safe).not.toContainText('✔');
  expect((await openAlarm(people, anna)).handover.status).toBe('on-scene');

  const { linkId } = (await openAlarm(people, anna)).policeLinks[0]!;
  const refused = view(410);
  await act(people, anna, { type: 'RevokeLink', linkId });
  expect(await (await refused).text()).not.toMatch(/Joke|Grote Markt|52\.38/);
  await expect(page.getByRole('alert')).toHaveText(
    'Deze link werkt niet meer: verlopen, ingetrokken, of te vaak een verkeerde pincode.',
  );
  await expect(page.getByRole('link', { name: /^Bel .*: / })).toBeVisible();
  await expect(page.getByText('Joke van Dam')).toHaveCount(0);
});

/** As the desk writes it. */
const clockTime = (moment: string) =>
  new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', timeStyle: 'medium' }).format(
    new Date(moment),
  );

test('F1 a plain frame in its button’s name is shown apart, on the page and at the desk', async ({
  people,
  desk,
}) => {
  const link = await handedOver(people);
  const { card } = await desk('Bram Jansen');
  const page = await telephone(people);
  await letIn(page, link);
  const grid = page.getByText(/RD \d{3} \d{3}/);
  const where = await grid.textContent();
  const forged = ['--plain', '--lat', '52.695', '--lon', '6.194', '--retry-seconds', '1'];
  await expect(press('231', ...forged)).rejects.toThrow('no answer');
  // The time in which its button could have followed with an encrypted one.
  await letPass(16);
  await expect(page.getByText(/^Niet-geverifieerde bron/)).toBeVisible();
  await expect(page.getByText(/Plaats volgens deze bron: .*52,69/)).toBeVisible();
  await expect(grid).toHaveText(where!);
  // Anybody can send it: it pushes nothing that is believed off the first screen.
  await expectOnFirstScreen(page.getByRole('region', { name: 'Gevaar' }), ...buttonsOf(page));
  await expect(card('Joke van Dam')).toContainText('ook niet-geverifieerde bron');
  await expect(card('Joke van Dam')).toContainText('Haarlem');
});

test('B18 another browser without the PIN, an unknown link and one that a mail broke see nothing, and say whom to call', async ({
  people,
}) => {
  const link = await handedOver(people);
  await letIn(await telephone(people), link);
  const stranger = await telephone(people);
  for (const address of ['/p', '/P/', '/p/ABC']) {
    await stranger.goto(address);
    await expect(stranger.getByRole('alert')).toHaveText(
      'Open de link die u van de alarmcentrale kreeg.',
    );
    await expect(stranger.getByRole('link', { name: /^Bel .*: / })).toBeVisible();
  }
  await letIn(stranger, { url: `${origin()}/p%23${'a'.repeat(22)}`, pin: '123456' });
  await expect(stranger.getByRole('alert')).toHaveText(
    'Deze link werkt niet meer: verlopen, ingetrokken, of te vaak een verkeerde pincode.',
  );
  await expect(stranger.getByText('Joke van Dam')).toHaveCount(0);
});

test('without a line a press waits, says so, and goes with the moment it was pressed', async ({
  people,
}) => {
  const page = await telephone(people);
  await letIn(page, await handedOver(people));
  await expect(page.getByText('Joke van Dam, wethouder')).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Onderweg' }).click();
  await expect(page.getByText('1 nog niet verzonden')).toBeVisible();
  await expect(page.getByText(/Geen verbinding sinds \d\d:\d\d:\d\d/)).toBeVisible();
  await page.getByRole('button', { name: 'Ter plaatse' }).click();
  await expect(page.getByText('2 nog niet verzonden')).toBeVisible();
  expect(await reports(people)).toEqual([]);
  const backAt = Date.now();
  await page.context().setOffline(false);
  await expect
    .poll(async () => (await reports(people)).map(({ status }) => status))
    .toEqual(['under-way', 'on-scene']);
  await expect(page.getByText('nog niet verzonden')).toHaveCount(0);
  const [first, second] = await reports(people);
  expect(Date.parse(first!.statedAt)).toBeLessThanOrEqual(Date.parse(second!.statedAt));
  // The moment it was pressed, not the one it arrived.
  expect(Date.parse(second!.statedAt)).toBeLessThan(backAt);
});

test('C3 a moment that was set back on one link is not that of a press on the next', async ({
  people,
}) => {
  const page = await telephone(people);
  await letIn(page, await handedOver(people));
  await page.getByRole('button', { name: '−5 min' }).click();
  const bar = page.getByRole('group', { name: 'Uw melding aan de centrale' }).locator('..');
  await expect(bar).toContainText('Tijd:');
  const next = await post<Link>(people, anna, 'police-links', { linkId: crypto.randomUUID() });
  await letIn(page, next, 'HA 31-03');
  await expect(page.getByRole('button', { name: 'Onderweg' })).toBeVisible();
  await expect(bar).not.toContainText('Tijd:');
  await page.getByRole('button', { name: 'Onderweg' }).click();
  await expect.poll(() => reports(people)).toHaveLength(1);
  const [report] = await reports(people);
  expect(Date.parse(report!.enteredAt) - Date.parse(report!.statedAt)).toBeLessThan(60_000);
});

test('D5 the first screen of a small telephone: who, where, danger, buttons and the call', async ({
  people,
}) => {
  const link = await handedOver(people);
  await act(people, anna, {
    type: 'EnterSituation',
    heard: { weapon: 'yes', persons: 2, injured: 'yes' },
  });
  const page = await telephone(people);
  await letIn(page, link);
  const danger = page.getByRole('region', { name: 'Gevaar' });
  await expect(danger).toContainText('Wapen gemeld, 2 personen, gewonden. Kinderen onbekend.');
  await expect(danger).toContainText('Onbekend of dader ervan weet, stil aanrijden.');
  await expectOnFirstScreen(
    page.getByRole('heading', { level: 1 }),
    page.getByText('Joke van Dam, wethouder'),
    page.getByText(/^In de buurt van Haarlem/),
    danger,
    ...buttonsOf(page),
  );
  // A number that breaks in two is read as two.
  const lines = await page.getByRole('link', { name: /^Bel .*: / }).evaluate((link) => {
    const text = document.createTreeWalker(link, NodeFilter.SHOW_TEXT).nextNode() as Text;
    const number = document.createRange();
    number.setStart(text, text.data.indexOf(': ') + 2);
    number.setEnd(text, text.data.trimEnd().length);
    return new Set([...number.getClientRects()].map(({ top }) => Math.round(top))).size;
  });
  expect(lines).toBe(1);
});

const buttonsOf = (page: Page): Locator[] => [
  page.getByRole('button', { name: 'Ontvangen' }),
  page.getByRole('button', { name: 'Onderweg' }),
  page.getByRole('button', { name: 'Ter plaatse' }),
  page.getByRole('link', { name: /^Bel .*: / }),
];

/** The middle of each is what a thumb and an eye get to, with nothing before it. */
async function expectOnFirstScreen(...parts: Locator[]): Promise<void> {
  for (const part of parts) {
    await expect
      .poll(
        () =>
          part.evaluate((element) => {
            const { left, right, top, bottom } = element.getBoundingClientRect();
            const at = (y: number) => document.elementFromPoint((left + right) / 2, y);
            const isIn = (hit: Element | null) => hit !== null && element.contains(hit);
            const isWhole = element.scrollWidth <= element.clientWidth || element.clientWidth === 0;
            const isFree = isIn(at(top + 3)) && isIn(at(bottom - 3));
            return top >= 0 && bottom <= innerHeight && isFree && isWhole;
          }),
        String(part),
      )
      .toBe(true);
  }
}

test('what was heard stands with the danger, and what changes or is said later comes to the first screen', async ({
  people,
}) => {
  const link = await handedOver(people);
  const page = await telephone(people);
  await letIn(page, link);
  const danger = page.getByRole('region', { name: 'Gevaar' });
  await expect(danger).toBeVisible();
  await act(people, anna, {
    type: 'EnterSituation',
    heard: { weapon: 'yes', persons: 2, injured: 'yes', children: 'no', perpetratorKnows: 'no' },
  });
  const note = 'Iemand roept: ik heb een mes';
  await act(people, anna, { type: 'JudgeUnverifiable', note: 'te zacht om te verstaan' });
  await act(people, anna, { type: 'Unverify', reason: 'nu wel te horen' });
  await act(people, anna, { type: 'Verify', basis: 'sound', note });
  await expect(danger).toContainText(`: ${note}`);
  // Two things must be looked at, and what danger there is stays in sight beside the first.
  const changed = page.getByRole('alert').filter({ hasText: 'Let op: dit is gewijzigd.' });
  await expectOnFirstScreen(changed, danger.getByText(/^Wapen gemeld/), ...buttonsOf(page));
  await act(people, anna, { type: 'AddPoliceMessage', text: 'Achterdeur staat open' });
  const news = page.getByText(/Nader bericht \d\d:\d\d Achterdeur staat open/);
  await expectOnFirstScreen(news, ...buttonsOf(page));
  const seen = page.getByRole('button', { name: 'Gezien' });
  await expect(seen).toHaveCount(2);
  await seen.first().click();
  await seen.click();
  await expect(news).toHaveCount(0);
  await expect(page.getByRole('listitem')).toContainText(['Achterdeur staat open', note]);
  await expectOnFirstScreen(danger, ...buttonsOf(page));

  await act(people, anna, { type: 'Unverify', reason: 'het was de televisie' });
  await expect(page.getByRole('listitem').first()).toContainText('Niet meer geverifieerd');
  await expect(danger).not.toContainText(note);
});

test('two taps are two taps: what asks for the second says so no longer than it counts', async ({
  people,
}) => {
  const page = await telephone(people);
  await page.clock.install();
  await letIn(page, await handedOver(people));
  const safe = page.getByRole('button', { name: 'Veilig', exact: true });
  await expect(safe).toBeVisible();
  // Without a line nothing sets the page's clock back to the centre's.
  await page.context().setOffline(true);
  await safe.click();
  const again = page.getByRole('button', { name: 'Nogmaals tikken: Veilig' });
  await expect(again).toBeVisible();
  await page.clock.fastForward(6_000);
  await safe.click();
  await again.click();
  await expect(page.getByText('1 nog niet verzonden')).toBeVisible();
});

test('a page that cannot be filled says so, and fills itself when it can', async ({ people }) => {
  const page = await telephone(people);
  await letIn(page, await handedOver(people));
  await expect(page.getByText('Joke van Dam, wethouder')).toBeVisible();
  await page.route('**/api/police/**', (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('Nog geen verbinding met de alarmcentrale.');
  await page.unroute('**/api/police/**');
  await expect(page.getByText('Joke van Dam, wethouder')).toBeVisible();
  await expect(page.getByText(/^Laden…/)).toHaveCount(0);
  await page.route('**/_app/**', (route) => route.abort());
  await page.reload();
  await expect(page.getByText(/^Laden… Blijft dit zo/)).toBeVisible();
});

test('five wrong PINs: the link is over at once, with whom to call', async ({ people }) => {
  const { url, pin } = await handedOver(people);
  const page = await telephone(people);
  await letIn(page, { url, pin: pin === '000000' ? '000001' : '000000' });
  for (const left of ['4 pogingen', '3 pogingen', '2 pogingen', '1 poging']) {
    await expect(page.getByRole('alert')).toHaveText(`Deze pincode klopt niet. Nog ${left}.`);
    await page.getByRole('button', { name: 'Openen' }).click();
  }
  await expect(page.getByRole('alert')).toContainText('te vaak een verkeerde pincode');
  await expect(page.getByRole('link', { name: /^Bel .*: / })).toBeVisible();
});

test('closed, it says that first and asks nobody to come', async ({ people }) => {
  const page = await telephone(people);
  await letIn(page, await handedOver(people));
  await page.getByRole('button', { name: 'Afgerond' }).click();
  await page.getByRole('button', { name: 'Nogmaals tikken: Afgerond' }).click();
  await expect.poll(async () => (await reports(people)).length).toBe(1);
  for (const stepId of ['piket', 'after'])
    await act(people, anna, { type: 'CompleteStep', stepId });
  await act(people, anna, {
    type: 'Close',
    outcome: 'threat',
    needless: false,
    summary: 'Politie heeft iemand weggestuurd',
  });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Dit alarm is afgehandeld om \d\d:\d\d\.$/,
  );
  await expect(page.getByText('aanrijden')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Onderweg' })).toHaveCount(0);
});
