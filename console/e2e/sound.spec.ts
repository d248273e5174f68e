// The alarm tone: from the first second, at one window, until anybody takes it.
import { expect, press, sounds, test, type Desk } from './story.ts';

const urgentTones = async ({ page }: Desk) =>
  (await sounds(page)).filter(({ frequency }) => frequency === 660).length;

/** Nothing new for longer than a repeat takes. */
async function isSilent(desk: Desk): Promise<boolean> {
  const before = await urgentTones(desk);
  await desk.page.waitForTimeout(5_600);
  return (await urgentTones(desk)) === before;
}

test(
  '3 – the tone starts within 500 ms, repeats, and stops when anybody claims',
  { tag: '@moment' },
  async ({ desk }) => {
    const anna = await desk('Anna de Wit');
    const bram = await desk('Bram Jansen');
    // Looked for from before the press on, or it would be seen later than it was there.
    await anna.page.evaluate(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('[data-alarm]')) return;
        observer.disconnect();
        Object.assign(window, { shownAt: performance.now() });
      }).observe(document.body, { childList: true, subtree: true });
    });
    await press('231');
    await expect(anna.card('Joke van Dam')).toBeVisible();
    const shownAt = await anna.page.evaluate(
      () => (window as unknown as { shownAt: number }).shownAt,
    );
    await expect.poll(() => urgentTones(anna)).toBeGreaterThanOrEqual(10);
    const first = (await sounds(anna.page)).find(({ frequency }) => frequency === 660)!;
    expect(first.at - shownAt).toBeLessThan(500);
    await expect.poll(() => urgentTones(anna), { timeout: 8_000 }).toBeGreaterThanOrEqual(20);
    await expect(bram.card('Joke van Dam')).toBeVisible();
    await bram.page.keyboard.press('F2');
    await expect(anna.card('Joke van Dam')).toContainText('Bram');
    expect(await isSilent(anna)).toBe(true);
  },
);

test(
  '4 – F7 silences one post for 15 s, only with a SPOED alarm of its own, never for a newer one',
  { tag: '@moment' },
  async ({ desk }) => {
    const anna = await desk('Anna de Wit');
    const footer = anna.page.getByRole('contentinfo');
    await press('231');
    await expect(anna.card('Joke van Dam')).toBeVisible();
    await anna.page.keyboard.press('F7');
    await expect(footer).toContainText('Stil zetten kan alleen als u zelf een SPOED-alarm heeft');
    await anna.page.keyboard.press('F2');
    await expect(anna.card('Joke van Dam')).toContainText('U 00:');
    await press('232');
    await expect(anna.card('Marten Koopmans')).toBeVisible();
    await anna.page.keyboard.press('F7');
    await expect(footer).toContainText(/Stil, nog 1\d s/);
    await expect(anna.card('Marten Koopmans')).toContainText('Niet aangenomen');
    expect(await isSilent(anna)).toBe(true);
    const before = await urgentTones(anna);
    await press('241');
    await expect.poll(() => urgentTones(anna), { timeout: 1_500 }).toBeGreaterThan(before);
  },
);

test('4 – after 15 s the silence is over', async ({ desk }) => {
  const anna = await desk('Anna de Wit');
  await press('231');
  await expect(anna.card('Joke van Dam')).toBeVisible();
  await anna.page.keyboard.press('F2');
  await expect(anna.card('Joke van Dam')).toContainText('U 00:');
  await press('232');
  await expect(anna.card('Marten Koopmans')).toBeVisible();
  await anna.page.keyboard.press('F7');
  const before = await urgentTones(anna);
  await expect.poll(() => urgentTones(anna), { timeout: 25_000 }).toBeGreaterThan(before);
});

test(
  '5 – of two windows of one person exactly one sounds; when it closes the other does',
  { tag: '@moment' },
  async ({ desk, secondWindow }) => {
    const first = await desk('Anna de Wit');
    const second = await secondWindow(first);
    await press('231');
    await expect(second.card('Joke van Dam')).toBeVisible();
    await expect.poll(() => urgentTones(first)).toBeGreaterThanOrEqual(10);
    expect(await urgentTones(second)).toBe(0);
    await first.page.close();
    await expect.poll(() => urgentTones(second), { timeout: 1_500 }).toBeGreaterThan(0);
  },
);

test('a browser that refuses sound is said across the whole width until it plays', async ({
  desk,
}) => {
  const first = await desk('Anna de Wit');
  const page = await first.page.context().newPage();
  // A browser without a window lets every page sound; this is how one with a window behaves.
  await page.addInitScript(() => {
    let touched = false;
    addEventListener('pointerdown', () => (touched = true), { capture: true });
    class Refusing extends AudioContext {
      constructor() {
        super();
        void super.suspend();
      }
      override resume(): Promise<void> {
        return touched ? super.resume() : new Promise(() => {});
      }
    }
    Object.assign(window, { AudioContext: Refusing });
  });
  await first.page.close();
  await page.goto('/console');
  const banner = page.getByRole('button', { name: /Geluid staat uit/ });
  await expect(banner).toBeVisible();
  const width = (await banner.boundingBox())!.width;
  expect(width).toBe(page.viewportSize()!.width);
  await banner.click();
  await expect(banner).toBeHidden();
});
