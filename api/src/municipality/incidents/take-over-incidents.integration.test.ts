// Incident files under their history: what stood in rows alone gets one, and so does what a release without histories
// writes afterwards; no word, number or member of a circle is lost on the way.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileCache } from '../../../../tools/testing/compile-cache.ts';
import { noWords } from '@achterwacht/shared/municipality/incident.ts';
import { sealedMark } from '@achterwacht/shared/alarm/personal/typed-fields.ts';
import type { Visitor } from '../../access/as-actor.ts';
import { connect } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import { members } from '../../db/schema/centres.ts';
import { foldAnew } from '../../log/fold-anew.ts';
import * as sealing from '../../sealing/seal.ts';
import { verifyLog } from '../../streams.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { changeIncident } from './change-incident.ts';
import { readIncident, readVersions } from './incident-queries.ts';
import { incidentFiles } from './incident-row.ts';
import { takeOverIncidents } from './take-over-incidents.ts';

let centre: AlarmCentre;
let fatima: Visitor;
let nora: Visitor;
let id: string;
let subjectId: string;
beforeEach(async () => {
  centre = await openAlarmCentre();
  fatima = await addOfficer('Fatima');
  nora = await addOfficer('Nora');
  id = randomUUID();
  subjectId = centre.buttons[0]!.holderId;
  await leftBehind();
});
afterEach(() => centre.end());

async function addOfficer(name: string): Promise<Visitor> {
  const { centreId, municipalityId } = centre;
  const userId = randomUUID();
  const officer = { userId, centreId, municipalityId, role: 'oov-officer', name } as const;
  await centre.system.db.insert(members).values({ ...officer, email: `${userId}@voorbeeld.test` });
  return { type: 'person', id: userId, name, role: 'oov-officer', centreId, municipalityId };
}

const sealed = (what: string, content: string) =>
  sealing.seal(centre.keys.findOrMake(subjectId), what, content);
const content = (why: string) =>
  sealed(`incident/${id}`, JSON.stringify({ holder: null, words: { ...noWords, why } }));

/** As the release before made it, wrote in it, and let somebody in and out and in again. */
async function leftBehind(): Promise<void> {
  const { superuser } = centre.database;
  const alarmId = randomUUID();
  const facts = {
    alarmNumber: 1001,
    kind: 'duress',
    outcome: 'threat',
    needless: false,
    times: {},
    police: { class: 'prio-1', incidentNumber: sealedMark },
    sealedNumber: sealed(`incident-number/${alarmId}`, 'NH-2026-1'),
  };
  await superuser`
    insert into incidents (id, centre_id, municipality_id, alarm_id, alarm_version, occurred_at,
      facts, subject_id, personal, version, status, changed_by, changed_at)
    values (${id}, ${centre.centreId}, ${centre.municipalityId}, ${alarmId}, 9,
      '2026-03-01T08:00:00Z', ${JSON.stringify(facts)}::text::jsonb, ${subjectId},
      ${content('Sluiting')}, 3, 'completed', 'Fatima', '2026-03-01T10:00:00Z')`;
  await letIn(fatima, '2026-03-01T08:05:00Z');
  await letIn(nora, '2026-03-01T09:00:00Z');
  await superuser`
    update incident_circle set removed_by = ${fatima.id}, removed_at = '2026-03-01T09:10:00Z'
    where user_id = ${nora.id}`;
  await letIn(nora, '2026-03-01T09:20:00Z');
}
const letIn = ({ id: userId }: Visitor, addedAt: string) => centre.database.superuser`
  insert into incident_circle (id, incident_id, centre_id, municipality_id, user_id, added_at)
  values (${randomUUID()}, ${id}, ${centre.centreId}, ${centre.municipalityId}, ${userId}, ${addedAt})`;

const takeOver = () => takeOverIncidents(centre.system, () => centre.keys, centre.clock);
const told = { files: 1, setAside: [] };
const nothing = { files: 0, setAside: [] };
const read = (who = fatima) =>
  centre.asActor(who, 'incident.read', (tx) => readIncident(tx, centre.keys, id));
const versions = () =>
  centre.asActor(fatima, 'incident.read', (tx) => readVersions(tx, centre.keys, id));
const circleRows = () =>
  centre.database.superuser`select * from incident_circle order by user_id, added_at`;
const faults = async () => (await verifyLog(centre.system, centre.keys)).faults;
const write = (expectedVersion: number, why: string) =>
  centre.asActor(fatima, 'incident.change', (tx) =>
    changeIncident(centre, tx, {
      incidentId: id,
      visitor: fatima,
      command: {
        type: 'FillIn',
        expectedVersion,
        words: { ...noWords, why },
        status: 'draft',
      },
    }),
  );

test('what stood in rows is told by its first event, once, and is read as before', async () => {
  const before = [await read(), await circleRows()];
  expect(before[0]).toMatchObject({
    version: 3,
    words: { why: 'Sluiting' },
    facts: { police: { incidentNumber: 'NH-2026-1' } },
    changed: { by: 'Fatima', at: '2026-03-01T10:00:00.000Z' },
    isErased: false,
  });
  expect(await takeOver()).toEqual(told);
  expect([await read(), await circleRows()]).toEqual(before);
  expect(await faults()).toEqual([]);
  expect(await versions()).toMatchObject([
    { at: '2026-03-01T10:00:00.000Z', by: 'Fatima', status: 'completed', changed: ['why'] },
  ]);
  expect(await takeOver()).toEqual(nothing);
  expect(await write(3, 'Toch niet')).toMatchObject({ wordsVersion: 4, changed: { by: 'Fatima' } });
  expect(await takeOver()).toEqual(nothing);
  expect(await faults()).toEqual([]);
});

test('what a release without histories writes afterwards is told as well, and keeps the number', async () => {
  await takeOver();
  const { superuser } = centre.database;
  await superuser`
    update incidents set version = version + 1, status = 'draft', personal = ${content('Vergunning')},
      changed_by = 'Nora', changed_at = '2026-03-02T07:00:00Z'`;
  await superuser`
    update incident_circle set removed_by = ${nora.id}, removed_at = '2026-03-02T07:10:00Z'
    where user_id = ${fatima.id}`;
  const before = [await read(nora), await circleRows()];
  expect(await takeOver()).toEqual(told);
  const after = [await read(nora), await circleRows()];
  const number = { police: { incidentNumber: 'NH-2026-1' } };
  expect(after).toMatchObject([{ words: { why: 'Vergunning' }, version: 4, facts: number }, {}]);
  expect(after[1]).toEqual(before[1]);
  expect(await faults()).toEqual([]);
  await letIn(fatima, '2026-03-02T07:20:00Z');
  expect(await takeOver()).toEqual(told);
  expect(await versions()).toMatchObject([{ by: 'Nora', changed: ['why'] }, { by: 'Fatima' }]);
});

test('of somebody who was erased who, when and in whose circle are told, and no word', async () => {
  centre.keys.erase(subjectId);
  expect(await takeOver()).toEqual(told);
  expect(await read()).toMatchObject({
    isErased: true,
    words: noWords,
    facts: { police: { incidentNumber: sealedMark } },
    changed: { by: 'Fatima' },
  });
  expect(await versions()).toMatchObject([{ by: 'Fatima', words: null, changed: [] }]);
  expect(await faults()).toEqual([]);
});

test('one whose key is damaged keeps nobody from starting, and is told once that was put back', async () => {
  const damaged = { ...centre.keys, isDamaged: () => true, find: () => null };
  const set = await takeOverIncidents(centre.system, () => damaged, centre.clock);
  expect(set).toMatchObject({ files: 0, setAside: [{ id, why: 'Error: key damaged' }] });
  expect(await takeOver()).toEqual(told);
  expect(await read()).toMatchObject({ words: { why: 'Sluiting' } });
});

test('a row that somebody had a hand in is folded anew from its log, and its circle with it', async () => {
  await takeOver();
  const before = [await read(), await circleRows()];
  const { superuser } = centre.database;
  const stranger = await addOfficer('Gert');
  await letIn(stranger, '2026-03-02T07:00:00Z');
  await superuser`update incident_circle set removed_at = now() where user_id = ${fatima.id}`;
  await superuser`delete from incident_circle where removed_at < '2026-03-02'`;
  await superuser`update incidents set fold_version = 0, status = 'draft', personal = null,
    state = state || '{"status": "draft"}'`;
  expect(await faults()).toMatchObject([{ fault: 'row-differs' }]);
  // As the owner, as the migrations do.
  const limits = { name: 'test-owner', ...limitsOf.migrate };
  const owner = connect(centre.database.ownerUrl, limits);
  const folded = await foldAnew(incidentFiles, owner, () => centre.keys);
  await owner.end();
  expect(folded).toMatchObject({
    rows: 1,
    setAside: [],
    changed: [{ fields: ['personal', 'status'] }],
  });
  const withoutId = (rows: readonly object[]) =>
    rows
      .map((row) => ({ ...row, id: null }))
      .filter((row) => !('user_id' in row) || row.user_id !== stranger.id);
  expect(await read()).toMatchObject({ ...before[0], colleagues: [{ name: 'Gert' }] });
  expect(withoutId(await circleRows())).toEqual(withoutId(before[1] as object[]));
  expect(await read(stranger)).toBeNull();
  expect(await faults()).toEqual([]);
});

test('whom that release let in meanwhile is not taken out by a start that folds anew', async () => {
  await takeOver();
  const gert = await addOfficer('Gert');
  await letIn(gert, '2026-03-02T07:00:00Z');
  const { superuser: sql, appUrl, systemUrl, publicUrl, ownerUrl } = centre.database;
  await sql`update incidents set fold_version = 0`;
  // As where the product is installed: the database is its owner's.
  const { username, pathname } = new URL(ownerUrl);
  await sql`alter database ${sql(pathname.slice(1))} owner to ${sql(username)}`;
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, '../../cli/migrate.ts')], {
    env: {
      PATH: process.env['PATH'],
      ...compileCache,
      DATABASE_URL: appUrl,
      DATABASE_SYSTEM_URL: systemUrl,
      DATABASE_PUBLIC_URL: publicUrl,
      DATABASE_OWNER_URL: ownerUrl,
      REDIS_URL: 'redis://127.0.0.1:1',
      ACHTERWACHT_KEYS: centre.keys.folder,
    },
  });
  expect(await read(gert)).toMatchObject({ words: { why: 'Sluiting' } });
  expect(await faults()).toEqual([]);
});
