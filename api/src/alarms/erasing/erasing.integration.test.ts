// One alarm's words are erased, and nothing else: not what happened, not the same holder's other alarms, not the chain.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { evolve, fold } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { usualRetention } from '@achterwacht/shared/setting/kinds/retention.ts';
import { enter, keepLink, keyOfSecret, makeSecrets } from '../../police/page/links.ts';
import { readSetAside } from '../../jobs/set-aside.ts';
import { readErasures } from '../../sealing/erasures.ts';
import { verifyLog } from '../../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { closeAlarm } from '../../testing/close-alarm.ts';
import { decoded, fixAt } from '../../testing/messages.ts';
import { roundOf } from '../../testing/rounds.ts';
import { set } from '../../testing/settings.ts';
import { readEverywhere } from '../../testing/read-everywhere.ts';
import { readDossier, readLog } from '../alarm-queries.ts';
import { findAlarm } from '../row/alarm-row.ts';
import { eraseContent } from './erase-content.ts';
import { contentErasers } from './content-erasers.ts';
import { asBeforeOwnKeys } from './test-older-alarm.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre();
});
afterEach(() => centre.end());

const actor = { type: 'system', part: 'retention' } as const;
const erase = (alarmId: string, why: 'retention' | 'request' = 'retention') =>
  eraseContent(
    { ...centre, keysFolder: centre.keys.folder },
    { alarmId, why, term: 'harmless', actor },
  );
const faults = async () => (await verifyLog(centre.system, centre.keys)).faults;
const rowOf = (alarmId: string) =>
  centre.system.transaction((tx) => findAlarm(tx, centre.keys, alarmId));
const links = (alarmId: string) => centre.system.sql`
  select version, text, previous_hash, hash from log.events
  where stream_id = ${alarmId} order by version`;

/** A press with words and a place, a note, and somebody of the police who looked; closed. */
async function alarm(words: string, latitude: number): Promise<string> {
  const said = decoded('panic', { text: `knop: ${words}`, position: fixAt(latitude, 4.6, 12) });
  const { alarmId } = await centre.press(undefined, [said]);
  const note = { type: 'AddNote', noteId: randomUUID(), text: words, happenedAt: null } as const;
  expect(await centre.ask(centre.anna, alarmId, note)).toMatchObject({ status: 'accepted' });
  const secrets = makeSecrets();
  const link = { linkId: randomUUID(), alarmId, centreId: centre.centreId };
  const { keys, clock } = centre;
  await centre.asActor(centre.anna, 'alarm.command', (tx) =>
    keepLink(tx, { ...link, id: link.linkId, at: clock.now(), ...secrets }),
  );
  await centre.asVisitorOfLink(keyOfSecret(secrets.secret), async (tx) => {
    const stored = (await findAlarm(tx, keys, alarmId))!; // it was pressed just now
    const name = `agent ${words}`;
    return enter(tx, { keys, stored }, link, { ...secrets, name }, clock.now());
  });
  return alarmId;
}

async function loosAndReal(): Promise<{ loos: string; real: string }> {
  const loos = await alarm('hoort een radio', 52.41111);
  await closeAlarm(centre, loos);
  const real = await alarm('hoort roepen', 52.42222);
  await closeAlarm(centre, real, { outcome: 'real-incident', summary: 'politie was er' });
  return { loos, real };
}

test('loos is unreadable everywhere, the same holder’s real case is not, and log and rows are whole', async () => {
  const { loos, real } = await loosAndReal();
  const ofLoos = /hoort een radio|kind drukte|52\.41111/;
  expect(await readEverywhere(centre)).toMatch(/agent hoort een radio/);
  const before = { loos: await links(loos), real: await rowOf(real) };

  const erased = await erase(loos);
  expect(erased).toMatchObject({ status: 'erased', events: [{ type: 'ContentErased' }] });

  const said = await readEverywhere(centre);
  expect(said).not.toMatch(ofLoos);
  for (const kept of ['agent hoort roepen', 'politie was er', '52.42222', 'Drager Noord1'])
    expect(said).toContain(kept);
  expect(await rowOf(real)).toEqual(before.real);
  expect((await links(loos)).slice(0, -1)).toEqual(before.loos);
  expect(await faults()).toEqual([]);
  const messages = await centre.system.sql<{ isKept: boolean; alarm_id: string }[]>`
    select content is not null as "isKept", alarm_id from messages
    join signals on message_id = messages.id order by messages.received_at, "isKept"`;
  expect(messages.map(({ alarm_id, isKept }) => [alarm_id === real, isKept])).toEqual([
    [false, false],
    [true, true],
  ]);
});

test('a desk that had it open folds to what stands', async () => {
  const { loos } = await loosAndReal();
  const open = (await rowOf(loos))!.state;
  const erased = await erase(loos);
  const events = erased.status === 'erased' ? erased.events : [];
  const drawn = events.reduce<Alarm>((state, event) => evolve(state, event), open);
  expect(canonical(drawn)).toBe(canonical((await rowOf(loos))!.state));
  const log = await centre.system.transaction((tx) => readLog(tx, centre.keys, loos));
  expect(canonical(fold(log!))).toBe(canonical(drawn));
});
test('it is noted beside the keys before anything of it is gone', async () => {
  const { loos } = await loosAndReal();
  const noted: unknown[] = [];
  await eraseContent(
    { ...centre, keysFolder: centre.keys.folder },
    { alarmId: loos, why: 'retention', term: 'harmless', actor },
    async () => {
      noted.push(...readErasures(centre.keys.folder));
      const kept = await centre.database.superuser`
        select from log.data_keys where stream_id = ${loos}`;
      expect(kept).toHaveLength(1);
    },
  );
  expect(noted).toMatchObject([{ streamType: 'alarm', streamId: loos, why: 'retention' }]);
});

test.each<[string, () => Promise<string>, object]>([
  [
    'one that is open',
    () => alarm('hoort roepen', 52.4),
    { status: 'refused', refusal: { code: 'niet-gesloten' } },
  ],
  [
    'a real case',
    async () => (await loosAndReal()).real,
    { status: 'refused', refusal: { code: 'uitkomst-past-niet' } },
  ],
  ['one that is not there', () => Promise.resolve(randomUUID()), { status: 'not-found' }],
  [
    'one that a release before began',
    async () => {
      const { loos } = await loosAndReal();
      await asBeforeOwnKeys(centre, loos);
      return loos;
    },
    { status: 'under-holders-key' },
  ],
])('%s is not erased: nothing is noted, nothing goes', async (_what, begin, answer) => {
  const alarmId = await begin();
  const before = await readEverywhere(centre);
  expect(await erase(alarmId)).toMatchObject(answer);
  expect(await readEverywhere(centre)).toBe(before);
  expect(readErasures(centre.keys.folder)).toEqual([]);
  expect(await faults()).toEqual([]);
});

test('a real case goes when somebody asks for it, once', async () => {
  const { real } = await loosAndReal();
  expect(await erase(real, 'request')).toMatchObject({ status: 'erased' });
  expect(await erase(real, 'request')).toMatchObject({ status: 'erased', events: [] });
  expect(await readEverywhere(centre)).not.toMatch(/hoort roepen|politie was er/);
  expect(await faults()).toEqual([]);
});

test('whose it was is told of it no more, and of his other alarm it is', async () => {
  const { loos, real } = await loosAndReal();
  const dossier = (alarmId: string) =>
    centre.asActor(centre.anna, 'alarm.dossier', (tx) => readDossier(tx, centre.keys, alarmId));
  expect(await dossier(loos)).toMatchObject({ codeWord: expect.any(String) as string });
  await erase(loos);
  expect(await dossier(loos)).toMatchObject({ codeWord: null, contacts: [], places: [] });
  expect(await dossier(real)).toMatchObject({ codeWord: expect.any(String) as string });
});

test('nobody opens it again or writes in it', async () => {
  const { loos } = await loosAndReal();
  await erase(loos);
  const note = { type: 'AddNote', noteId: randomUUID(), text: 'x', happenedAt: null } as const;
  for (const command of [note, { type: 'Reopen', reason: 'toch iets' } as const])
    expect(await centre.ask(centre.dirk, loos, command)).toMatchObject({
      status: 'refused',
      refusal: { code: 'inhoud-gewist' },
    });
});

test('a message that went into another alarm too stays until that one is erased as well', async () => {
  const both = [decoded('low-battery', { text: 'bijna leeg' }), decoded('panic')];
  await centre.press(undefined, both);
  const ids = await centre.system.sql<{ id: string }[]>`select id from alarms order by number`;
  expect(ids).toHaveLength(2);
  const content = () => centre.system.sql`select from messages where content is not null`;
  for (const { id } of ids) await closeAlarm(centre, id, { outcome: 'unknown' });
  await erase(ids[0]!.id, 'request');
  expect(await content()).toHaveLength(1);
  await erase(ids[1]!.id, 'request');
  expect(await content()).toHaveLength(0);
});

test('erasing the holder goes on erasing all of his, and one that was erased before stays so', async () => {
  const { loos } = await loosAndReal();
  await erase(loos);
  centre.keys.erase(centre.buttons[0]!.holderId);
  expect(await readEverywhere(centre)).not.toMatch(/hoort|Drager|politie was er/);
  expect(await faults()).toEqual([]);
});

const day = 86_400_000;
/** As a supervisor's hold of a recording stands in the row; these alarms have none. */
const holds = (alarmId: string, by: string) => centre.database.superuser`
  update alarms set state = jsonb_set(state, '{sound,held}', ${by}::text::jsonb) where id = ${alarmId}`;
function round(name: 'harmless-content' | 'real-content' = 'harmless-content') {
  const parts = { ...centre, keysFolder: centre.keys.folder };
  const job = contentErasers(parts)[name](name, {
    background: centre.system,
    clock: centre.clock,
  });
  return roundOf(job, centre);
}

test('after the centre’s days what was said of loos goes by itself: not before, no real case, nothing that is held', async () => {
  const { loos, real } = await loosAndReal();
  const older = await alarm('hoort een klok', 52.43333);
  await closeAlarm(centre, older);
  await asBeforeOwnKeys(centre, older);
  centre.clock.advance(400 * day);
  // No centre has a term for it until it sets one.
  expect(await round()).toMatchObject({ found: 0, failed: 0 });
  expect(
    await set(centre, 'retention', { ...usualRetention, harmlessContentDays: 401 }),
  ).toBeNull();
  expect(await round()).toMatchObject({ found: 0, failed: 0 });
  centre.clock.advance(day + 1);
  await holds(loos, '{"by": {"name": "Dirk"}}');
  expect(await round()).toMatchObject({ found: 0, failed: 0 });
  await holds(loos, 'null');
  expect(await round()).toMatchObject({ found: 1, done: 1, failed: 0 });
  expect(await round()).toMatchObject({ found: 0, failed: 0 });
  const said = await readEverywhere(centre);
  expect(said).not.toContain('hoort een radio');
  for (const kept of ['hoort roepen', 'hoort een klok']) expect(said).toContain(kept);
  expect(centre.announced.at(-1)).toMatchObject({ alarmId: loos, type: 'ContentErased' });
  const [proof] = await centre.database.superuser`
    select object, result from access_log where action = 'retention.erased'`;
  expect(proof).toEqual({ object: `alarm/${loos}`, result: 'harmless-content' });
  expect((await rowOf(real))!.state.erased).toBeUndefined();
  expect(await faults()).toEqual([]);
});

test('after the centre’s days what was said of a real case goes too, and its line proves it; loos has a term of its own', async () => {
  const { loos, real } = await loosAndReal();
  centre.clock.advance(4_000 * day);
  expect(await round('real-content')).toMatchObject({ found: 0, failed: 0 });
  expect(await set(centre, 'retention', { ...usualRetention, realContentDays: 3_653 })).toBeNull();
  await holds(real, '{"by": {"name": "Dirk"}}');
  expect(await round('real-content')).toMatchObject({ found: 0, failed: 0 });
  await holds(real, 'null');
  expect(await round('real-content')).toMatchObject({ found: 1, done: 1, failed: 0 });
  expect(await round('real-content')).toMatchObject({ found: 0, failed: 0 });
  const said = await readEverywhere(centre);
  expect(said).not.toMatch(/hoort roepen|politie was er/);
  expect(said).toContain('hoort een radio');
  const proofs = await centre.database.superuser`
    select object, result from access_log where action = 'retention.erased'`;
  expect([...proofs]).toEqual([{ object: `alarm/${real}`, result: 'real-content' }]);
  expect((await rowOf(loos))!.state.erased).toBeUndefined();
  expect(await faults()).toEqual([]);
});

test('one that nobody can read stands aside alone, and proves nothing', async () => {
  const { loos } = await loosAndReal();
  const others = [];
  for (const words of ['hoort een klok', 'hoort een bel']) {
    const one = await alarm(words, 52.43333);
    await closeAlarm(centre, one);
    others.push(one);
  }
  const { superuser } = centre.database;
  await superuser`alter table log.events disable trigger all`;
  await superuser`update log.events set hash = previous_hash where stream_id = ${loos}`;
  await superuser`alter table log.events enable trigger all`;
  await superuser`update alarms set state = state - 'signals' where id = ${loos}`;
  await superuser`update centres set harmless_content_days = 7`;
  centre.clock.advance(8 * day);
  expect(await round()).toMatchObject({ found: 3, done: 2, failed: 1 });
  for (const one of others) expect((await rowOf(one))!.state.erased).toBeDefined();
  expect(await readSetAside(centre)).toMatchObject([{ kind: 'erasure', count: 1 }]);
  const proofs = await superuser`select from access_log where action = 'retention.erased'`;
  expect(proofs).toHaveLength(2);
});
