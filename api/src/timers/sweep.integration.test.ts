// What acts by itself, over a real database with a clock that the test moves: nothing here waits.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { Visitor } from '../access/as-actor.ts';
import { readLog } from '../alarms/alarm-queries.ts';
import type { Desk } from '../live/desks/presence.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { decoded } from '../testing/messages.ts';
import { sweep } from '../testing/rounds.ts';
import { reach, type Due } from './sweep.ts';

let centre: AlarmCentre;
let armed: Due[];
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 3 });
  armed = [];
});
afterEach(() => centre.end());

const round = () =>
  sweep({
    system: centre.system,
    clock: centre.clock,
    handleCommand: centre.handleCommand,
    presence: centre.presence,
    log: centre.log,
    reachDue: centre.reachDue,
    arm: async (due) => void (armed = due),
  });
const after = (seconds: number) => centre.clock.advance(seconds * 1000);
const logOf = async (alarmId: string): Promise<FeedEvent[]> =>
  (await centre.asActor(centre.anna, 'alarm.read', (tx) => readLog(tx, centre.keys, alarmId)))!;
const passedOf = async (alarmId: string) =>
  (await logOf(alarmId)).flatMap((event) =>
    event.type === 'DeadlinePassed' ? [[event.data.kind, event.data.lateMilliseconds]] : [],
  );
const claim = (person: Visitor, alarmId: string, expectedVersion = 1) =>
  centre.ask(person, alarmId, { type: 'Claim', expectedVersion });

/** Sweeps every two seconds, as the program does; somebody sits at each of these desks. */
async function pass(seconds: number, ...desks: Desk[]): Promise<void> {
  for (let passedSeconds = 0; passedSeconds < seconds; passedSeconds += 2) {
    after(2);
    await centre.presence.renew(desks, centre.clock.now());
    await round();
  }
}

const deskOf = (person: Visitor): Desk => ({
  deskId: randomUUID(),
  userId: person.id,
  centreId: person.centreId,
  name: person.name,
  role: 'centralist',
  state: 'free',
});

describe('unclaimed', () => {
  test('10, 20, 40 s and by round, late by no more than a sweep', async () => {
    const { alarmId } = await centre.press();
    await pass(90);
    expect(await passedOf(alarmId)).toEqual([
      ['unclaimed-louder', 0],
      ['unclaimed-supervisor', 0],
      ['unclaimed-on-call', 0],
      ['unclaimed-on-call', 0],
    ]);
    const pages = await centre.system.sql<{ kind: string }[]>`
      select kind from log.effects order by created_at`;
    expect(pages.map(({ kind }) => kind)).toEqual([
      'page-supervisor',
      'page-on-call',
      'page-on-call',
    ]);
  });

  test('claimed in time: nothing acts', async () => {
    const { alarmId } = await centre.press();
    after(9);
    await claim(centre.anna, alarmId);
    await pass(20, deskOf(centre.anna));
    expect(await passedOf(alarmId)).toEqual([]);
  });

  test('after an hour without any sweep everything acts at once and says how late', async () => {
    const { alarmId } = await centre.press();
    after(3600);
    expect(await round()).toBe(4);
    expect((await passedOf(alarmId)).sort()).toEqual([
      ['no-activity', 3_000_000],
      ['unclaimed-louder', 3_590_000],
      ['unclaimed-on-call', 3_560_000],
      ['unclaimed-supervisor', 3_580_000],
    ]);
    expect(await round()).toBe(0);
  });
});

describe('once', () => {
  test('five sweeps at the same moment act once', async () => {
    const { alarmId } = await centre.press();
    after(10);
    await Promise.all(Array.from({ length: 5 }, round));
    expect(await passedOf(alarmId)).toEqual([['unclaimed-louder', 0]]);
  });

  test('a wake-up for a moment that has moved is late news', async () => {
    const { alarmId } = await centre.press();
    await round();
    const old = armed.find(({ kind }) => kind === 'unclaimed-louder')!;
    await claim(centre.anna, alarmId);
    await centre.ask(centre.anna, alarmId, { type: 'Release' });
    after(60);
    await reach(centre.reachDue, [old]);
    expect(await passedOf(alarmId)).toEqual([]);
  });

  test('a closed alarm has nothing left to act', async () => {
    const { alarmId } = await centre.press(undefined, [decoded('low-battery')]);
    await claim(centre.anna, alarmId);
    await centre.ask(centre.anna, alarmId, {
      type: 'Close',
      expectedVersion: 2,
      outcome: 'false-technical',
      needless: false,
      summary: '',
    });
    expect(await centre.system.sql`select from log.deadlines`).toHaveLength(0);
    after(3600);
    expect(await round()).toBe(0);
  });
});

test('parked: returns by itself at its end', async () => {
  const { alarmId } = await centre.press(undefined, [decoded('tamper')]);
  await claim(centre.anna, alarmId);
  const until = new Date(centre.clock.now().getTime() + 120_000).toISOString();
  await centre.ask(centre.anna, alarmId, { type: 'Park', until, reason: 'monteur komt' });
  await pass(118);
  expect((await logOf(alarmId)).at(-1)?.type).toBe('AlarmParked');
  await pass(2);
  expect((await logOf(alarmId)).slice(-2)).toMatchObject([
    { type: 'DeadlinePassed', data: { kind: 'parked-end' } },
    { type: 'AlarmUnparked', data: { why: 'ended' }, actor: { type: 'system', part: 'sweep' } },
  ]);
});

test('an alarm that cannot be read holds up no other', async () => {
  const { alarmId: broken } = await centre.press(centre.buttons[0]);
  const { alarmId } = await centre.press(centre.buttons[1]);
  await centre.database
    .superuser`update alarms set state = '{}', head_hash = 'x' where id = ${broken}`;
  after(10);
  await round();
  expect(await passedOf(alarmId)).toEqual([['unclaimed-louder', 0]]);
  // The bare one beside it, which is late already.
  expect(await round()).toBe(1);
  // It is not forgotten either: its deadline stays due, and its turn comes a second later.
  expect(await round()).toBe(0);
  after(1);
  expect(await round()).toBe(1);
});

test('wake-ups are set for what is due within ten seconds and for nothing later', async () => {
  const { alarmId } = await centre.press();
  after(1);
  await round();
  expect(armed).toEqual([
    {
      subjectType: 'alarm',
      subjectId: alarmId,
      kind: 'unclaimed-louder',
      revision: 1,
      at: '2026-03-02T08:00:10.000Z',
    },
  ]);
});

describe('owner lost', () => {
  test('no sign of any of his desks for 20 s: released, and it sounds again', async () => {
    const { alarmId } = await centre.press();
    await claim(centre.anna, alarmId);
    await pass(10, deskOf(centre.anna));
    await pass(18);
    expect((await logOf(alarmId)).map(({ type }) => type)).not.toContain('AlarmReleased');
    await pass(2);
    expect((await logOf(alarmId)).at(-1)).toMatchObject({
      type: 'AlarmReleased',
      data: { from: { name: 'Anna' }, why: 'owner-lost' },
      actor: { type: 'system', part: 'presence' },
    });
    await pass(10);
    expect((await passedOf(alarmId)).at(-1)).toEqual(['unclaimed-louder', 0]);
  });

  test.each([12, 60, 3600])(
    'A6 after %i s in which nobody could renew, owners and listeners have a whole lease to come back in',
    async (seconds) => {
      await centre.system.sql`update buttons set sound = true`;
      const [anna, bram, dirk] = [centre.anna, centre.bram, centre.dirk].map(deskOf) as [
        Desk,
        Desk,
        Desk,
      ];
      const { alarmId: annas } = await centre.press(centre.buttons[0]);
      const { alarmId: brams } = await centre.press(centre.buttons[1]);
      await claim(centre.anna, annas);
      await claim(centre.bram, brams);
      await centre.ask(centre.dirk, annas, { type: 'StartListening' });
      await pass(30, anna, bram, dirk);
      // The database is away: no sweep, no renewal. Bram does not come back.
      after(seconds);
      await round();
      await pass(18);
      const types = async (alarmId: string) => (await logOf(alarmId)).map(({ type }) => type);
      expect(await types(annas)).not.toContain('AlarmReleased');
      expect(await types(annas)).not.toContain('ListenInEnded');
      expect(await types(brams)).not.toContain('AlarmReleased');
      await pass(4, anna, dirk);
      expect(await types(annas)).not.toContain('AlarmReleased');
      expect(await types(annas)).not.toContain('ListenInEnded');
      expect(await types(brams)).toContain('AlarmReleased');
    },
  );

  test('one of two desks is enough', async () => {
    const { alarmId } = await centre.press();
    const desks = [deskOf(centre.anna), deskOf(centre.anna)] as const;
    await claim(centre.anna, alarmId);
    await pass(10, ...desks);
    await pass(28, desks[1]);
    expect((await logOf(alarmId)).map(({ type }) => type)).not.toContain('AlarmReleased');
  });

  test('a colleague who is there keeps nobody else’s alarm', async () => {
    const { alarmId } = await centre.press();
    await claim(centre.anna, alarmId);
    await pass(22, deskOf(centre.bram));
    expect((await logOf(alarmId)).at(-1)?.type).toBe('AlarmReleased');
  });

  test('just claimed: twenty seconds to be seen', async () => {
    const { alarmId } = await centre.press();
    after(300);
    await claim(centre.anna, alarmId);
    await pass(18);
    expect((await logOf(alarmId)).map(({ type }) => type)).not.toContain('AlarmReleased');
  });

  test('a listener whose desk is gone listens no more; the owner stays', async () => {
    await centre.system.sql`update buttons set sound = true`;
    const { alarmId } = await centre.press();
    await claim(centre.anna, alarmId);
    await centre.ask(centre.dirk, alarmId, { type: 'StartListening' });
    await pass(10, deskOf(centre.anna), deskOf(centre.dirk));
    await pass(20, deskOf(centre.anna));
    expect((await logOf(alarmId)).at(-1)).toMatchObject({
      type: 'ListenInEnded',
      data: { by: { name: 'Dirk' }, why: 'desk-lost' },
      actor: { type: 'system', part: 'presence' },
    });
  });

  test('who is shown as present', async () => {
    const desk = deskOf(centre.anna);
    await centre.presence.renew([desk, deskOf(centre.bram)], centre.clock.now());
    const present = async () =>
      (await centre.presence.present(centre.centreId, centre.clock.now())).map(({ name }) => name);
    expect(await present()).toEqual(['Anna', 'Bram']);
    after(10);
    await centre.presence.renew([{ ...desk, state: 'pause' }], centre.clock.now());
    after(6);
    expect(await centre.presence.present(centre.centreId, centre.clock.now())).toEqual([
      { id: centre.anna.id, name: 'Anna', role: 'centralist', state: 'pause' },
    ]);
    expect(await centre.presence.present(randomUUID(), centre.clock.now())).toEqual([]);
    after(601);
    await round();
    expect(await centre.system.sql`select from presence`).toHaveLength(0);
  });
});
