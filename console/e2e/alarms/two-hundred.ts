// Many alarms in a minute at one desk: the order, the hand, the tone and what is said aloud. As many as are asked for: a
// minute of it is a drill, and a few seconds are a story.
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { handAt, seenStorm, watchStorm } from '../people/storm-watch.ts';
import { product } from '../product/product.ts';
import { expect, press, test } from '../story.ts';
import {
  brokenTones,
  heard,
  neverShown,
  wrongOrders,
  type Pressed,
  type Raised,
} from './storm-rules.ts';

const codes = { duress: 'PA', remnant: 'PR', fault: 'YT' } satisfies Record<Pressed, string>;
/** Among the presses: what may be all that is left of one, which is not SPOED, and faults. */
const pressedBy = (index: number): Pressed =>
  index % 20 === 7 || index % 20 === 13 ? 'remnant' : index % 20 === 17 ? 'fault' : 'duress';

type Row = { id: string; closed: unknown; button: { serial: string }; times: { received: string } };

export function inAMinute(count: number, everyMilliseconds: number): void {
  const buttons = Array.from({ length: count }, (_, index) => ({
    serial: `storm-${String(index).padStart(3, '0')}`,
    account: `57E4${index.toString(16).toUpperCase().padStart(4, '0')}`,
    pressed: pressedBy(index),
  }));
  const pressedAs = (...kinds: Pressed[]) =>
    buttons.filter(({ pressed }) => kinds.includes(pressed)).map(({ serial }) => serial);
  /** Enough of everything to scroll to. */
  const reachesAt = Math.min(60, Math.floor(count / 2));

  test(`3.8, 16.4 – ${count} alarms, one every ${everyMilliseconds} ms: in order, nothing moves under a hand, no tone is cut off, each is said`, async ({
    desk,
    people,
    times,
  }, testInfo) => {
    // Whether they fall late is the drill's, which lasts longer.
    const { unclaimedSupervisorSeconds } = await times({});
    const fallLate = count * everyMilliseconds > unclaimedSupervisorSeconds * 1000;
    const file = testInfo.outputPath('buttons.csv');
    const header = 'serial,protocol,account,key,model,municipality,holder,sound';
    const lines = buttons.map(({ serial, account }) => `${serial},dc09,${account},,Storm,,,`);
    await writeFile(file, [header, ...lines].join('\n'));
    await product().command('buttons', 'import', file);

    const { page, queue } = await desk('Anna de Wit', { prepare: async () => {} });
    await watchStorm(page);
    const presses: Promise<void>[] = [];
    let hand: Hand | null = null;
    for (const [index, { serial, pressed }] of buttons.entries()) {
      const place = ['--lat', String(52.38 + index / 10_000), '--lon', '4.63'];
      presses.push(press(serial, '--code', codes[pressed], ...place));
      await wait(everyMilliseconds);
      if (index === reachesAt) hand = await Hand.reachFor(page);
    }
    await Promise.all(presses);
    const waiting = queue.locator('section').first().getByRole('listitem');
    await expect(waiting).toHaveCount(pressedAs('duress', 'remnant').length);
    await hand?.leave();

    const dirk = await people.asks('Dirk Mulder');
    const { alarms } = (await (await dirk.get('/api/board')).json()) as { alarms: Row[] };
    const raised = buttons.flatMap(({ serial, pressed }): Raised[] => {
      const alarm = alarms.find(({ button, closed }) => button.serial === serial && !closed);
      return alarm
        ? [{ id: alarm.id, name: serial, receivedAt: alarm.times.received, pressed }]
        : [];
    });
    expect(raised).toHaveLength(count);

    const said = async (loudness: 'assertive' | 'polite') => {
      const storm = await seenStorm(page);
      const kinds =
        loudness === 'polite' ? pressedAs('duress', 'remnant', 'fault') : pressedAs('duress');
      const { named, counted, twice } = heard(
        storm.said.filter((each) => each.loudness === loudness),
        kinds,
      );
      return { heard: named + counted, twice };
    };
    // A breath every five seconds.
    await expect
      .poll(() => said('assertive'), { timeout: 40_000 })
      .toEqual({ heard: pressedAs('duress').length, twice: [] });
    // Each press is said once more when it falls late.
    const politely = fallLate ? count : pressedAs('remnant', 'fault').length;
    await expect
      .poll(() => said('polite'), { timeout: 40_000 })
      .toEqual({ heard: politely, twice: [] });

    const storm = await seenStorm(page);
    expect(wrongOrders(storm, raised)).toEqual([]);
    expect(neverShown(storm, raised)).toEqual([]);
    expect(brokenTones(storm)).toEqual([]);
    expect(storm.underHand).toEqual([{ id: expect.any(String), top: expect.any(Number) }]);
    // Nothing beside the two that are meant for it talks of a storm.
    expect(storm.said.filter(({ region }) => region !== 'alert' && region !== 'log')).toEqual([]);
  });
}

/** On the first of those that SPOED alarms come above, and never quite still. */
class Hand {
  readonly #page: Page;
  #moving: Promise<void> | null = null;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async reachFor(page: Page): Promise<Hand> {
    // It takes its room from the end of the list once.
    await expect(page.getByText(/^\s*Drukte: /)).toBeVisible();
    const row = page.locator('.queue [data-alarm].high').first();
    await row.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await row.boundingBox())!; // it was scrolled to
    const at = { x: x + width / 2, y: y + height / 2 };
    const hand = new Hand(page);
    await page.mouse.move(at.x, at.y);
    await handAt(page, at);
    hand.#moving = hand.#move(at);
    return hand;
  }

  /** What stands there from now on is of no matter. */
  async leave(): Promise<void> {
    await handAt(this.#page, null);
    const moving = this.#moving;
    this.#moving = null;
    await moving;
  }

  async #move({ x, y }: { x: number; y: number }): Promise<void> {
    for (let step = 0; step === 0 || this.#moving; step += 1) {
      await this.#page.mouse.move(x + (step % 2), y);
      await wait(100);
    }
  }
}
