// What a button that is heard tells beside its message: that its clock is off, to whoever can set it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHandlers } from '../testing/effect-handlers.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { nothingSet } from '../testing/settings.ts';
import { createButtonContacts } from './button-contacts.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 22 });
});
afterEach(() => centre.end());

const heard = (index: number, behindSeconds: number | null) =>
  heardTogether([index], behindSeconds);

async function heardTogether(indexes: number[], behindSeconds: number | null): Promise<void> {
  const { system, clock, centreId, buttons } = centre;
  const contacts = createButtonContacts(system);
  const sentAt =
    behindSeconds === null ? null : new Date(clock.now().getTime() - behindSeconds * 1000);
  for (const index of indexes) {
    const { id: buttonId, holderId: subjectId } = buttons[index]!;
    contacts.heard({ buttonId, centreId, subjectId, key: null }, clock.now(), { sentAt });
  }
  await contacts.write();
}
const all = Array.from({ length: 22 }, (_, index) => index);
const told = async () =>
  (
    await centre.system.sql<{ text: string }[]>`
      select text from log.effects where kind = 'tell-administrator' order by created_at, text`
  ).map(({ text }) => text);

test.each([
  [1_800, 'de klok loopt 30 minuten achter.'],
  [-7_200, 'de klok loopt 2 uur voor.'],
])(
  'B6 a clock that is %i s off is said once a day, to the administrator',
  async (seconds, words) => {
    await heard(0, seconds);
    centre.clock.advance(18_000);
    await heard(0, seconds + 18);
    expect(await told()).toEqual([`Knop Noord1: ${words}`]);
    centre.clock.advance(24 * 3_600_000);
    await heard(0, seconds);
    expect(await told()).toHaveLength(2);
  },
);

test.each([null, 0, 119, -119])(
  'B6 %s s says nothing: a retry may be as far behind',
  async (seconds) => {
    await heard(0, seconds);
    expect(await told()).toEqual([]);
  },
);

test('B6 a centre of wrong clocks is told of twenty a day', async () => {
  for (const index of all) await heard(index, 1_800);
  expect(await told()).toHaveLength(20);
});

test('B6 the same where our own clock is wrong, and all of them are heard off together', async () => {
  await heardTogether(all, 1_800);
  expect(await told()).toHaveLength(20);
  centre.clock.advance(90_000);
  await heardTogether(all, 1_800);
  expect(await told()).toHaveLength(20);
});

test('B6 without a gateway it stands on the outbox page', async () => {
  const { system, clock, keys, handleCommand, log } = centre;
  await heard(0, 1_800);
  const handlers = createHandlers({ system, keys, clock, settings: nothingSet });
  const outbox = createOutbox({ system, clock, handlers, handleCommand, log });
  await outbox.round();
  await outbox.settled();
  expect(await system.sql`select status, last_error from log.effects`).toMatchObject([
    { status: 'withheld', last_error: 'no-gateway' },
  ]);
});
