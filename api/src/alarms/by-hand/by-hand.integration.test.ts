// An alarm raised by hand, over a real database: once, for whom it is, and never a second duress beside one
// that was pressed.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RaiseByHand } from '@achterwacht/shared/routes/alarms.ts';
import type { Visitor } from '../../access/as-actor.ts';
import { readBoard, readDossier, readLog } from '../alarm-queries.ts';
import { verifyLog } from '../../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { seedCentre, type SeededCentre } from '../../testing/seed-centre.ts';
import { createRaiseByHand, findWearers } from './by-hand.ts';

let centre: AlarmCentre;
let elsewhere: SeededCentre;
let raise: ReturnType<typeof createRaiseByHand>;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 12 });
  elsewhere = await seedCentre(centre.database.system, centre.keys, { name: 'Zuid' });
  const { asActor, keys, clock, announce } = centre;
  raise = createRaiseByHand({ asActor, keys, clock, announce });
});
afterAll(() => centre.end());

let used = 0;
const nextButton = () => centre.buttons[used++]!;
const asked = (buttonId: string, alarmId: string = randomUUID()) => ({
  alarmId,
  whom: { type: 'button' as const, buttonId },
  place: 'parkeergarage aan de Raaks',
  reason: 'Belt zelf: wordt gevolgd, knop ligt thuis',
});
const accepted = async (person: Visitor, question: RaiseByHand) => {
  const outcome = await raise(person, question);
  if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome));
  return outcome;
};
const boardOf = (person: Visitor) =>
  centre.asActor(person, 'board.read', (tx) =>
    readBoard(tx, centre.keys, person.centreId, centre.clock.now()),
  );

test('a real duress of whoever wears the button, signed by who raised it', async () => {
  const button = nextButton();
  const { alarm, events } = await accepted(centre.anna, asked(button.id));
  expect(alarm).toMatchObject({
    kind: 'duress',
    mode: 'real',
    priority: 'urgent',
    source: 'by-hand',
    ownership: { status: 'unclaimed' },
    calling: { status: 'not-allowed' },
    reasonCategory: 'threat',
    personal: {
      holder: { name: `Drager ${button.account.slice(1)}` },
      place: { text: 'parkeergarage aan de Raaks', basis: 'stated' },
    },
  });
  expect(events.map(({ type, actor }) => [type, actor.type === 'person' && actor.name])).toEqual([
    ['AlarmRaised', 'Anna'],
    ['NoteAdded', 'Anna'],
  ]);
  // On every desk, with the clock of any press, and provable as any other.
  expect(centre.announced.slice(-2)).toEqual(events);
  expect(alarm.deadlines.map(({ kind }) => kind)).toContain('unclaimed-supervisor');
  expect((await boardOf(centre.bram)).alarms.map(({ id }) => id)).toContain(alarm.id);
  expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
});

test('asked again after a lost answer, also at the same moment, it is one alarm', async () => {
  const question = asked(nextButton().id);
  const answers = await Promise.all([1, 2, 3].map(() => accepted(centre.anna, question)));
  expect(new Set(answers.map(({ alarm }) => alarm.id))).toEqual(new Set([question.alarmId]));
  expect(answers.map(({ events }) => events.length).sort()).toEqual([0, 0, 2]);
  const later = await accepted(centre.anna, question);
  expect(later.events).toEqual([]);
});

describe('where the button has called already', () => {
  test('it is refused, with the number of that alarm; nothing is added to it', async () => {
    const button = nextButton();
    const { alarmId } = await centre.press(button);
    const before = await centre.asActor(centre.anna, 'alarm.read', (tx) =>
      readLog(tx, centre.keys, alarmId),
    );
    expect(await raise(centre.anna, asked(button.id))).toMatchObject({
      status: 'refused',
      refusal: { code: 'knop-heeft-alarm' },
    });
    const after = await centre.asActor(centre.anna, 'alarm.read', (tx) =>
      readLog(tx, centre.keys, alarmId),
    );
    expect(after).toEqual(before);
  });

  test('two who raise it at once for one person: one alarm, and the other is told', async () => {
    const button = nextButton();
    const outcomes = await Promise.all([
      raise(centre.anna, asked(button.id)),
      raise(centre.bram, asked(button.id)),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['accepted', 'refused']);
  });

  test('who presses afterwards presses into it', async () => {
    const button = nextButton();
    const { alarm } = await accepted(centre.anna, asked(button.id));
    const { alarmId } = await centre.press(button);
    expect(alarmId).toBe(alarm.id);
  });
});

describe('for whoever has no button', () => {
  /** The holder of the last button hands it in. */
  async function handedIn(): Promise<string> {
    const [row] = await centre.system.sql<{ holder_id: string }[]>`
      update loans set returned_at = now() where button_id = ${nextButton().id}
      returning holder_id`;
    return row!.holder_id;
  }
  const about = (whom: RaiseByHand['whom'], alarmId: string = randomUUID()) => ({
    ...asked(randomUUID(), alarmId),
    whom,
  });

  test('somebody registered: with function, plan and contacts, and once however many raise it', async () => {
    const holderId = await handedIn();
    const [person] = await centre.asActor(centre.anna, 'alarm.command', (tx) =>
      findWearers(tx, 'drager noord', centre.clock.now()).then((all) =>
        all.filter((each) => each.holderId === holderId),
      ),
    );
    expect(person).toMatchObject({ button: null, municipality: 'Haarlem' });

    const { alarm } = await accepted(centre.anna, about({ type: 'holder', holderId }));
    expect(alarm).toMatchObject({
      kind: 'duress',
      source: 'by-hand',
      municipality: { name: 'Haarlem' },
      button: { absent: true, known: true, sound: false },
      plan: { flags: ['no-call'] },
      personal: { holder: { name: person!.name, function: 'wethouder', returned: false } },
    });
    expect((await boardOf(centre.bram)).alarms.map(({ id }) => id)).toContain(alarm.id);
    const dossier = await centre.asActor(centre.anna, 'alarm.dossier', (tx) =>
      readDossier(tx, centre.keys, alarm.id),
    );
    expect(dossier).toBe('not-claimed');
    expect(await raise(centre.bram, about({ type: 'holder', holderId }))).toMatchObject({
      status: 'refused',
      refusal: { code: 'knop-heeft-alarm', details: { number: alarm.number } },
    });
  });

  test('somebody in no register: by the name as it was told, sealed like any other', async () => {
    const question = about({ type: 'unknown', name: 'Jannie van de receptie' });
    const { alarm } = await accepted(centre.anna, question);
    expect(alarm).toMatchObject({
      municipality: null,
      button: { absent: true },
      reasonCategory: null,
      personal: { holder: null, toldName: 'Jannie van de receptie' },
    });
    expect(alarm.deadlines.map(({ kind }) => kind)).toContain('unclaimed-supervisor');
    expect((await accepted(centre.anna, question)).events).toEqual([]);
    // Of another person by the same name nobody knows whether it is the same one.
    const other = await accepted(centre.bram, about(question.whom));
    expect(other.alarm.id).not.toBe(alarm.id);
    const kept = await centre.system.sql`
      select from alarms where state::text like '%receptie%'
      union all select from log.events where text like '%receptie%'`;
    expect(kept).toHaveLength(0);
    expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
  });

  test('of another centre there is no such person', async () => {
    const [theirs] = await centre.system.sql<{ id: string }[]>`
      select id from holders where centre_id = ${elsewhere.anna.centreId} limit 1`;
    expect(await raise(centre.anna, about({ type: 'holder', holderId: theirs!.id }))).toEqual({
      status: 'not-found',
    });
    expect(await raise(centre.anna, about({ type: 'holder', holderId: randomUUID() }))).toEqual({
      status: 'not-found',
    });
  });
});

test('of another centre there is no button, and no alarm under that id', async () => {
  const [theirs] = elsewhere.buttons;
  expect(await raise(centre.anna, asked(theirs!.id))).toEqual({ status: 'not-found' });
  expect(await raise(centre.anna, asked(randomUUID()))).toEqual({ status: 'not-found' });
  const { alarm } = await accepted(elsewhere.anna, asked(theirs!.id));
  expect(await raise(centre.anna, asked(nextButton().id, alarm.id))).toEqual({
    status: 'not-found',
  });
});

test('of a button that moved here while its alarm stays where it was raised: refused, and no word of it', async () => {
  const theirs = await seedCentre(centre.database.system, centre.keys, { name: 'West' });
  const [button] = theirs.buttons;
  const { alarm } = await accepted(theirs.anna, asked(button!.id));
  await centre.database.superuser`
    update buttons set centre_id = ${centre.centreId} where id = ${button!.id}`;
  const outcome = await raise(centre.anna, asked(button!.id));
  expect(outcome).toMatchObject({ status: 'refused', refusal: { code: 'knop-heeft-alarm' } });
  expect(JSON.stringify(outcome)).not.toContain(String(alarm.number));
});

describe('finding who it is for', () => {
  const found = (person: Visitor, search: string) =>
    centre.asActor(person, 'alarm.command', (tx) => findWearers(tx, search, centre.clock.now()));

  test('by a part of the name, the function or the number', async () => {
    const all = await found(centre.anna, 'drager noord');
    expect(all).toHaveLength(12);
    expect(await found(centre.anna, 'WETHOUDER')).toHaveLength(12);
    const [first] = await found(centre.anna, 'noord1');
    expect(first).toMatchObject({
      button: { id: centre.buttons[0]!.id, serial: 'Noord1' },
      name: 'Drager Noord1',
      function: 'wethouder',
      municipality: 'Haarlem',
    });
  });

  test('what is typed is no pattern, and of another centre nobody is found', async () => {
    expect(await found(centre.anna, '%%')).toEqual([]);
    expect(await found(centre.anna, '_r_g')).toEqual([]);
    expect((await found(centre.anna, 'drager')).map(({ name }) => name)).not.toContain(
      'Drager Zuid1',
    );
  });
});
