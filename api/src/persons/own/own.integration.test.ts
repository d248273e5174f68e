// What whoever wears a button is told of it and of his alarms: his own alone, nothing that goes on, nothing that is kept
// from him, and nobody by name.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ErrorBody } from '@achterwacht/shared/routes/route.ts';
import type { OwnAlarm, OwnButton } from '@achterwacht/shared/routes/persons.ts';
import type { Visitor } from '../../access/as-actor.ts';
import { closeAlarm } from '../../testing/close-alarm.ts';
import { takeOverPersons } from '../take-over-persons.ts';
import { openPersonsCentre, type PersonsCentre } from '../test-persons.ts';

type Alarms = { alarms: OwnAlarm[]; harmless: number; next: string | null };
type Buttons = {
  buttons: OwnButton[];
  centre: { phone: string };
  municipality: { phone: string | null };
};

let centre: PersonsCentre;
let wearer: Visitor;
beforeEach(async () => {
  centre = await openPersonsCentre();
  await takeOverPersons(centre.system, () => centre.keys, centre.clock);
  wearer = centre.holder;
  await tie(centre.buttons[0]!.holderId, wearer);
});
afterEach(() => centre.end());

const tie = async (holderId: string, { id }: Visitor) => {
  const [row] = await centre.system.sql<{ version: number }[]>`
    select version from holders where id = ${holderId}`;
  const body = { expectedVersion: row!.version, accountId: id };
  expect((await centre.post(centre.fatima, `/api/persons/${holderId}/account`, body)).status).toBe(
    200,
  );
};
const alarms = async (who: Visitor = wearer, cursor = '') =>
  (await centre.get<Alarms>(who, `/api/own/alarms${cursor && `?cursor=${cursor}`}`)).body;
const buttons = async (who: Visitor = wearer) =>
  (await centre.get<Buttons>(who, '/api/own/buttons')).body;

test('an alarm is told once it is over, in its outcome and its moments and in nothing else', async () => {
  const { alarmId } = await centre.press();
  expect(await alarms()).toEqual({ alarms: [], harmless: 0, next: null });
  await closeAlarm(centre, alarmId);
  const { alarms: told, harmless } = await alarms();
  expect(told).toHaveLength(1);
  expect(Object.keys(told[0]!).toSorted()).toEqual([
    'claimedAt',
    'closedAt',
    'handedOverAt',
    'kind',
    'mode',
    'outcome',
    'raisedAt',
  ]);
  expect(told[0]).toMatchObject({ outcome: 'false-accident', kind: 'duress', handedOverAt: null });
  expect(harmless).toBe(1);
  // Opened again it goes on, and is told no more.
  const expectedVersion = 10_000;
  const again = { type: 'Reopen', reason: 'toch niet', expectedVersion } as const;
  expect(await centre.ask(centre.dirk, alarmId, again)).toMatchObject({ status: 'accepted' });
  expect(await alarms()).toEqual({ alarms: [], harmless: 0, next: null });
});

test('what is kept from him stands in none of his answers', async () => {
  const { alarmId } = await centre.press();
  await closeAlarm(centre, alarmId, { outcome: 'real-incident', summary: 'man bij de voordeur' });
  const answers = await Promise.all(
    ['sheet', 'buttons', 'alarms', 'looks'].map((what) => centre.get(wearer, `/api/own/${what}`)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const said = JSON.stringify(answers.map(({ body }) => body));
  for (const word of ['voordeur', 'zeewind', 'oostenwind', 'Anna', 'Dirk', 'threat', alarmId])
    expect(said).not.toContain(word);
  expect(said).not.toContain('Noord2');
  expect(said).toContain('real-incident');
});

test('only his own: nothing of another’s button or alarm, and of an exercise nothing', async () => {
  const other = await centre.press(centre.buttons[1]);
  await closeAlarm(centre, other.alarmId);
  expect((await alarms()).alarms).toEqual([]);
  expect((await buttons()).buttons.map(({ serial }) => serial)).toEqual(['Noord1']);
  await centre.database.superuser`
    update alarms set mode = 'exercise', subject_id = ${centre.buttons[0]!.holderId}`;
  expect((await alarms()).alarms).toEqual([]);
  for (const what of ['buttons', 'alarms']) {
    // Nobody said who he is.
    const { status, body } = await centre.get<ErrorBody>(centre.stranger, `/api/own/${what}`);
    expect([status, body.error.code]).toEqual([404, 'not-found']);
    for (const who of [centre.dirk, centre.fatima, centre.anna, centre.els])
      expect((await centre.get(who, `/api/own/${what}`)).status).toBe(403);
  }
});

test('until when it is his and how it is, and nothing once it came back or before it is his', async () => {
  const { id, holderId } = centre.buttons[0]!;
  const at = centre.clock.now().toISOString();
  await centre.system.sql`
    insert into button_contacts (button_id, centre_id, municipality_id, last_contact_at, last_test_at,
      battery_percent)
    values (${id}, ${centre.centreId}, ${centre.municipalityId}, ${at}, ${at}, 80)
    on conflict (button_id) do update set last_contact_at = ${at}, last_test_at = ${at},
      battery_percent = 80`;
  expect((await buttons()).buttons).toEqual([
    expect.objectContaining({
      serial: 'Noord1',
      batteryPercent: 80,
      lastContactAt: at,
      testedAt: at,
    }),
  ]);
  expect((await buttons()).centre.phone).not.toBe('');
  await centre.database.superuser`
    update loans set holder_id = ${holderId} where button_id = ${centre.buttons[1]!.id}`;
  expect((await buttons()).buttons).toHaveLength(2);
  await centre.database.superuser`update loans set starts_at = now() + interval '400 days'`;
  expect((await buttons()).buttons).toEqual([]);
  await centre.database.superuser`update loans set starts_at = '2020-01-01', returned_at = now()`;
  expect((await buttons()).buttons).toEqual([]);
});

test('more than a page is told page by page, each once', async () => {
  const { alarmId } = await centre.press();
  await closeAlarm(centre, alarmId);
  await centre.database.superuser`
    insert into alarms (id, centre_id, municipality_id, button_id, number, kind, mode, open, version,
      head_hash, subject_id, state, raised_at, updated_at)
    select gen_random_uuid(), centre_id, municipality_id, button_id, number + n, kind, mode, open, version,
      head_hash, subject_id, state, raised_at, updated_at
    from alarms cross join generate_series(1, 70) as n`;
  const first = await alarms();
  const second = await alarms(wearer, first.next!);
  expect([first.alarms.length, second.alarms.length, second.next]).toEqual([50, 21, null]);
  expect(first.harmless).toBe(71);
  expect(await alarms(wearer, randomUUID())).toMatchObject({ alarms: first.alarms });
});
