// What the acceptance points promise people at a desk in seconds, on the whole product with real desks in
// Chromium and real presses. Browser stories say what comes before what; how long it took is said here, where
// nothing else runs.
import type { MeasureOptions } from '../harness/options.ts';
import { medianAtMost, type Check, type Result } from '../harness/result.ts';
import { withCentre, type Centre } from './desk-centre.ts';

/** One promise: milliseconds of each round against its limit. */
type Row = { name: string; milliseconds: number[]; limit: number };

export async function desks(options: MeasureOptions): Promise<Result> {
  const checks: Check[] = [];
  await withCentre(async (centre) => {
    for (const measure of [cardAndTone]) {
      for (const { name, milliseconds, limit } of await measure(centre, options.rounds)) {
        checks.push(medianAtMost(name, milliseconds, limit));
        options.say(`${name}: ${milliseconds.map(Math.round).join(', ')} ms`);
      }
    }
  });
  return { scenario: 'desks', measured: [], checks };
}

/** 1 and 3: at the later of two desks. */
async function cardAndTone(centre: Centre, rounds: number): Promise<Row[]> {
  const { desks: both, button, supervisor } = centre;
  const card: Row = { name: 'ux 1: press to card', milliseconds: [], limit: 1_000 };
  const tone: Row = { name: 'ux 3: card to tone', milliseconds: [], limit: 500 };
  for (let round = 0; round < rounds; round += 1) {
    const { alarms } = await supervisor.board();
    const others = alarms.map(({ id }) => `:not([data-alarm="${id}"])`).join('');
    const cards = await Promise.all(
      both.map((desk) => desk.willShow({ selector: `[data-alarm]${others}` })),
    );
    const pressedAt = Date.now();
    await button.press();
    const shownAt = await Promise.all(cards.map((seen) => seen()));
    const soundsAt = await Promise.all(both.map((desk) => desk.urgentToneAfter(pressedAt)));
    card.milliseconds.push(Math.max(...shownAt) - pressedAt);
    // It may well be heard before the card is seen.
    const after = soundsAt.map((at, index) => Math.max(0, at - (shownAt[index] ?? 0)));
    tone.milliseconds.push(Math.max(...after));
    await supervisor.close((await button.openAlarm(supervisor)).id);
  }
  return [card, tone];
}
