// A button is pressed: what every desk shows, says and sounds.
import { chosenName } from '../people/at-work.ts';
import { letPass } from '../product/centre-times.ts';
import { act } from '../people/colleague.ts';
import { sendUnknownPress } from '../product/unknown-press.ts';
import { expect, press, sounds, test } from '../story.ts';

test('1 – a press is on two desks and both maps, with all a person must know', async ({ desk }) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  await press('231');
  for (const { card, map, page } of [anna, bram]) {
    const joke = card('Joke van Dam');
    await expect(joke).toBeVisible();
    await expect(joke).toContainText('SPOED');
    await expect(joke).toContainText('wethouder');
    await expect(joke).toContainText('Haarlem');
    await expect(joke).toContainText('Grote Markt 2, 2011 RD Haarlem');
    await expect(joke).toContainText(/± \d+ m/);
    await expect(joke).toContainText(/fix \d+\ss/);
    await expect(joke).toContainText(/\d\d:\d\d/);
    await expect(joke).toContainText('NIET BELLEN');
    await expect(joke).toContainText(/nog \d+ s/);
    await expect(joke.getByText('1', { exact: true })).toBeVisible();
    await expect(map.locator('.accuracy')).toBeVisible();
    await expect(page).toHaveTitle(/\(1\) SPOED/);
  }
  // The centre writes down when it was first shown.
  await expect(anna.workspace.getByText('Getoond op het scherm')).toBeVisible();
  await expect(anna.workspace.getByRole('list', { name: 'Tijden' })).toContainText('getoond');
});

/** When by the page's own clock, in milliseconds. */
type Announced = { text: string; at: number };

test('2, 6 – a press is one urgent sentence and six are one card; faults and repeats stay in the quiet log', async ({
  desk,
}) => {
  const { page, card, queue } = await desk('Anna de Wit');
  const alert = page.getByRole('alert');
  await expect(alert).toHaveCount(1);
  await page.evaluate(() => {
    const announced: Announced[] = [];
    Object.assign(window, { announced });
    const region = document.querySelector('[role=alert]')!;
    new MutationObserver(() =>
      announced.push({ text: region.textContent, at: performance.now() }),
    ).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  const announced = () =>
    page.evaluate(() => (window as unknown as { announced: Announced[] }).announced);
  await press('232');
  await expect(alert).toHaveText(/^SPOED, .+, Haarlem, 1 niet aangenomen$/);
  await Promise.all([press('233'), ...[1, 2, 3, 4, 5].map(() => press('232'))]);
  await expect(card('Marten Koopmans')).toContainText('×6');
  await expect(queue.getByRole('button', { name: /^Aannemen #/ })).toHaveCount(2);
  await expect(alert).toHaveText(/, 2 niet aangenomen$/);
  await press('241', '--code', '302');
  await expect(page.getByRole('log')).toContainText('STORING');
  const urgent = await announced();
  expect(urgent.filter(({ text }) => text.includes('STORING'))).toEqual([]);
  // However many presses: one for each alarm, and no two of them within five seconds.
  expect(urgent.filter(({ text }) => text.startsWith('SPOED'))).toHaveLength(2);
  for (const [index, { at }] of urgent.slice(1).entries())
    expect(at - urgent[index]!.at).toBeGreaterThan(4_000);
});

test('1, 7 – twelve faults are one group; a press in between stands apart and first', async ({
  desk,
}) => {
  const { queue, page } = await desk('Anna de Wit');
  const serials = ['231', '232', '234', '241', '242', '243', '244', '251', '252', '253', '254'];
  for (const serial of serials) await press(serial, '--code', '302');
  await press('233');
  await press('233', '--code', '302');
  const group = queue.getByRole('button', { name: /STORING ×1[12]/ });
  await expect(group).toBeVisible();
  await expect(queue.getByRole('heading').first()).toHaveText(/Niet aangenomen 1/);
  await expect(page).toHaveTitle(/\(1\) SPOED/);
  await expect(queue.getByText('STORING', { exact: true })).toHaveCount(1);
  await group.click();
  await expect.poll(() => queue.getByText('STORING', { exact: true }).count()).toBeGreaterThan(10);
});

test('9 – a click or a key within 400 ms after the cards moved claims nothing', async ({
  desk,
  people,
}) => {
  const anna = await desk('Anna de Wit');
  await press('231');
  // An answer says that a press is kept, not that it was decided before the next one.
  await expect(chosenName(anna)).toHaveText('Joke van Dam');
  await press('232');
  await expect(anna.card('Marten Koopmans')).toBeVisible();
  const asked: string[] = [];
  anna.page.on('request', (request) => {
    if (request.method() === 'POST') asked.push(request.postData() ?? '');
  });
  const claims = () => asked.filter((body) => /claim/i.test(body)).length;
  // Bram takes the upper one; under Anna's hand the lower one moves up, and she clicks at that moment. Her
  // F2 was meant for the upper one too.
  const clicked = anna.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const list = document.querySelector('[data-region="queue"]')!;
        const offered = () =>
          [...list.querySelectorAll('button')].filter((button) =>
            button.getAttribute('aria-label')?.startsWith('Aannemen #'),
          );
        new MutationObserver((_, observer) => {
          if (offered().length !== 1) return;
          observer.disconnect();
          requestAnimationFrame(() => {
            const { left: clientX, top: clientY } = offered()[0]!.getBoundingClientRect();
            const byHand = { detail: 1, bubbles: true, clientX: clientX + 4, clientY: clientY + 4 };
            offered()[0]!.dispatchEvent(new MouseEvent('click', byHand));
            dispatchEvent(new KeyboardEvent('keydown', { key: 'F2' }));
            resolve(offered()[0]!.getAttribute('aria-label')!);
          });
        }).observe(list, { childList: true, subtree: true });
      }),
  );
  await act(people, 'Bram Jansen', { type: 'Claim' }, 'Joke van Dam');
  expect(await clicked).toMatch(/^Aannemen #/);
  await expect(anna.page.getByRole('contentinfo')).toContainText('Al aangenomen door Bram Jansen');
  await expect(chosenName(anna)).toHaveText('Marten Koopmans');
  expect(claims()).toBe(0);
  // A later click is meant.
  const later = anna.card('Marten Koopmans').getByRole('button', { name: /^Aannemen #/ });
  await expect(async () => {
    if (claims() === 0) await later.click({ timeout: 1_000 });
    await expect.poll(claims, { timeout: 1_000 }).toBe(1);
  }).toPass();
  await expect(anna.card('Marten Koopmans')).toContainText('U 00:');
  expect(claims()).toBe(1);
});

test('10 – a test is hatched, says TEST, stands in its own strip and is not urgent', async ({
  desk,
}) => {
  const { card, queue, page } = await desk('Anna de Wit');
  await press('231', '--test');
  const test = card('TEST').first();
  await expect(test).toBeVisible();
  await expect(test).toHaveCSS('background-image', /repeating-linear-gradient/);
  await expect(queue.getByRole('heading', { name: /In test 1/ })).toBeVisible();
  await expect(page).not.toHaveTitle(/SPOED/);
  expect((await sounds(page)).filter(({ frequency }) => frequency === 660)).toEqual([]);
});

test('2.3 a button nobody knows warns instead of showing a blank', async ({ desk }) => {
  const { card, workspace } = await desk('Anna de Wit');
  await sendUnknownPress();
  // Refused by protocol rules, so the centre first gives an accepted one fifteen seconds to follow.
  await letPass(15);
  const unknown = card(/Onbekende knop/);
  await expect(unknown).toBeVisible();
  await expect(unknown).toContainText('SPOED');
  await expect(unknown).toContainText('drager onbekend');
  await expect(unknown).toContainText('Deze knop staat niet in het register');
  await expect(unknown).toContainText(/plaats onbekend|nabij|alleen coördinaten/);
  await expect(workspace).toContainText('Geen positie ontvangen');
});
