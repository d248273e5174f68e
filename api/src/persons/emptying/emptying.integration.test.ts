// The end of a sheet: what a loan's end starts, what puts it off, what goes and what stays; and that a database that was
// put back does not bring it back.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import type { PersonCommand } from '@achterwacht/shared/person/commands.ts';
import type { Person } from '@achterwacht/shared/person/state.ts';
import { changeButton, isRefused } from '../../buttons/row/change-button.ts';
import { closeAlarm } from '../../testing/close-alarm.ts';
import { find } from '../../log/read-stream.ts';
import { readErasures } from '../../sealing/erasures.ts';
import { openRestricted } from '../../sealing/restricted.ts';
import { withKeysMade } from '../../sealing/key-ring.ts';
import { verifyLog } from '../../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { changePlan } from '../../plans/change-plan.ts';
import { sweep } from '../../testing/rounds.ts';
import { changePerson } from '../change-person.ts';
import { persons } from '../person-row.ts';
import { replayEmptied } from './replay-emptied.ts';
import { takeOverPersons } from '../take-over-persons.ts';

let centre: AlarmCentre;
let id: string;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  id = centre.buttons[0]!.holderId;
  await takeOverPersons(centre.system, () => centre.keys, centre.clock);
});
afterEach(() => centre.end());

const days = (count: number) => centre.clock.advance(count * 86_400_000);
const actor = { type: 'system', part: 'import' } as const;
const loanOf = async (holderId: string) => {
  const [loan] = await centre.system.sql<{ id: string; buttonId: string }[]>`
    select id, button_id as "buttonId" from loans where holder_id = ${holderId} and returned_at is null`;
  return loan!;
};
type Command = Exclude<ButtonCommand, { type: 'Register' }>;
/** Null: carried out. */
async function lend(buttonId: string, command: Command) {
  const changed = await withKeysMade(centre.keys, () =>
    centre.system.transaction((tx) => changeButton(centre, tx, { buttonId, command, actor })),
  );
  return isRefused(changed) ? changed : null;
}
const giveBack = async (holderId = id) => {
  const loan = await loanOf(holderId);
  expect(await lend(loan.buttonId, { type: 'Return', loanId: loan.id })).toBeNull();
  return loan;
};
const ask = (personId: string, command: PersonCommand) =>
  withKeysMade(centre.keys, () =>
    centre.system.transaction((tx) => changePerson(centre, tx, { personId, command, actor })),
  ) as Promise<Person>;
const read = async (personId = id) =>
  (await centre.system.transaction((tx) => find(persons, tx, centre.keys, personId)))!.state;
const round = () => sweep({ ...centre, arm: async () => {} });
const deadlines = () => centre.system.sql`
  select kind, at from log.deadlines where subject_type = 'person'`;
const sound = async () => expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);

async function lived(personId = id): Promise<void> {
  const { version } = await read(personId);
  await ask(personId, {
    type: 'ChangeCircumstances',
    expectedVersion: version,
    circumstances: {
      description: 'met hoed',
      othersAtHome: 'een kind',
      threatContext: 'wordt bedreigd',
      places: [
        {
          id: randomUUID(),
          label: 'Thuis',
          address: 'Weg 1',
          floor: null,
          latitude: 52,
          longitude: 5,
        },
      ],
      contacts: [
        {
          id: randomUUID(),
          name: 'Ria Wester',
          relation: 'partner',
          phone: '0612345678',
          sameAddress: true,
          mayBeInvolved: false,
        },
      ],
      consents: [],
      reportedIn: {},
    },
  });
}

/** What stands anywhere of what was kept closest. */
async function said(personId = id): Promise<string> {
  const [row] = await centre.system.sql<{ restricted: string; rest: string }[]>`
    select restricted, row_to_json(holders)::text
      || coalesce((select jsonb_agg(to_jsonb(places))::text from places where holder_id = holders.id), '')
      || coalesce((select jsonb_agg(to_jsonb(contacts))::text from contacts where holder_id = holders.id), '')
      as rest
    from holders where id = ${personId}`;
  const { personal } = await read(personId);
  const opened = openRestricted(centre.keys, personId, row!.restricted);
  return JSON.stringify([personal, opened]) + row!.rest;
}
/** What is said of how he wants to be helped goes with his sheet. */
async function plan(text: string): Promise<void> {
  const { centreId, municipalityId } = centre;
  const of = { layer: 'person', ofId: id, municipalityId } as const;
  const steps = [{ id: 'a', text, kind: 'manual' as const, required: false }];
  const content = { title: null, flags: [], minimumListeningSeconds: null, steps };
  const command = { type: 'ProposePlan', centreId, ...of, content } as const;
  await withKeysMade(centre.keys, () =>
    centre.system.transaction((tx) => changePlan(centre, tx, { centreId, of, command, actor })),
  );
  expect(await planned()).toContain(text);
}
async function planned(): Promise<string> {
  const [row] = await centre.system.sql<{ whole: string }[]>`
    select row_to_json(plans)::text as whole from plans where holder_id = ${id}`;
  return row!.whole; // made before
}

// Long enough that no sealed text says one by chance.
const restrictedWords = /hoed|een kind|bedreigd|Weg 1|Ria Wester|zeewind|oostenwind/;

test('a button that comes back starts thirty days, and one that is lent again ends them', async () => {
  expect(await deadlines()).toEqual([]);
  const { buttonId } = await giveBack();
  expect(await deadlines()).toHaveLength(1);
  days(29);
  await round();
  expect((await read()).emptiedAt).toBeNull();
  const lent: ButtonCommand = {
    type: 'Lend',
    loanId: randomUUID(),
    centreId: centre.centreId,
    municipalityId: centre.municipalityId,
    holderId: id,
    reasonCategory: 'threat',
    startsAt: centre.clock.now().toISOString(),
    endsAt: null,
    reviewAt: '2027-01-01T00:00:00.000Z',
  };
  expect(await lend(buttonId, lent)).toBeNull();
  expect(await deadlines()).toEqual([]);
  days(60);
  await round();
  expect((await read()).emptiedAt).toBeNull();
  await sound();
});

test('of what nobody needs nothing is left but the name of the loan, and its history', async () => {
  await lived();
  const { updatedAt: _at, ...before } = await read();
  expect(await said()).toMatch(restrictedWords);
  await plan('Bel Ria niet als hij thuis is');
  await giveBack();
  days(30);
  await round();
  const after = await read();
  expect(after).toMatchObject({
    emptiedAt: centre.clock.now().toISOString(),
    agreed: { codeWord: null, duressWord: null },
    personal: { identity: { name: before.personal.identity!.name, phones: [] }, restricted: null },
  });
  expect(await said()).not.toMatch(restrictedWords);
  expect(await planned()).not.toContain('Ria');
  const classes = await centre.system.sql<{ class: string }[]>`
    select class from log.data_keys where stream_id = ${id}`;
  expect(classes).toEqual([{ class: 'identity' }]);
  const loans = await centre.system.sql`
    select holders.name from loans join holders on holders.id = holder_id where holder_id = ${id}`;
  expect(loans).toEqual([{ name: before.personal.identity!.name }]);
  expect(readErasures(centre.keys.folder)).toMatchObject([{ streamType: 'person', streamId: id }]);
  await sound();
  // A further sweep has nothing to do, and what is written in it again is kept under a key of its own.
  await round();
  await lived();
  expect(await said()).toMatch(/hoed/);
  expect(await said()).not.toMatch(/zeewind/);
  await sound();
});

const needs: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
  [
    'an open alarm',
    () => centre.press(),
    async () => {
      const [alarm] = await centre.system.sql<{ id: string }[]>`select id from alarms where open`;
      await closeAlarm(centre, alarm!.id);
    },
  ],
  [
    'a recording that is held',
    async () => {
      const { alarmId } = await centre.press();
      await closeAlarm(centre, alarmId);
      await centre.database.superuser`
        update alarms set state = jsonb_set(state, '{sound,held}', '{"by":{"id":"x","name":"x"},"at":"x"}')`;
    },
    () =>
      centre.database.superuser`update alarms set state = jsonb_set(state, '{sound,held}', 'null')`,
  ],
  [
    'an open privacy request',
    () => centre.database.superuser`
      insert into privacy_requests (id, centre_id, version, head_hash, subject_id, state, fold_version,
        updated_at, kind, due_at, is_open)
      values (gen_random_uuid(), ${centre.centreId}, 1, 'x', ${id},
        jsonb_build_object('about', jsonb_build_object('type', 'holder', 'id', ${id}::text)), 1, now(),
        'access', now(), true)`,
    // Answered, it is kept.
    () => centre.database.superuser`update privacy_requests set is_open = false`,
  ],
];
test.each(needs)('%s puts it off, a day at a time', async (_what, begin, end) => {
  await lived();
  await begin();
  await giveBack();
  days(30);
  await round();
  days(1);
  await round();
  expect((await read()).emptiedAt).toBeNull();
  expect(await said()).toMatch(restrictedWords);
  await end();
  days(1);
  await round();
  expect((await read()).emptiedAt).not.toBeNull();
  expect(await said()).not.toMatch(restrictedWords);
});

test('what somebody writes in it at the moment at which it ends is not taken with it', async () => {
  await lived();
  await giveBack();
  days(30);
  const { version, belongsTo, personal } = await read();
  const identity = { ...personal.identity!, function: 'oud-wethouder' };
  const command = {
    type: 'ChangeIdentity',
    expectedVersion: version,
    belongsTo,
    identity,
  } as const;
  const { promise: isWritten, resolve: written } = Promise.withResolvers<void>();
  const ending = isWritten.then(round);
  await withKeysMade(centre.keys, () =>
    centre.system.transaction(async (tx) => {
      await changePerson(centre, tx, { personId: id, command, actor });
      written();
      // The sweep has looked at it as it stood before, and waits for who writes.
      await expect
        .poll(() => centre.database.superuser`select from pg_locks where not granted`)
        .not.toEqual([]);
    }),
  );
  await ending;
  expect(await read()).toMatchObject({
    emptiedAt: null,
    personal: { identity: { function: 'oud-wethouder' } },
  });
  await round();
  expect((await read()).emptiedAt).not.toBeNull();
  await sound();
});

test('another button of his keeps it', async () => {
  const other = await loanOf(centre.buttons[1]!.holderId);
  await centre.database.superuser`update loans set holder_id = ${id} where id = ${other.id}`;
  await giveBack();
  expect(await deadlines()).toEqual([]);
});

test('family goes with whom it belongs to, and whoever wears a button himself stays', async () => {
  const wears = centre.buttons[1]!.holderId;
  const { version } = await read(wears);
  const { identity } = (await read(wears)).personal;
  const child = randomUUID();
  const { centreId, municipalityId } = centre;
  await ask(wears, {
    type: 'ChangeIdentity',
    expectedVersion: version,
    belongsTo: id,
    identity: identity!,
  });
  const kin = { name: 'Kind', function: '', phones: [] };
  await ask(child, { type: 'AddPerson', centreId, municipalityId, belongsTo: id, identity: kin });
  await lived(child);
  await giveBack();
  days(30);
  await round();
  expect((await read()).emptiedAt).not.toBeNull();
  expect((await read(child)).emptiedAt).not.toBeNull();
  expect((await read(wears)).emptiedAt).toBeNull();
  expect(await said(wears)).toMatch(/zeewind/);
  expect(await said(child)).not.toMatch(restrictedWords);
  await sound();
});

test('a database that is put back is emptied again, and what was written since is not', async () => {
  await lived();
  const { superuser } = centre.database;
  await giveBack();
  const kept = {
    rows: await superuser`select * from holders where id = ${id}`,
    keys: await superuser`select * from log.data_keys where stream_id = ${id}`,
    events: (await superuser`select version from log.events where stream_id = ${id}`).length,
    places: await superuser`select * from places where holder_id = ${id}`,
  };
  days(30);
  await round();
  // As it stood before, with the key.
  await superuser.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`delete from log.events where stream_id = ${id} and version > ${kept.events}`;
    await tx`delete from holders where id = ${id}`;
    await tx`insert into holders ${tx(kept.rows)}`;
    await tx`delete from log.data_keys where stream_id = ${id}`;
    await tx`insert into log.data_keys ${tx(kept.keys)}`;
    await tx`insert into places ${tx(kept.places)}`;
  });
  expect(await said()).toMatch(restrictedWords);
  const replay = () =>
    replayEmptied({
      database: centre.system,
      keysFolder: centre.keys.folder,
      openKeys: () => centre.keys,
      clock: centre.clock,
    });
  expect(await replay()).toBe(1);
  expect((await read()).emptiedAt).not.toBeNull();
  expect(await said()).not.toMatch(restrictedWords);
  expect(await replay()).toBe(0);
  days(1);
  await lived();
  expect(await replay()).toBe(0);
  expect(await said()).toMatch(/hoed/);
});
