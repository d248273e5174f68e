// A recording that nobody can give to an alarm keeps no other from its own.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSetAside } from '../set-aside.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { raiseLostPresses } from './lost-presses.ts';
import { createSoundFacts } from './take-fact.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 1 });
});
afterEach(() => centre.end());

test('A8 one lost press that cannot be raised is set aside, and the next one is raised', async () => {
  const { system, clock } = centre;
  const elsewhere = randomUUID();
  const broken = randomUUID();
  // A centre without a feed: nothing can be stored for it.
  await system.sql`
    insert into centres (id, name, phone, police_phone, timings)
    select ${elsewhere}, 'zonder feed', phone, police_phone, timings from centres limit 1`;
  await system.sql`
    insert into buttons (id, centre_id, serial, protocol, account, model)
    values (${broken}, ${elsewhere}, 'broken', 'dc09', 'DEAD', 'test')`;
  const record = (buttonId: string, centreId: string, second: number) => system.sql`
    insert into recordings (id, centre_id, button_id, started_at)
    values (${randomUUID()}, ${centreId}, ${buttonId},
      ${new Date(clock.now().getTime() + second * 1000).toISOString()})`;
  await record(broken, elsewhere, 0);
  await record(centre.buttons[0]!.id, centre.centreId, 1);
  clock.advance(10_000);
  const setAside = createSetAside(centre, 'test');
  const round = () => raiseLostPresses({ ...centre, facts: createSoundFacts(centre), setAside });
  expect(await round()).toBe(1);
  expect(setAside.ids()).toHaveLength(1);
  clock.advance(120_000);
  expect(setAside.ids()).toEqual([]);
  expect(await round()).toBe(0);
});
