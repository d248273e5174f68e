// What is entered reaches the next press at once, whatever process it comes to; and whoever keeps a copy of what a press
// copies hears of every change of it by one number, which grows in the same transaction.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { createToAlarm } from '../../alarms/press/to-alarm.ts';
import { connect, type Database } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, delivery, fixAt } from '../../testing/messages.ts';
import { setMessageKey } from '../register/keys.ts';
import { changeButton } from './change-button.ts';
import { takeOverButtons } from './take-over-buttons.ts';

let centre: AlarmCentre;
let elsewhere: Database;
let sequence = 0;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  await takeOverButtons(centre.system, () => centre.keys, centre.clock);
  elsewhere = connect(centre.database.systemUrl, { name: 'test-elsewhere', ...limitsOf.press });
  const { superuser } = centre.database;
  const { centreId, municipalityId, buttons } = centre;
  await superuser`
    insert into plans (holder_id, centre_id, municipality_id, version, title, flags,
      minimum_listening_seconds, steps)
    values (${buttons[0]!.holderId}, ${centreId}, ${municipalityId}, 1, 'x', '["no-call"]', 30, '[]')`;
});
afterAll(async () => {
  await elsewhere.end();
  await centre.end();
});
beforeEach(() => centre.system.sql`update alarms set open = false where true`);

const button = () => centre.buttons[0]!;
const actor = { type: 'system', part: 'import' } as const;

/** By a process that has nothing in memory of what was before. */
async function pressElsewhere(): Promise<Extract<AlarmEvent, { type: 'AlarmRaised' }>> {
  const { keys, clock, centreId } = centre;
  const toAlarm = createToAlarm({
    system: elsewhere,
    keys: keys.reopen(),
    clock,
    faultPoint: () => {},
  });
  sequence += 1;
  clock.advance(120_000);
  const signals = [decoded('panic', { position: fixAt(52.38, 4.63) })];
  const message = delivery(keys, button(), centreId, clock.now(), sequence, signals);
  const { events } = await toAlarm(message, { record: true });
  const [raised] = events;
  if (raised?.type !== 'AlarmRaised') throw new Error('this press raised nothing');
  return raised;
}

async function version(of = button()): Promise<number> {
  const [row] = await centre.system.sql<{ version: string }[]>`
    select context_version_of(${of.id}) as version`;
  return Number(row!.version);
}

const setSetting = (kind: string, value: object) => centre.database.superuser`
  insert into settings (id, centre_id, kind, version, head_hash, subject_id, state, fold_version,
    updated_at)
  values (gen_random_uuid(), ${centre.centreId}, ${kind}, 1, 'x', ${centre.centreId},
    ${JSON.stringify({ value })}::text::jsonb, 1, now())`;

type Raised = Awaited<ReturnType<typeof pressElsewhere>>;
type Source = [string, () => Promise<unknown>, (raised: Raised) => unknown, unknown];

const sources: Source[] = [
  [
    'a holder’s name',
    () =>
      centre.database
        .superuser`update holders set name = 'Nieuwe Naam' where id = ${button().holderId}`,
    ({ personal }) => personal?.holder?.name,
    'Nieuwe Naam',
  ],
  [
    'a place of his',
    () => centre.database.superuser`
      insert into places (id, centre_id, municipality_id, holder_id, label, address, latitude, longitude)
      values (gen_random_uuid(), ${centre.centreId}, ${centre.municipalityId}, ${button().holderId},
        'Thuis', 'Laan 1', 52.38, 4.63)`,
    ({ personal }) => personal?.place?.possibly?.label,
    'Thuis',
  ],
  [
    'his plan',
    () => centre.database.superuser`
      update plans set minimum_listening_seconds = 45 where holder_id = ${button().holderId}`,
    ({ data }) => data.plan.minimumListeningSeconds,
    45,
  ],
  [
    'the municipality’s name',
    () => centre.database.superuser`
      update municipalities set name = 'Haarlemmermeer' where id = ${centre.municipalityId}`,
    ({ data }) => data.municipality?.name,
    'Haarlemmermeer',
  ],
  [
    'what was agreed with it',
    () => centre.database.superuser`
      update municipalities set state = jsonb_set(coalesce(state, '{}'), '{contract}',
        '{"since": "2020-01-01", "until": null, "otherResponder": "Beveiliging", "closingText": null}')
      where id = ${centre.municipalityId}`,
    ({ data }) => data.plan.otherResponder,
    'Beveiliging',
  ],
  [
    'the centre’s timings',
    () => centre.database.superuser`
      update centres set timings = timings || '{"wakeSupervisorSeconds": 17}'
      where id = ${centre.centreId}`,
    ({ data }) => (data.plan.timings as Record<string, unknown>)['wakeSupervisorSeconds'],
    17,
  ],
  [
    'what is kept of sound',
    () => setSetting('recording', { record: false, recordBeforeClaim: false }),
    ({ data }) => data.plan.recording?.record,
    false,
  ],
  ['how it is called', () => change({ serial: '231' }), ({ data }) => data.button.serial, '231'],
  [
    'its key',
    () =>
      centre.system.transaction((tx) =>
        setMessageKey(centre, tx, { buttonId: button().id, key: Buffer.alloc(16, 1), actor }),
      ),
    ({ data }) => data.button.encrypted,
    undefined,
  ],
  [
    'what they know at home',
    () => centre.database.superuser`
      update loans set known_at_home = 'no' where button_id = ${button().id} and returned_at is null`,
    ({ data }) => data.button.knownAtHome,
    'no',
  ],
  [
    'that it was brought back',
    async () => {
      const [loan] = await centre.system.sql<{ id: string }[]>`
        select id from loans where button_id = ${button().id} and returned_at is null`;
      return centre.system.transaction((tx) =>
        changeButton(centre, tx, {
          buttonId: button().id,
          command: { type: 'Return', loanId: loan!.id },
          actor,
        }),
      );
    },
    ({ personal }) => personal?.holder?.returned,
    true,
  ],
  [
    'whom it is lent to',
    () =>
      centre.system.transaction((tx) =>
        changeButton(centre, tx, {
          buttonId: button().id,
          command: {
            type: 'Lend',
            loanId: randomUUID(),
            holderId: centre.buttons[1]!.holderId,
            centreId: centre.centreId,
            municipalityId: centre.municipalityId,
            reasonCategory: 'event',
            startsAt: centre.clock.now().toISOString(),
            endsAt: null,
            reviewAt: '2028-01-01T00:00:00.000Z',
            withoutSoundTest: { reason: 'no-reception' },
          },
          actor,
        }),
      ),
    ({ personal, data }) => [personal?.holder?.name, data.button.soundUntested],
    ['Drager Noord2', true],
  ],
];

function change(more: { serial: string }) {
  const { municipalityId } = centre;
  return centre.system.transaction((tx) =>
    changeButton(centre, tx, {
      buttonId: button().id,
      command: {
        type: 'ChangeRegistration',
        expectedVersion: null,
        details: {
          protocol: 'dc09',
          account: 'ABC231',
          model: 'proef',
          municipalityId,
          sim: null,
          firmware: null,
          supervisionSeconds: null,
          ...more,
        },
      },
      actor,
    }),
  );
}

test.each(sources)('%s', async (_, write, copied, expected) => {
  const before = await version();
  const other = await version(centre.buttons[1]);
  expect(copied(await pressElsewhere())).not.toEqual(expected);
  await centre.system.sql`update alarms set open = false where true`;
  expect(await version()).toBe(before);
  await write();
  expect(await version()).toBeGreaterThan(before);
  expect(copied(await pressElsewhere())).toEqual(expected);
  expect(await version(centre.buttons[1])).toBeGreaterThanOrEqual(other);
});

test('undone with the transaction that changed it', async () => {
  const before = await version();
  class Undone extends Error {}
  await centre.system
    .transaction(async ({ sql }) => {
      await sql`update loans set review_at = review_at + interval '1 day' where button_id = ${button().id}`;
      throw new Undone();
    })
    .catch(() => {});
  expect(await version()).toBe(before);
});

test('a template of its municipality, and a plan of its own', async () => {
  const { superuser } = centre.database;
  const { centreId, municipalityId } = centre;
  for (const [layer, of] of [
    ['template', null],
    ['button', button().id],
  ] as const) {
    const before = await version();
    await superuser`
      insert into plans (layer, button_id, centre_id, municipality_id, version, title, flags,
        minimum_listening_seconds, steps)
      values (${layer}, ${of}, ${centreId}, ${municipalityId}, 1, 'x', '[]', 30, '[]')`;
    expect(await version()).toBeGreaterThan(before);
  }
});
