// A breach over HTTP: whose people were seen is found by the server, is something to do until a person says that it was
// told, and the breach is not over before that.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PrivacyRequestView } from '@achterwacht/shared/routes/privacy.ts';
import { logAccess } from '../access/access-log.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openHttpDoor, type HttpDoor } from '../testing/http-door.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { openPrivacy } from './open-privacy.ts';

let centre: AlarmCentre;
let door: HttpDoor;
let privacy: ReturnType<typeof openPrivacy>;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 1 });
  door = await openHttpDoor((http, authentication) => {
    privacy = openPrivacy({
      ...centre,
      authentication,
      background: centre.system,
      keysFolder: centre.keys.folder,
    });
    privacy.routes(http);
  });
});
afterAll(async () => {
  await door.close();
  await centre.end();
});

const toDo = async () => {
  const question = { centreId: centre.centreId, now: centre.clock.now() };
  const tasks = await centre.asActor(centre.dirk, 'task.read', async (tx) =>
    privacy.tasks(tx, question),
  );
  return tasks.map(({ kind, about, dueAt }) => [kind, about?.name, dueAt]);
};
const codeOf = ({ body }: { body: unknown }) => (body as { error: { code: string } }).error.code;

test('each municipality whose people were seen is a task with the 72 hours, until somebody says that it was told', async () => {
  const { dirk, municipalityId } = centre;
  const from = centre.clock.now().toISOString();
  await centre.asActor(centre.anna, 'session.read', (tx) =>
    logAccess(tx, centre.anna, {
      at: centre.clock.now(),
      action: 'alarm.dossier',
      object: 'x',
      whom: centre.buttons[0]!.holderId,
      result: 'shown',
      origin: '10.0.0.7',
    }),
  );
  centre.clock.advance(60_000);
  const receivedAt = centre.clock.now().toISOString();
  const dueAt = new Date(Date.parse(receivedAt) + 72 * 3_600_000).toISOString();
  const id = randomUUID();
  const recorded = await door.post(dirk, '/api/privacy-requests', {
    id,
    kind: 'breach',
    about: { type: 'member', id: centre.anna.id },
    receivedAt,
    from: 'Datalek',
    question: 'Account gebruikt na uitdiensttreding',
    list: { of: 'member', id: centre.anna.id, from, until: receivedAt },
  });
  expect(recorded).toMatchObject({
    status: 200,
    body: { notices: [{ municipalityId, name: 'Haarlem', told: null }], otherMunicipalities: [] },
  });
  expect(await toDo()).toEqual([
    ['breach', 'breach', dueAt],
    ['breach-notice', 'Haarlem', dueAt],
  ]);

  const act = (body: object) => door.post(dirk, `/api/privacy-requests/${id}`, body);
  const settle = { type: 'Answer', outcome: 'done', answer: 'Gemeld aan de toezichthouder' };
  expect(codeOf(await act(settle))).toBe('gemeente-niet-ingelicht');
  // Of another centre's nothing is known here, and nothing is written down.
  const elsewhere = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const { municipalityId: theirs } = elsewhere;
  expect((await act({ type: 'AddNotices', municipalityIds: [theirs] })).status).toBe(404);
  expect(codeOf(await act({ type: 'TellMunicipality', municipalityId: theirs, how: 'x' }))).toBe(
    'gemeente-niet-betrokken',
  );
  expect((await act({ type: 'AddNotices', municipalityIds: [municipalityId] })).status).toBe(200);

  const how = 'Joke Geheim, per telefoon';
  const told = (await act({ type: 'TellMunicipality', municipalityId, how })).body;
  expect((told as PrivacyRequestView).notices).toMatchObject([
    { municipalityId, told: { by: { name: 'Dirk' }, at: receivedAt }, how },
  ]);
  expect(await toDo()).toEqual([['breach', 'breach', dueAt]]);
  // With whom somebody spoke stands sealed, in the log and in the row.
  const kept = await centre.database.superuser<{ text: string }[]>`
    select text from log.events union all select state::text from privacy_requests`;
  expect(JSON.stringify(kept)).not.toContain('Geheim');
  expect(await act(settle)).toMatchObject({ status: 200, body: { closed: { outcome: 'done' } } });
  expect(await toDo()).toEqual([]);
});
