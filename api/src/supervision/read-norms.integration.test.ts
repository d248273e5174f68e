// What counted between two days is told however often it was changed since, and what a page of settings reads takes as many
// questions whether few are set or many.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualNorms } from '@achterwacht/shared/setting/kinds/norms.ts';
import { usualRetention } from '@achterwacht/shared/setting/kinds/retention.ts';
import { listSettings } from '../settings/read-settings.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { set } from '../testing/settings.ts';
import { readNorms } from './read-norms.ts';

let centre: AlarmCentre;
beforeAll(async () => {
  centre = await openAlarmCentre();
});
afterAll(() => centre.end());

const own = (seconds: number) => ({
  first: 'own' as const,
  own: {
    title: 'Afspraak',
    limits: [
      { seconds, permille: 800 },
      { seconds: seconds + 30, permille: 985 },
    ] as [{ seconds: number; permille: number }, { seconds: number; permille: number }],
  },
});

test('the norm of a day stands beside it after sixty changes', async () => {
  const day = centre.clock.now().toISOString().slice(0, 10);
  expect(await set(centre, 'norms', own(20))).toBeNull();
  centre.clock.advance(2 * 86_400_000);
  for (let seconds = 21; seconds <= 80; seconds += 1)
    expect(await set(centre, 'norms', own(seconds))).toBeNull();
  const { centreId, keys, system } = centre;
  const { norms, periods } = await system.transaction((tx) =>
    readNorms(tx, keys, { centreId, from: day, to: day }),
  );
  expect(norms).toEqual(own(80));
  expect(periods.map((period) => period.norms)).toEqual([own(20), usualNorms]);
});

test('a list of settings is read by as many questions when more are set', async () => {
  const { centreId, keys, system } = centre;
  const count = () =>
    system.transaction(async (tx) => {
      let asked = 0;
      const sql = new Proxy(tx.sql, {
        apply(target, self, given) {
          asked += 1;
          return Reflect.apply(target, self, given) as unknown;
        },
      });
      await listSettings({ ...tx, sql }, keys, centreId);
      return asked;
    });
  const before = await count();
  expect(await set(centre, 'retention', { ...usualRetention, harmlessSoundDays: 9 })).toBeNull();
  expect(await count()).toBe(before);
  // Of the list alone, with the pieces that its questions are put together of.
  expect(before).toBeLessThan(15);
});
