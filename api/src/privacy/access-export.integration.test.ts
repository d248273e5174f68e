// What somebody is given of what is kept of him: his own, whole, with what the law has told beside it, and of nobody else.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { About } from '@achterwacht/shared/privacy-request/state.ts';
import { logAccess } from '../access/access-log.ts';
import type { Visitor } from '../access/as-actor.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { seedCentre, type SeededCentre } from '../testing/seed-centre.ts';
import { takeOverPersons } from '../persons/take-over-persons.ts';
import { accessExportOf } from './access-export.ts';

let centre: AlarmCentre;
let elsewhere: SeededCentre;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  await takeOverPersons(centre.system, () => centre.keys, centre.clock);
  elsewhere = await seedCentre(centre.system, centre.keys, { name: 'Zuid', buttons: 1 });
});
afterAll(() => centre.end());

const given = (about: Exclude<About, { type: 'other' }>, by: Visitor = centre.dirk) =>
  centre.asActor(by, 'privacy.change', (tx) =>
    accessExportOf(tx, {
      centreId: by.centreId,
      about,
      now: centre.clock.now(),
      keys: centre.keys,
    }),
  );

const looksAt = (whom: string, withheld = false) =>
  centre.asActor(centre.anna, 'session.read', (tx) =>
    logAccess(tx, centre.anna, {
      at: centre.clock.now(),
      action: 'alarm.dossier',
      object: 'x',
      whom,
      result: 'shown',
      origin: '10.0.0.7',
      withheld,
    }),
  );

test('a holder: his alarms, his loans and who looked, nobody by name and nothing that an order keeps from him', async () => {
  const [button, other] = centre.buttons;
  await centre.press(button);
  await centre.press(other);
  await looksAt(button!.holderId);
  await looksAt(button!.holderId, true);
  await looksAt(other!.holderId);
  const mine = (await given({ type: 'holder', id: button!.holderId }))!;
  expect(mine).toMatchObject({
    person: { function: 'wethouder', email: null },
    alarms: [{ kind: 'duress', claimedAt: null }],
    looks: [{ role: 'centralist', what: 'Dossier van een drager bekeken', why: 'alarm' }],
    logIns: [],
  });
  expect(mine.sheet).toMatchObject({
    telephones: [],
    wordsSince: [{}, {}].map(() => expect.any(String) as string),
  });
  expect(JSON.stringify(mine)).not.toMatch(/zeewind|oostenwind|wordt bedreigd/);
  expect(mine.loans).toHaveLength(1);
  expect(JSON.stringify(mine)).not.toContain('Anna');
  expect(mine.told.map(({ title }) => title)).toEqual([
    'Waarom wij dit bewaren',
    'Van wie wij het hebben',
    'Wie het krijgt',
    'Hoe lang',
    'Wat u mag vragen',
  ]);
  expect(mine.told[3]!.sentences.at(-1)).toMatch(/Wie wat heeft ingezien: \d+ dagen\./);
});

test('somebody who works with it: his account, and what was done to his log-in', async () => {
  const { id, centreId, name, role } = centre.anna;
  await centre.asActor(centre.anna, 'session.read', (tx) =>
    logAccess(
      tx,
      { centreId, id, name, role },
      {
        at: centre.clock.now(),
        action: 'account.log-in',
        object: id,
        whom: null,
        result: 'done',
        origin: '10.0.0.8',
      },
    ),
  );
  expect(await given({ type: 'member', id })).toMatchObject({
    person: { name: 'Anna', function: 'centralist', email: expect.stringContaining('@') as string },
    alarms: [],
    logIns: [{ what: 'Ingelogd', origin: '10.0.0.8' }],
  });
});

test('of another centre there is nobody', async () => {
  expect(await given({ type: 'holder', id: elsewhere.buttons[0]!.holderId })).toBeNull();
  expect(await given({ type: 'member', id: elsewhere.anna.id })).toBeNull();
});
