// Whoever writes in a sheet and a press of its button never wait for each other crosswise.
import { expect, test } from 'vitest';
import { withKeysMade } from '../sealing/key-ring.ts';
import { openAlarmCentre } from '../testing/alarm-centre.ts';
import { changePerson } from './change-person.ts';
import { takeOverPersons } from './take-over-persons.ts';

test('holds nothing of a person while a press has one of his buttons', async () => {
  const centre = await openAlarmCentre({ buttons: 1 });
  const [{ id: buttonId, holderId: personId }] = centre.buttons as [(typeof centre.buttons)[0]];
  await takeOverPersons(centre.system, () => centre.keys, centre.clock);
  const [sheet] = await centre.system.sql<{ version: number }[]>`
    select version from holders where id = ${personId}`;
  const command = {
    type: 'SetWords',
    expectedVersion: sheet!.version,
    words: { codeWord: 'appeltaart', duressWord: null },
  } as const;
  const actor = { type: 'system', part: 'import' } as const;
  let written: Promise<unknown> = Promise.resolve();
  await centre.database.superuser.begin(async (press) => {
    await press`select from buttons where id = ${buttonId} for update`;
    written = withKeysMade(centre.keys, () =>
      centre.system.transaction((tx) => changePerson(centre, tx, { personId, command, actor })),
    );
    await expect.poll(() => press`select from pg_locks where not granted`).not.toEqual([]);
    expect(await press`select from holders where id = ${personId} for update nowait`).toHaveLength(
      1,
    );
  });
  expect(await written).toMatchObject({ agreed: { codeWord: expect.any(String) as string } });
  await centre.end();
});
