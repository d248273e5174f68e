// What time it is at a desk whose computer does not know.
import { openAlarm } from '../people/colleague.ts';
import { expect, press, test, type Desk } from '../story.ts';

test('29 – a computer whose clock is 10 minutes fast shows the same ring, and the lamp warns', async ({
  desk,
}) => {
  const right = await desk('Anna de Wit');
  const wrong = await desk('Bram Jansen', {
    prepare: (page) =>
      page.addInitScript(() => {
        const real = Date.now;
        Date.now = () => real() + 600_000;
      }),
  });
  const lamps = wrong.page.getByRole('list', { name: 'Toestand van deze werkplek' });
  await expect(lamps).toContainText('wijkt 10 min af');
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

test('30 – a page that was frozen paints the right time first; the server had it overdue meanwhile', async ({
  desk,
  people,
  times,
}) => {
  expect((await times({ unclaimedSupervisorSeconds: 4 })).unclaimedSupervisorSeconds).toBe(20);
  const { page, card, workspace } = await desk('Anna de Wit');
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  // Nothing runs in a page that waits like this, as in one that is frozen; it is told when it comes back.
  const thaw = Promise.withResolvers<void>();
  await page.route('**/frozen', async (route) => {
    await thaw.promise;
    await route.fulfill({ body: '' });
  });
  const firstPainted = page.evaluate(() => {
    const frozen = new XMLHttpRequest();
    frozen.open('GET', '/frozen', false);
    frozen.send();
    document.dispatchEvent(new Event('visibilitychange'));
    return new Promise<string>((resolve) =>
      requestAnimationFrame(() =>
        resolve(document.querySelector('[data-region="queue"]')!.textContent),
      ),
    );
  });
  const passed = async () => (await openAlarm(people, 'Bram Jansen')).passed;
  await expect.poll(passed).toHaveProperty('unclaimed-supervisor');
  thaw.resolve();
  expect(await firstPainted).toContain('te laat');
  await expect(workspace.getByText('Nog niet aangenomen: supervisor opgeroepen')).toBeVisible();
});
