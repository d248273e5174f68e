// Two centralists on one alarm, by one clock: what the first one's key does is on the second one's screen
// within half a second, and changing places costs no sound. Alone on the machine, for it asserts moments.
import type { Page } from '@playwright/test';
import { choose, claimed, panel } from './at-work.ts';
import { tone } from './buttons.ts';
import { expect, test, type Desk } from './story.ts';

const limitMilliseconds = 500;
const times = 5;

/** From the key at one desk to the frame at the other in which it is drawn; both pages have the machine's clock. */
async function fromKeyToScreen(
  { page: first }: Desk,
  { page: second }: Desk,
  key: () => Promise<void>,
  appears: { selector: string; text: string },
): Promise<number> {
  const drawn = second.evaluate(
    ({ selector, text }) =>
      new Promise<number>((resolve) => {
        const isThere = () =>
          [...document.querySelectorAll(selector)].some((element) =>
            element.textContent?.includes(text),
          );
        const look = () => {
          if (!isThere()) return;
          watch.disconnect();
          // The frame after the one it was put into has been shown.
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
        };
        const watch = new MutationObserver(look);
        watch.observe(document.body, { childList: true, subtree: true, characterData: true });
        look();
      }),
    appears,
  );
  await first.evaluate(() => {
    Object.assign(window, { pressedAt: 0 });
    addEventListener('keydown', () => Object.assign(window, { pressedAt: Date.now() }), {
      capture: true,
    });
  });
  await key();
  const at = await first.evaluate(() => (window as unknown as { pressedAt: number }).pressedAt);
  return (await drawn) - at;
}

/** Every 20 ms what the meter shows; gives the longest time that it showed nothing to hear. */
async function watchLevel({ page }: Desk): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const floor = -55;
    const silence = { longest: 0, since: null as number | null, looks: 0 };
    Object.assign(window, { silence });
    setInterval(() => {
      const meter = document.querySelector('[role="meter"]');
      const level = Number(meter?.getAttribute('aria-valuenow') ?? -Infinity);
      silence.looks += 1;
      const isQuiet = !meter || level <= floor;
      silence.since = isQuiet ? (silence.since ?? performance.now()) : null;
      if (silence.since !== null)
        silence.longest = Math.max(silence.longest, performance.now() - silence.since);
    }, 20);
  });
  return async () => {
    const { longest, looks } = await page.evaluate(
      () => (window as unknown as { silence: { longest: number; looks: number } }).silence,
    );
    expect(looks).toBeGreaterThan(20);
    return longest;
  };
}

const hears = async (page: Page) =>
  expect(page.getByRole('region', { name: 'Meeluisteren' })).toContainText('Geluid');

test(
  'notes, ticks and markers of one are on the screen of the other within 500 ms; they change places with the sound on',
  { tag: '@moment' },
  async ({ desk, speak }) => {
    const anna = await desk('Anna de Wit');
    const bram = await desk('Bram Jansen');
    // A tone has no pauses between words: where it is quiet, somebody lost it.
    await speak('231', tone);
    await claimed(anna, 'Joke van Dam');
    await hears(anna.page);
    await choose(bram, 'Joke van Dam');
    await bram.workspace.getByRole('button', { name: 'Ik bel', exact: true }).click();
    await expect(anna.workspace.getByRole('group', { name: 'Luisteraar en beller' })).toContainText(
      'Bram Jansen',
    );

    const measured: Record<string, number[]> = { note: [], tick: [], marker: [] };
    const note = anna.workspace.getByLabel('Notitie');
    for (let time = 1; time <= times; time += 1) {
      const text = `waarneming ${time}`;
      await note.fill(text);
      measured['note']!.push(
        await fromKeyToScreen(anna, bram, () => anna.page.keyboard.press('Control+Enter'), {
          selector: 'li .quote',
          text,
        }),
      );
    }
    await bram.page.keyboard.press('F8');
    await anna.page.keyboard.press('F8');
    await expect(panel(bram).getByRole('group', { name: /^Voorlezen/ })).toBeFocused();
    await expect(panel(anna).getByRole('group', { name: /^Voorlezen/ })).toBeFocused();
    for (let time = 1; time <= times; time += 1)
      measured['tick']!.push(
        await fromKeyToScreen(bram, anna, () => bram.page.keyboard.press(String(time)), {
          selector: '#script-title',
          text: `${time} van 8 teruggelezen`,
        }),
      );
    for (const each of [anna, bram]) {
      await each.page.keyboard.press('Escape');
      await expect(panel(each)).toBeHidden();
    }
    // The one who telephones may listen as well, and has the marks beside the sound.
    await bram.page.keyboard.press('F4');
    await hears(bram.page);
    for (let time = 1; time <= times; time += 1) {
      await anna.page.keyboard.press('Control+m');
      const choice = anna.workspace.getByRole('group', { name: /^Markering \d/ });
      await expect(choice).toBeFocused();
      measured['marker']!.push(
        await fromKeyToScreen(anna, bram, () => anna.page.keyboard.press('3'), {
          selector: `ul[aria-label="Markeringen"] li:nth-child(${time})`,
          text: 'geschreeuw',
        }),
      );
      await expect(choice).toBeHidden();
    }

    // They change places, and back.
    const quietAtAnna = await watchLevel(anna);
    const quietAtBram = await watchLevel(bram);
    for (const [from, to] of [
      [anna, bram],
      [bram, anna],
      [anna, bram],
      [bram, anna],
    ] as const) {
      await from.workspace.getByRole('button', { name: 'Wisselen' }).click();
      await expect(to.workspace.getByRole('group', { name: 'Luisteraar en beller' })).toContainText(
        /Luisteraar\s*u/,
      );
    }
    const quiet = { anna: await quietAtAnna(), bram: await quietAtBram() };

    const report = [
      ...Object.entries(measured).map(
        ([what, all]) => `${what}: ${all.map((value) => Math.round(value)).join(', ')} ms`,
      ),
      `longest quiet while changing places: ${Math.round(quiet.anna)} and ${Math.round(quiet.bram)} ms`,
    ];
    test.info().annotations.push({ type: 'measured', description: report.join('; ') });
    console.log(report.join('\n'));
    for (const [what, all] of Object.entries(measured))
      for (const milliseconds of all) {
        expect(milliseconds, what).toBeGreaterThanOrEqual(0);
        expect(milliseconds, what).toBeLessThanOrEqual(limitMilliseconds);
      }
    // A line that is made anew is quiet for longer than this.
    expect(Math.max(quiet.anna, quiet.bram)).toBeLessThan(200);
    expect(anna.complaints).toEqual([]);
  },
);
