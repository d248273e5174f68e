// A desk that stands open for a shift and longer: thousands of alarms pass through it while two hundred wait, and it holds
// no more for them, hears no more, and has most of its time left. An hour of a thousand alarms goes by in a minute; all ten
// are `ACHTERWACHT_SOAK_ALARMS=10000`.
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { DeskCost } from '../people/desk-cost.ts';
import { product } from '../product/product.ts';
import { expect, press, test } from '../story.ts';

const alarms = Number(process.env.ACHTERWACHT_SOAK_ALARMS ?? 600);
/** From here on a desk has made room for all that it keeps. */
const warm = Math.min(1_000, alarms / 3);
const open = 200;
/** Two questions each, below what the api answers one sender in a minute. */
const perSecond = 20;
const busySeconds = 20;

const named = (kind: string, count: number, series: string) =>
  Array.from({ length: count }, (_, index) => ({
    serial: `${kind}-${index}`,
    account: `57E${series}${index.toString(16).toUpperCase().padStart(4, '0')}`,
  }));
const waiting = named('open', open, '5');
const passing = named('passing', 100, '6');

test(`${alarms} alarms pass a desk where ${open} wait: it holds no more for them, and has most of its time left`, async ({
  desk,
  people,
}, testInfo) => {
  test.setTimeout(120_000 + (alarms / perSecond) * 3_000);
  const file = testInfo.outputPath('buttons.csv');
  const header = 'serial,protocol,account,key,model,municipality,holder,sound';
  const lines = [...waiting, ...passing].map(
    ({ serial, account }) => `${serial},dc09,${account},,Soak,,,`,
  );
  await writeFile(file, [header, ...lines].join('\n'));
  await product().command('buttons', 'import', file);
  const { page, queue } = await desk('Anna de Wit', { prepare: async () => {} });
  const cost = await DeskCost.of(page);
  const dirk = await people.asks('Dirk Mulder');

  const raised: string[] = [];
  await people.attends('Dirk Mulder', (event) => {
    if (event.type === 'AlarmRaised' && event.data.button.serial.startsWith('passing-'))
      raised.push(event.alarmId);
  });
  /** Each once, as fast as the api may be asked, and closed again. */
  const pass = async (count: number) => {
    for (let done = 0; done < count; done += passing.length) {
      const soonest = wait((passing.length / perSecond) * 1_000);
      await inTurns(passing, ({ serial }) => press(serial));
      await expect.poll(() => raised.length).toBe(passing.length);
      await inTurns(raised.splice(0), end);
      await soonest;
    }
  };
  const end = async (id: string) => {
    const send = (data: object) =>
      dirk.post(`/api/alarms/${id}/commands`, {
        data: { commandId: crypto.randomUUID(), expectedVersion: 1e9, ...data },
      });
    await send({ type: 'Claim' });
    const closed = await send({
      type: 'Close',
      outcome: 'unknown',
      needless: false,
      summary: 'Voorbij',
    });
    expect(closed.ok(), await closed.text()).toBe(true);
  };

  await inTurns(waiting, ({ serial }) => press(serial));
  const first = queue.locator('section').first().getByRole('listitem');
  await expect(first).toHaveCount(open);
  await pass(warm);
  await wait(11_000);
  const before = await cost.held();
  await pass(alarms - warm);
  await wait(11_000);
  await expect(first).toHaveCount(open);
  const after = await cost.held();
  const worked = await cost.workedDuring(async () => {
    for (let second = 0; second < busySeconds; second += 1) {
      await press(waiting[second]!.serial);
      await wait(1_000);
    }
  });
  const share = (seconds: number) => `${((100 * seconds) / busySeconds).toFixed(1)} %`;
  const shares = Object.entries(worked).map(([name, seconds]) => `${name} ${share(seconds)}`);
  console.log(JSON.stringify({ warm, before, alarms, after, busy: shares.join(', ') }));

  expect(after.heapMegabytes).toBeLessThan(before.heapMegabytes * 1.1);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners);
  expect(after.documents).toBeLessThanOrEqual(before.documents);
  expect(after.nodes).toBeLessThan(before.nodes * 1.02);
  expect(worked.all / busySeconds).toBeLessThan(0.15);
});

async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...all];
  const hands = Array.from({ length: 4 }, async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  });
  await Promise.all(hands);
}
