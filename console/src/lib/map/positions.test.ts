import { expect, test } from 'vitest';
import { claimed, closedAs } from '@achterwacht/shared/testing/facts.ts';
import { anna } from '@achterwacht/shared/testing/given.ts';
import { confirmed, sent } from '@achterwacht/shared/testing/handover-facts.ts';
import type { AlarmFact } from '@achterwacht/shared/alarm/events.ts';
import { followedBy, raised, start } from '../alarms/example-alarms.ts';
import { followedOf, locatedOf, mapPositionsOf, placedOf } from './positions.ts';

const hour = 3_600_000;
const after = (...facts: AlarmFact[]) =>
  facts.reduce((made, fact) => followedBy(made, fact, start + 1_000), raised()).alarm;
const labels = (alarm: ReturnType<typeof after>, now: number) =>
  mapPositionsOf(locatedOf(placedOf(followedOf([alarm], now)), now), null).map(
    ({ label }) => label,
  );

test('5.2 a closed alarm stays on the map while the police are busy with it, for an hour, as closed', () => {
  const open = after(claimed(anna), sent(anna), confirmed(anna));
  const closed = after(claimed(anna), sent(anna), confirmed(anna), closedAs('threat', anna));
  expect(labels(open, start + 2_000)).not.toEqual([expect.stringContaining('gesloten')]);
  expect(labels(closed, start + hour)).toEqual([expect.stringMatching(/ · gesloten$/)]);
  expect(labels(closed, start + hour + 1_000)).toEqual([]);
  expect(labels(after(claimed(anna), closedAs('threat', anna)), start + 2_000)).toEqual([]);
});
