// A sheet by which nobody was lent anything goes by the day on which it was last written in; somebody is told two weeks
// before, and whatever needs it keeps it.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import type { PersonCommand } from '@achterwacht/shared/person/commands.ts';
import type { Person } from '@achterwacht/shared/person/state.ts';
import { usualRetention } from '@achterwacht/shared/setting/kinds/retention.ts';
import { changeButton } from '../../buttons/row/change-button.ts';
import { find } from '../../log/read-stream.ts';
import { readProofs } from '../../retention/proofs.ts';
import { withKeysMade } from '../../sealing/key-ring.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { roundOf, sweep } from '../../testing/rounds.ts';
import { set } from '../../testing/settings.ts';
import { changePerson } from '../change-person.ts';
import { persons } from '../person-row.ts';
import { takeOverPersons } from '../take-over-persons.ts';
import { findEnding, unusedSheetEraser } from './unused-sheets.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 1 });
  await takeOverPersons(centre.system, () => centre.keys, centre.clock);
});
afterEach(() => centre.end());

const actor = { type: 'system', part: 'import' } as const;
const days = (count: number) => centre.clock.advance(count * 86_400_000);
const ask = (personId: string, command: PersonCommand) =>
  withKeysMade(centre.keys, () =>
    centre.system.transaction((tx) => changePerson(centre, tx, { personId, command, actor })),
  ) as Promise<Person>;
const read = async (id: string) =>
  (await centre.system.transaction((tx) => find(persons, tx, centre.keys, id)))!.state;
async function add(belongsTo: string | null = null): Promise<string> {
  const id = randomUUID();
  const { centreId, municipalityId } = centre;
  const identity = { name: 'Noor Visser', function: '', phones: [] };
  await ask(id, { type: 'AddPerson', centreId, municipalityId, belongsTo, identity });
  await write(id);
  return id;
}
const write = async (id: string) => {
  const { version: expectedVersion } = await read(id);
  return ask(id, { type: 'SetWords', expectedVersion, words: { codeWord: 'lantaarn' } });
};
const round = () => {
  const { system, clock, keys } = centre;
  const parts = { ...centre, keysFolder: keys.folder };
  const job = unusedSheetEraser(parts)('unused-sheets', { background: system, clock });
  return roundOf(job, centre);
};
const tasks = () =>
  centre.asActor(centre.dirk, 'task.read', async (tx) =>
    findEnding(tx, { centreId: centre.centreId, now: centre.clock.now() }),
  );
async function lend(command: Exclude<ButtonCommand, { type: 'Register' }>): Promise<void> {
  const { id: buttonId } = centre.buttons[0]!;
  await withKeysMade(centre.keys, () =>
    centre.system.transaction((tx) => changeButton(centre, tx, { buttonId, command, actor })),
  );
}

test('half a year after the last change it goes with its family, proved, and two weeks before it is a task', async () => {
  const id = await add();
  days(100);
  const child = await add(id);
  days(165);
  expect(await tasks()).toEqual([]);
  days(1);
  expect(await tasks()).toMatchObject([{ kind: 'sheet-ends', about: { id, name: 'Noor Visser' } }]);
  days(13);
  expect(await round()).toMatchObject({ done: 0, failed: 0 });
  days(1);
  expect(await round()).toMatchObject({ done: 1, failed: 0 });
  for (const one of [id, child])
    expect(await read(one)).toMatchObject({
      emptiedAt: centre.clock.now().toISOString(),
      personal: { restricted: null },
    });
  expect(await round()).toMatchObject({ done: 0, failed: 0 });
  expect(await tasks()).toEqual([]);
  const proved = await readProofs(centre.system, new Date(0));
  expect(proved).toMatchObject([{ class: 'unused-sheets', object: `person/${id}` }]);
  // Whoever wears a button has an end of his own.
  expect((await read(centre.buttons[0]!.holderId)).emptiedAt).toBeNull();
});

test('whoever writes in it has it half a year longer, and the centre sets how long that is', async () => {
  const id = await add();
  days(179);
  await write(id);
  days(179);
  expect(await round()).toMatchObject({ done: 0 });
  await set(centre, 'retention', { ...usualRetention, unusedSheetDays: 365 });
  days(1);
  expect(await round()).toMatchObject({ done: 0 });
  await set(centre, 'retention', { ...usualRetention, unusedSheetDays: 90 });
  expect(await round()).toMatchObject({ done: 1 });
  expect((await read(id)).emptiedAt).not.toBeNull();
});

test('an open privacy request keeps it, and so does family that wears a button', async () => {
  const [asked, head] = [await add(), await add()];
  const wears = centre.buttons[0]!.holderId;
  const { version: expectedVersion, personal } = await read(wears);
  const identity = personal.identity!;
  await ask(wears, { type: 'ChangeIdentity', expectedVersion, belongsTo: head, identity });
  await centre.database.superuser`
    insert into privacy_requests (id, centre_id, version, head_hash, subject_id, state, fold_version,
      updated_at, kind, due_at, is_open)
    values (gen_random_uuid(), ${centre.centreId}, 1, 'x', ${asked},
      jsonb_build_object('about', jsonb_build_object('type', 'holder', 'id', ${asked}::text)), 1, now(),
      'access', now(), true)`;
  days(400);
  expect(await round()).toMatchObject({ done: 0, failed: 0 });
  await centre.database.superuser`delete from privacy_requests`;
  expect(await round()).toMatchObject({ done: 1, failed: 0 });
  expect([(await read(asked)).emptiedAt, (await read(head)).emptiedAt]).toEqual([
    centre.clock.now().toISOString(),
    null,
  ]);
});

test('whatever happens to it, a sheet goes when its day has come and never before', async () => {
  const step = fc.constantFrom('write', 'wait', 'lend', 'return');
  const steps = fc.array(fc.tuple(step, fc.integer({ min: 1, max: 120 })), { maxLength: 7 });
  const giveBack = async () => {
    const rows = await centre.system.sql<{ id: string }[]>`
      select id from loans where returned_at is null`;
    for (const { id: loanId } of rows) await lend({ type: 'Return', loanId });
  };
  await fc.assert(
    fc.asyncProperty(steps, async (life) => {
      await giveBack();
      const id = await add();
      for (const [what, wait] of life) {
        if (what === 'write') await write(id);
        if (what === 'return') await giveBack();
        if (what === 'lend')
          await lend({
            type: 'Lend',
            loanId: randomUUID(),
            centreId: centre.centreId,
            municipalityId: centre.municipalityId,
            holderId: id,
            reasonCategory: 'threat',
            startsAt: centre.clock.now().toISOString(),
            endsAt: null,
            reviewAt: '2099-01-01T00:00:00.000Z',
          });
        const before = await read(id);
        days(wait);
        await sweep({ ...centre, arm: async () => {} });
        await round();
        const after = await read(id);
        const worn = await centre.system.sql`
          select from loans where holder_id = ${id} and returned_at is null`;
        const since = (at: string) => (centre.clock.now().getTime() - Date.parse(at)) / 86_400_000;
        const hasEnded =
          worn.length === 0 &&
          (before.returnedAt === null
            ? since(before.updatedAt) >= 180
            : since(before.returnedAt) >= 30);
        expect([life, after.emptiedAt !== null]).toEqual([
          life,
          hasEnded || before.emptiedAt !== null,
        ]);
      }
    }),
    { numRuns: 12 },
  );
});
