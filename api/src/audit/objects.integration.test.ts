// What a line of the audit is about, as people call it: within what whoever reads it may know.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccessAction } from '@achterwacht/shared/audit/actions.ts';
import { logAccess, type Look } from '../access/access-log.ts';
import { holders } from '../db/schema/holders.ts';
import { plans } from '../db/schema/plans.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { readLines } from './read-lines.ts';

let centre: AlarmCentre;
beforeAll(async () => {
  centre = await openAlarmCentre();
});
afterAll(() => centre.end());

const look = (action: AccessAction, object: string, result: Look['result'] = 'shown') =>
  centre.asActor(centre.dirk, 'session.read', (tx) =>
    logAccess(tx, centre.dirk, {
      at: centre.clock.now(),
      action,
      object,
      whom: null,
      result,
      origin: '10.0.0.7',
    }),
  );

test('a look at a plan says whose it is, to whom it may be named; what was set at the machine says which setting', async () => {
  const { centreId, municipalityId, system } = centre;
  const holderId = randomUUID();
  await system.db.insert(holders).values({
    id: holderId,
    centreId,
    municipalityId,
    name: 'Drager Zuid',
    function: '',
    restricted: '',
  });
  const content = { title: '', flags: [], minimumListeningSeconds: 20, steps: [] };
  const of = { centreId, municipalityId, version: 1, ...content };
  await system.db.insert(plans).values([
    { ...of, layer: 'template' },
    { ...of, layer: 'person', holderId },
    { ...of, layer: 'button', buttonId: centre.buttons[0]!.id },
  ]);
  for (const object of [municipalityId, holderId, centre.buttons[0]!.id])
    await look('plan.opened', object);
  await look('setting.set', centreId, 'timings');
  const objects = async (namesHolders: boolean) =>
    (
      await centre.asActor(centre.dirk, 'audit.read', (tx) =>
        readLines(tx, {}, { centreId, version: 1, namesHolders, limit: 4 }),
      )
    ).lines.map(({ object: { kind, layer, name } }) => [kind, layer, name]);
  const known = [
    ['setting', null, 'timings'],
    ['plan', 'button', 'Noord1'],
  ];
  const template = ['plan', 'template', 'Haarlem'];
  expect(await objects(true)).toEqual([...known, ['plan', 'person', 'Drager Zuid'], template]);
  expect(await objects(false)).toEqual([...known, ['plan', 'person', null], template]);
});
