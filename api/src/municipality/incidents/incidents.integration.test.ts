// A municipality's files from outside: real processes, a real press, and people of two municipalities.
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  noWords,
  type Incident,
  type IncidentSummary,
  type IncidentVersion,
  type IncidentView,
} from '@achterwacht/shared/municipality/incident.ts';
import { addAccount, loggedIn } from '../../testing/instance/accounts.ts';
import { ask, frameOf } from '../../testing/instance/device.ts';
import type { Person } from '../../testing/instance/person.ts';
import {
  startInstance,
  until,
  type ApiProcess,
  type Instance,
} from '../../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
/** Of Haarlem, whose button is pressed; and of Zwolle. */
let fatima: Person;
let gert: Person;
/** Works for Haarlem, and is in no circle. */
let griffier: Person;
/** Of the alarm centre. */
let dirk: Person;
let incidentId: string;

const account = (email: string) => instance.accounts.find((one) => one.email === email)!;
const list = async (person: Person) =>
  (await person.get<{ incidents: IncidentSummary[] }>('/api/incidents')).body.incidents;
const path = () => `/api/incidents/${incidentId}`;
const open = (person: Person) => person.get<Incident>(path());
const views = async () =>
  (await fatima.get<{ views: IncidentView[] }>(`${path()}/views`)).body.views;

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  fatima = await loggedIn(instance, api, account('oov@haarlem.demo'));
  gert = await loggedIn(instance, api, account('oov@zwolle.demo'));
  const [haarlem] = await instance.system.sql<{ id: string }[]>`
    select id from municipalities where name = 'Haarlem'`;
  griffier = await loggedIn(
    instance,
    api,
    await addAccount(instance, { role: 'griffier', municipalityId: haarlem!.id }),
  );
  dirk = await loggedIn(instance, api, instance.account('supervisor'));
  await ask(api.devicePort, [frameOf(await instance.button('231'), { sequence: 1 })]);
  await until('the alarm', async () => (await dirk.board()).alarms.length === 1);
  const [alarm] = (await dirk.board()).alarms;
  const claimed = await dirk.command(alarm!.id, {
    type: 'Claim',
    expectedVersion: alarm!.version,
  });
  // What the demo's plan requires before this outcome.
  for (const stepId of ['piket', 'after'])
    await dirk.command(alarm!.id, { type: 'CompleteStep', stepId });
  const closed = await dirk.command(alarm!.id, {
    type: 'Close',
    expectedVersion: claimed.body.alarm.version,
    outcome: 'threat',
    needless: false,
    summary: 'Bedreigd bij de ingang van het stadhuis',
  });
  expect(closed.status).toBe(200);
  // Every second the outbox; the test's patience is the product's promise of a minute.
  await until('the draft', async () => (await list(fatima)).length === 1);
  incidentId = (await list(fatima))[0]!.id;
});
afterAll(() => instance.end());

test('the draft of a closed alarm is its own municipality’s, and for any other it does not exist', async () => {
  expect((await list(fatima))[0]).toMatchObject({ status: 'draft', initials: 'J.v.D.' });
  expect(await list(gert)).toEqual([]);
  const foreign = await open(gert);
  const none = await gert.get('/api/incidents/00000000-0000-4000-8000-000000000000');
  expect(foreign.status).toBe(404);
  expect(foreign.body).toEqual(none.body);
  expect((await open(griffier)).status).toBe(404);
});

test('every look stands in the log with who and what, a look in vain does not', async () => {
  const before = (await views()).length;
  const { body } = await open(fatima);
  expect(body.holder).toEqual({ name: 'Joke van Dam', function: 'wethouder' });
  expect(JSON.stringify(body)).not.toMatch(/horecapand|fiets|latitude|Bedreigd bij/);
  await open(gert);
  expect(await views()).toHaveLength(before + 1);
  expect((await views())[0]).toMatchObject({
    name: 'Fatima el Amrani',
    role: 'oov-officer',
    what: 'opened',
  });
});

test('filling in is kept, and of two who do the second is told by whom', async () => {
  const { version } = (await open(fatima)).body;
  const words = { ...noWords, where: 'Grote Markt 2', why: 'Sluiting' };
  const filled = { expectedVersion: version, words, status: 'completed' };
  expect(await fatima.post(path(), filled)).toMatchObject({
    status: 200,
    body: { version: version + 1, changed: { by: 'Fatima el Amrani' } },
  });
  expect((await open(fatima)).body).toMatchObject({ words, status: 'completed' });
  expect((await views()).map(({ what }) => what).slice(0, 2)).toEqual(['opened', 'changed']);
  const second = await fatima.post(path(), filled);
  expect([second.status, second.body.error.code]).toEqual([409, 'melding-gewijzigd']);
  expect(second.body.error.message).toMatch(/^Fatima el Amrani heeft deze melding intussen/);
  const tooLong = { ...filled, words: { ...words, how: 'x'.repeat(1_501) } };
  expect((await fatima.post(path(), tooLong)).status).toBe(422);
});

test('what was written by whom and when stays readable for the circle, logged, and for nobody else', async () => {
  const { version } = (await open(fatima)).body;
  const words = { ...noWords, where: 'Grote Markt 2, hal', why: 'Sluiting' };
  await fatima.post(path(), { expectedVersion: version, words, status: 'draft' });
  const history = await fatima.get<{ versions: IncidentVersion[] }>(`${path()}/versions`);
  expect(history.body.versions).toMatchObject([
    { by: 'Fatima el Amrani', status: 'draft', words, changed: ['where'] },
    { by: 'Fatima el Amrani', status: 'completed', changed: ['who', 'where', 'when', 'why'] },
    { by: null, status: 'draft', changed: ['who', 'when'] },
  ]);
  expect((await views())[0]).toMatchObject({ what: 'opened' });
  for (const outside of [gert, griffier])
    expect((await outside.get(`${path()}/versions`)).status).toBe(404);
  expect((await dirk.get(`${path()}/versions`)).status).toBe(403);
});

test('what the release before wrote meanwhile is told before the next change, which is refused with its writer', async () => {
  const { version, words } = (await open(fatima)).body;
  // As that does it: on the columns that it knows.
  await instance.owner.sql`
    update incidents set version = version + 1, changed_by = 'Nora', changed_at = now()
    where id = ${incidentId}`;
  const refused = await fatima.post(path(), { expectedVersion: version, words, status: 'draft' });
  expect([refused.status, refused.body.error.code]).toEqual([409, 'melding-gewijzigd']);
  expect(refused.body.error.message).toMatch(/^Nora heeft/);
  const now = (await open(fatima)).body;
  expect(now).toMatchObject({ words, version: version + 1, changed: { by: 'Nora' } });
  const again = { expectedVersion: now.version, words, status: 'draft' };
  expect((await fatima.post(path(), again)).status).toBe(200);
});

test('no desk hears a word of it: not while it is written, and not when one catches up', async () => {
  const desk = await dirk.desk();
  const heard: string[] = [];
  desk.socket.onAny((...message) => heard.push(JSON.stringify(message)));
  const { version } = (await open(fatima)).body;
  const words = { ...noWords, why: 'Sluiting van de kermis' };
  const filled = { expectedVersion: version, words, status: 'draft' };
  expect((await fatima.post(path(), filled)).status).toBe(200);
  const [{ file } = { file: 0 }] = await instance.owner.sql<{ file: number }[]>`
    select count(*)::int as file from log.events where stream_id = ${incidentId}`;
  expect(file).toBeGreaterThan(3);
  // What was committed after it and is a desk's comes after it, so nothing is on its way any more.
  await ask(api.devicePort, [frameOf(await instance.button('232'), { sequence: 1 })]);
  await desk.until('the press', ({ events }) => events.length > 0);
  const late = await dirk.desk(0);
  late.socket.onAny((...message) => heard.push(JSON.stringify(message)));
  await late.until('all of it', ({ events }) => events.at(-1)?.type === desk.events.at(-1)?.type);
  const said = heard.join() + JSON.stringify([desk.events, late.events]);
  expect(said).not.toMatch(/Incident|incidentId|kermis/);
  expect(said).not.toContain(incidentId);
  desk.close();
  late.close();
});

test('who is let in reads, and may neither fill in, let in nor take all along', async () => {
  const { colleagues } = (await open(fatima)).body;
  const { userId } = colleagues.find(({ role }) => role === 'griffier')!;
  const answer = await fatima.post<Pick<Incident, 'circle'>>(`${path()}/circle/add`, { userId });
  expect(answer.body.circle.map(({ role }) => role)).toEqual(['oov-officer', 'griffier']);
  expect((await open(griffier)).status).toBe(200);
  expect((await views())[0]).toMatchObject({ role: 'griffier', what: 'opened' });
  for (const [where, body] of [
    ['', { expectedVersion: 1, words: noWords, status: 'draft' }],
    ['/circle/add', { userId }],
    ['/circle/remove', { userId }],
  ] as const)
    expect((await griffier.post(path() + where, body)).status).toBe(403);
  expect((await griffier.get('/api/incidents.csv')).status).toBe(403);
  await fatima.post(`${path()}/circle/remove`, { userId });
  expect((await open(griffier)).status).toBe(404);
  const [self] = (await open(fatima)).body.circle;
  const last = await fatima.post(`${path()}/circle/remove`, { userId: self!.userId });
  expect([last.status, last.body.error.code]).toEqual([409, 'laatste-in-kring']);
});

test('the table to take along is a file of one’s own files, and logged with each', async () => {
  const { status, headers, body } = await fatima.get<string>('/api/incidents.csv');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="meldingen-.*\.csv"$/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body).toContain('Joke van Dam');
  expect((await views())[0]).toMatchObject({ what: 'exported' });
  const others = await gert.get<string>('/api/incidents.csv?variant=iso');
  expect(others.body.trim().split('\r\n')).toHaveLength(1);
});

test('of some days only: both ends included, as Amsterdam counts its days', async () => {
  const { body: file } = await open(fatima);
  // Half past midnight in Amsterdam, the evening before in UTC.
  await instance.owner.sql`
    update incidents set occurred_at = '2026-07-09T22:30:00Z' where id = ${file.id}`;
  const linesOf = async (days: string) => {
    const { body } = await fatima.get<string>(`/api/incidents.csv?variant=iso&${days}`);
    return body.split('\r\n').filter((line) => line.includes('Joke van Dam')).length;
  };
  expect(await linesOf('from=2026-07-10&to=2026-07-10')).toBe(1);
  expect(await linesOf('from=2026-07-01&to=2026-07-09')).toBe(0);
  expect(await linesOf('from=2026-07-11&to=2026-07-31')).toBe(0);
  const { status } = await fatima.get('/api/incidents.csv?from=10-07-2026');
  expect(status).toBe(422);
});

test('the printed report is for the circle, and logged', async () => {
  const report = await fatima.get<string>(`${path()}/report.pdf`);
  expect([report.status, report.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(report.headers.get('cache-control')).toBe('no-store');
  expect(report.headers.get('content-disposition')).toMatch(/filename="melding-\d+\.pdf"/);
  expect(report.body.startsWith('%PDF-')).toBe(true);
  expect((await views())[0]).toMatchObject({ what: 'printed' });
  for (const outside of [gert, griffier])
    expect((await outside.get(`${path()}/report.pdf`)).status).toBe(404);
});
