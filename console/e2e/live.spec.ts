// What a desk shows when time, line or server are not what they should be.
import { choose } from './at-work.ts';
import { expect, press, sounds, test, type Desk } from './story.ts';

test(
  'notes of one are seen by the other at once, and what is typed survives events and a reload',
  { tag: '@moment' },
  async ({ desk }) => {
    const anna = await desk('Anna de Wit');
    const bram = await desk('Bram Jansen');
    await press('231');
    await expect(anna.card('Joke van Dam')).toBeVisible();
    await anna.page.keyboard.press('F2');
    await expect(bram.workspace.getByText('Aangenomen', { exact: true })).toBeVisible();
    await anna.workspace.getByLabel('Notitie').fill('Drager fluistert: staat in de hal.');
    await anna.page.keyboard.press('Control+Enter');
    await expect(bram.workspace.getByText('Drager fluistert: staat in de hal.')).toBeVisible({
      timeout: 1_500,
    });
    await expect(anna.workspace.getByText('⧗')).toHaveCount(0);

    const note = bram.workspace.getByLabel('Notitie');
    await note.fill('Half geschreven');
    await bram.page.reload();
    await choose(bram, 'Joke van Dam');
    await expect(bram.workspace.getByLabel('Notitie')).toHaveValue('Half geschreven');
  },
);

test('29 – a computer whose clock is 10 minutes fast shows the same ring, and the lamp warns', async ({
  desk,
}) => {
  const right = await desk('Anna de Wit');
  const wrong = await desk('Bram Jansen');
  await wrong.page.addInitScript(() => {
    const real = Date.now;
    Date.now = () => real() + 600_000;
  });
  await wrong.page.reload();
  const lamps = wrong.page.getByRole('list', { name: 'Toestand van deze werkplek' });
  await expect(lamps).toContainText('wijkt 10 min af', { timeout: 10_000 });
  await press('231');
  for (const { card } of [right, wrong]) await expect(card('Joke van Dam')).toBeVisible();
  const [first, second] = await Promise.all([endOfRing(right), endOfRing(wrong)]);
  expect(Math.abs(first - second)).toBeLessThanOrEqual(1_000);
});

/**
 * When the ring will be empty, by the clock of the machine, read as it goes from one second to the next: two
 * pages are never looked at in the same moment.
 */
const endOfRing = ({ workspace }: Desk): Promise<number> =>
  workspace.locator('svg text').evaluate(
    (text) =>
      new Promise<number>((resolve) => {
        const ring = text.closest('svg')!.parentElement!;
        const seconds = () => {
          const [rest = 0, minutes = 0] = ring
            .querySelector('svg text')!
            .textContent.trim()
            .split(':')
            .map(Number)
            .reverse();
          return 60 * minutes + rest;
        };
        const before = seconds();
        new MutationObserver((_, observer) => {
          if (seconds() === before) return;
          observer.disconnect();
          resolve(performance.timeOrigin + performance.now() + seconds() * 1_000);
        }).observe(ring, { childList: true, characterData: true, subtree: true });
      }),
  );

test(
  '30 – a page that was frozen paints the right time first; the server had it overdue meanwhile',
  { tag: '@moment' },
  async ({ desk, times }) => {
    expect((await times({ unclaimedSupervisorSeconds: 8 })).unclaimedSupervisorSeconds).toBe(20);
    const { page, card, workspace } = await desk('Anna de Wit');
    await press('231');
    await expect(card('Joke van Dam')).toContainText(/nog \d+ s/);
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await expect(card('Joke van Dam')).toContainText('te laat', { timeout: 1_000 });
    await expect(workspace.getByText('Nog niet aangenomen: supervisor opgeroepen')).toBeVisible();
  },
);

test('31, 33 – the network is off: said within 10 s, nothing pretends to work; back: all caught up', async ({
  desk,
}) => {
  const { page, card, workspace, map, queue } = await desk('Anna de Wit');
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(card('Joke van Dam')).toContainText('U 00:');

  await page.context().setOffline(true);
  await expect(page.getByText(/VERBINDING VERBROKEN sinds \d\d:\d\d:\d\d/)).toBeVisible({
    timeout: 10_500,
  });
  await expect(page.getByText(/Laatste gegevens \d\d:\d\d:\d\d/)).toBeVisible();
  const card112 = map.getByRole('region', { name: 'Noodkaart' });
  await expect(card112).toContainText('112');
  await expect(card112).toContainText('Joke van Dam');
  // Its address names the town; the people to call are those of the dossier that was opened before.
  await expect(
    card112.getByText('Haarlem', { exact: false }).filter({ hasText: /Haarlem.*, Haarlem/ }),
  ).toHaveCount(0);
  await expect(card112).toContainText('OOV-piket Haarlem');
  await expect(card112.getByRole('link').first()).toHaveAttribute('href', /^tel:/);
  for (const name of ['Teruggeven', 'Afhandelen'])
    await expect(workspace.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true');
  await workspace.getByRole('button', { name: 'Teruggeven' }).hover();
  const reason = workspace.getByText('Kan niet: de verbinding is verbroken');
  await expect(reason.filter({ visible: true })).toHaveCount(1);
  await expect
    .poll(async () => (await sounds(page)).some(({ frequency }) => frequency === 600))
    .toBe(true);

  await workspace.getByLabel('Notitie').fill('Tijdens de storing gebeld met de piket.');
  await page.keyboard.press('Control+Enter');
  await expect(workspace.getByText('wacht op verbinding')).toBeVisible();

  await press('232');
  await press('232');
  const before = (await sounds(page)).filter(({ frequency }) => frequency === 660).length;
  await page.context().setOffline(false);
  await expect(page.getByText(/Hersteld, \d+ gebeurtenissen ingehaald/)).toBeVisible({
    timeout: 12_000,
  });
  const missed = card('Marten Koopmans');
  await expect(missed).toHaveCount(1);
  await expect(missed).toContainText('×2');
  await expect
    .poll(async () => (await sounds(page)).filter(({ frequency }) => frequency === 660).length)
    .toBeGreaterThan(before);
  await expect(workspace.getByText(/nagekomen, gebeurd om/)).toBeVisible();
  await page.getByText(/Hersteld, \d+ gebeurtenissen ingehaald/).click();
  await expect(page.getByText(/Signaal: alarmknop ingedrukt/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Gelezen' }).click();
  await expect(page.getByText(/Hersteld/)).toBeHidden();
  await expect(queue).not.toHaveClass(/hatched/);
});

test('32 – the socket is open but the canary is silent: the same state within 10 s', async ({
  desk,
}) => {
  const { page } = await desk('Anna de Wit');
  let silent = false;
  await page.routeWebSocket(/socket\.io/, (client) => {
    const server = client.connectToServer();
    server.onMessage((message) => {
      if (!(silent && String(message).includes('"canary"'))) client.send(message);
    });
  });
  await page.reload();
  const lamps = page.getByRole('list', { name: 'Toestand van deze werkplek' });
  await expect(lamps).toContainText('Verbinding live', { timeout: 10_000 });
  silent = true;
  await expect(lamps).toContainText('vertraagd', { timeout: 8_000 });
  await expect(page.getByText(/VERBINDING VERBROKEN/)).toBeVisible({ timeout: 6_500 });
  silent = false;
  await expect(lamps).toContainText('Verbinding live', { timeout: 6_000 });
});

test('the queue is never empty-looking before it is loaded, and an empty one proves it is alive', async ({
  desk,
}) => {
  const { page, queue } = await desk('Anna de Wit');
  await expect(queue).toContainText('Geen open alarmen.');
  await expect(queue).toContainText(/\d+ knoppen met contact, \d+ zonder/);
  await expect(queue).toContainText(/Laatste levensteken \d,\d s geleden/);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/board', async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await expect(queue).toContainText('Alarmen laden…');
  await expect(queue).not.toContainText('Geen open alarmen');
  release();
  await expect(queue).toContainText('Geen open alarmen.');
});
