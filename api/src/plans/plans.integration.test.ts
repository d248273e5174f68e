// Plans over HTTP: proposed by one, agreed to by another, read side by side, and nobody else's business.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PlanVersion, PlanView } from '@achterwacht/shared/routes/plans.ts';
import {
  hostileThings,
  hostileWords,
  withEach,
} from '@achterwacht/shared/testing/hostile-values.ts';
import type { Visitor } from '../access/as-actor.ts';
import { contacts } from '../db/schema/holders.ts';
import { verifyLog } from '../streams.ts';
import { planTasks } from './plan-tasks.ts';
import { PlanCentre, says, step } from './test-plans.ts';

const world = new PlanCentre();
beforeAll(() => world.open(50));
afterAll(() => world.close());

/** A person of his own for each test. */
let used = 0;
let holderId: string;
let haarlem: string;
beforeEach(() => {
  holderId = world.centre.buttons[used++]!.holderId;
  haarlem = world.centre.municipalityId;
});

const first = says({ steps: [step('a')], minimumListeningSeconds: 45 });
const codeOf = ({ body }: { body: unknown }) => (body as { error: { code: string } }).error.code;
const history = async (ofId: string) => {
  const { body } = await world.http.get(world.fatima, `/api/plans/${ofId}/history`);
  return (body as { versions: PlanVersion[] }).versions;
};

test('an officer proposes, and it waits; a supervisor agrees, and it counts', async () => {
  const proposed = await world.propose(holderId, first);
  expect(proposed).toMatchObject({
    status: 200,
    body: { number: 0, content: null, layers: [], proposed: { content: first } },
  });
  const waiting = await world.centre.asActor(world.dirk, 'task.read', (tx) =>
    Promise.resolve(planTasks(tx, { ...world.dirk, now: world.centre.clock.now() })),
  );
  expect(waiting).toContainEqual({
    kind: 'plan-waits',
    about: { id: holderId, name: 'Drager Noord1' },
    dueAt: null,
  });
  const approved = await world.ask(world.dirk, holderId, 'approve', { expectedVersion: 1 });
  expect(approved).toMatchObject({
    status: 200,
    body: {
      number: 1,
      content: first,
      counts: { proposedBy: { name: 'Fatima' }, by: { name: 'Dirk' }, alone: null },
      proposed: null,
      layers: [{ layer: 'person', name: 'Drager Noord1', number: 1 }],
    },
  });
});

test('nobody agrees with his own, and an officer with nothing', async () => {
  await world.propose(holderId, first, world.dirk);
  const approve = { expectedVersion: 1 };
  expect(codeOf(await world.ask(world.dirk, holderId, 'approve', approve))).toBe(
    'tweede-persoon-nodig',
  );
  for (const what of ['approve', 'refuse'] as const)
    expect((await world.ask(world.fatima, holderId, what, approve)).status).toBe(403);
  expect((await world.ask(world.saskia, holderId, 'approve', approve)).status).toBe(200);
});

test('refused with a reason, which its proposer reads; withdrawn by himself alone', async () => {
  await world.propose(holderId, first);
  const refusal = { expectedVersion: 1, reason: 'Wie belt de piket?' };
  await world.ask(world.dirk, holderId, 'refuse', refusal);
  expect(await world.read(world.fatima, holderId)).toMatchObject({
    proposed: null,
    refused: { by: { name: 'Dirk' }, reason: 'Wie belt de piket?' },
  });
  await world.propose(holderId, first);
  const withdraw = { expectedVersion: 3 };
  expect(codeOf(await world.ask(world.fenna, holderId, 'withdraw', withdraw))).toBe(
    'voorstel-van-ander',
  );
  expect((await world.ask(world.fatima, holderId, 'withdraw', withdraw)).status).toBe(200);
  expect((await history(holderId)).map(({ what, reason }) => [what, reason])).toEqual([
    ['withdrawn', null],
    ['proposed', null],
    ['refused', 'Wie belt de piket?'],
    ['proposed', null],
  ]);
});

test('versions stand side by side, with what changed, by whom and when', async () => {
  const second = says({ steps: [step('a', { required: true }), step('b')], flags: ['children'] });
  await world.agree(holderId, first);
  world.centre.clock.advance(60_000);
  await world.agree(holderId, second);
  const counted = (await history(holderId)).filter(({ number }) => number !== null);
  expect(counted).toMatchObject([
    {
      number: 2,
      content: second,
      proposedBy: { name: 'Fatima' },
      by: { name: 'Dirk' },
      at: world.centre.clock.now().toISOString(),
    },
    { number: 1, content: first },
  ]);
});

describe('two at once', () => {
  test('who write: one is told that it is another by now', async () => {
    const asked = { content: first, expectedVersion: 0 };
    const other = { content: says({ steps: [step('z')] }), expectedVersion: 0 };
    const answers = await Promise.all([
      world.ask(world.fatima, holderId, 'propose', asked),
      world.ask(world.fenna, holderId, 'propose', other),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(codeOf(answers.find(({ status }) => status === 409)!)).toBe('plan-gewijzigd');
    expect(await history(holderId)).toHaveLength(1);
  });

  test('who agree: it counts once', async () => {
    await world.propose(holderId, first);
    const answers = await Promise.all(
      [world.dirk, world.saskia].map((by) =>
        world.ask(by, holderId, 'approve', { expectedVersion: 1 }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await world.read(world.dirk, holderId)).toMatchObject({ number: 1 });
  });

  test('one agrees while the other writes anew: what counts is what was read', async () => {
    await world.propose(holderId, first);
    const anew = { content: says({ steps: [step('z')] }), expectedVersion: 1 };
    const [approved, proposed] = await Promise.all([
      world.ask(world.dirk, holderId, 'approve', { expectedVersion: 1 }),
      world.ask(world.fenna, holderId, 'propose', anew),
    ]);
    expect([approved.status, proposed.status].sort()).toEqual([200, 409]);
    const { content } = await world.read(world.dirk, holderId);
    expect(content).toEqual(approved.status === 200 ? first : null);
  });
});

describe('another municipality, another centre', () => {
  const questions: [string, object?][] = [
    [''],
    ['/history'],
    ['/propose', { content: first, expectedVersion: 0 }],
    ['/withdraw', { expectedVersion: 1 }],
  ];
  test.each(questions)('finds nothing at %s', async (what, body) => {
    await world.propose(holderId, first);
    const outsiders: Visitor[] = [world.gert, world.south.dirk];
    for (const ofId of [holderId, haarlem, world.centre.buttons[0]!.id])
      for (const by of outsiders) {
        const url = `/api/plans/${ofId}${what}`;
        const asked = body ? world.http.post(by, url, body) : world.http.get(by, url);
        expect([by.name, url, (await asked).status]).toEqual([by.name, url, 404]);
      }
  });

  test('lists its own', async () => {
    type Listed = { plans: { name: string; layer: string }[]; next: string | null };
    const list = async (by: Visitor, cursor = ''): Promise<Listed['plans']> => {
      const { body } = await world.http.get(by, `/api/plans?which=all${cursor}`);
      const { plans, next } = body as Listed;
      return next ? [...plans, ...(await list(by, `&cursor=${next}`))] : plans;
    };
    const ofZwolle = await list(world.gert);
    expect(ofZwolle.map(({ name, layer }) => [layer, name])).toEqual([['template', 'Zwolle']]);
    const south = await list(world.south.dirk);
    expect(south.map(({ layer }) => layer)).toEqual(['template', 'person', 'button']);
    const all = await list(world.dirk);
    expect(all.filter(({ layer }) => layer === 'template').map(({ name }) => name)).toEqual([
      'Haarlem',
      'Zwolle',
    ]);
    expect(all.filter(({ layer }) => layer === 'person')).toHaveLength(50);
  });
});

test('the list says what is written, what waits, and finds by name', async () => {
  const list = async (query: string) => {
    const { body } = await world.http.get(world.dirk, `/api/plans?${query}`);
    return (body as { plans: { ofId: string; waitsSince: string | null }[] }).plans;
  };
  const before = await list('');
  expect(before.map(({ ofId }) => ofId)).not.toContain(holderId);
  await world.propose(holderId, first);
  expect(await list('which=waiting')).toContainEqual(
    expect.objectContaining({ ofId: holderId, number: 0 }),
  );
  const { name } = await world.read(world.dirk, holderId);
  expect(await list(`which=all&search=${encodeURIComponent(name.toLowerCase())}`)).toHaveLength(
    name.endsWith('1') ? 4 : 1,
  );
  expect(await list('search=%25')).toEqual([]);
});

test('a person’s page says whom he wants called, and what lies beneath', async () => {
  const { centreId, municipalityId } = world.centre;
  const id = crypto.randomUUID();
  await world.centre.system.db.insert(contacts).values({
    id,
    centreId,
    municipalityId,
    holderId,
    name: 'OOV-piket',
    relation: 'piket',
    phone: '023 000 00 00',
    mayBeInvolved: false,
    rank: 0,
  });
  await world.agree(haarlem, says({ steps: [step('t')], title: 'Haarlem' }));
  const { person, layers } = await world.read(world.fatima, holderId);
  expect(person).toEqual({
    codeWordAgreed: true,
    contacts: [{ id, name: 'OOV-piket', relation: 'piket', mayBeInvolved: false }],
  });
  expect(layers).toMatchObject([{ layer: 'template', name: 'Haarlem' }]);
});

test('that there is an AOL is told to nobody here, and stays where it stands', async () => {
  const { centreId, municipalityId, system, keys } = world.centre;
  await system.sql`
    insert into plans (holder_id, centre_id, municipality_id, version, title, flags,
      minimum_listening_seconds, steps)
    values (${holderId}, ${centreId}, ${municipalityId}, 2, 'Van voorheen',
      '["no-call", "aol", "children"]'::jsonb, 30,
      '[{"id": "a", "text": "Stap a", "required": false}]'::jsonb)`;
  const before = await world.read(world.fatima, holderId);
  expect(before).toMatchObject({ number: 2, version: 1, content: { flags: ['children'] } });
  expect(JSON.stringify(before)).not.toMatch(/aol|no-call/);
  const answer = await world.propose(holderId, says({ flags: ['medical-need'] }));
  expect(JSON.stringify(answer.body)).not.toMatch(/aol/);
  const { proposed } = answer.body as PlanView;
  await world.ask(world.dirk, holderId, 'approve', { expectedVersion: proposed!.version });
  const [row] = await system.sql<{ flags: string[] }[]>`
    select flags from plans where holder_id = ${holderId}`;
  expect(row!.flags).toEqual(['no-call', 'aol', 'medical-need']);
  expect(JSON.stringify(await history(holderId))).not.toMatch(/aol/);
  expect((await verifyLog(system, keys)).faults).toEqual([]);
});

test('every look is written down, of a person with whose plan it was', async () => {
  await world.read(world.fatima, holderId);
  await history(holderId);
  const looks = await world.centre.database.superuser`
    select action, user_name, whom from access_log where object = ${holderId}`;
  expect(looks).toEqual([
    { action: 'plan.opened', user_name: 'Fatima', whom: holderId },
    { action: 'plan.opened', user_name: 'Fatima', whom: holderId },
  ]);
});

test('what was typed is sealed in the log, and no key opens it once that is erased', async () => {
  const content = says({ title: 'Voor Willemijn', steps: [step('a', { text: 'Bel Willemijn' })] });
  await world.agree(holderId, content);
  await world.propose(holderId, says({ steps: [step('b', { text: 'Bel Joost niet' })] }));
  await world.ask(world.dirk, holderId, 'refuse', { expectedVersion: 3, reason: 'Joost mag wel' });
  const [row] = await world.centre.database.superuser<{ log: string; state: string }[]>`
    select (select string_agg(text, '') from log.events where stream_id = plans.id) as log,
      state::text as state from plans where holder_id = ${holderId}`;
  for (const text of [row!.log, row!.state]) expect(text).not.toMatch(/Willemijn|Joost/);
  expect(row!.log).toContain('PlanRefused');
});

describe('whatever is sent', () => {
  const whole = {
    content: {
      title: 'Titel',
      flags: ['children'],
      minimumListeningSeconds: 30,
      steps: [
        step('a', { required: true, requiredFor: ['threat'] }),
        step('b', { kind: 'wait', waitSeconds: 60, after: 'a' }),
      ],
    },
    expectedVersion: 99,
  };

  test('is refused by field or as another version, and is never a failure', async () => {
    for (const other of [...hostileWords, ...hostileThings, null, undefined])
      for (const { value, path } of withEach(whole, other)) {
        const { status } = await world.ask(world.fatima, holderId, 'propose', value as object);
        // A body that cannot be kept at all is none.
        expect([path, [400, 409, 413, 422].includes(status)]).toEqual([path, true]);
      }
    expect(await history(holderId)).toEqual([]);
  });

  test('says which step and what is wrong with it', async () => {
    const content = says({ steps: [step('a'), step('a', { kind: 'wait' })] });
    const answer = await world.ask(world.fatima, holderId, 'propose', {
      content,
      expectedVersion: 0,
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('steps');
  });

  test.each(['x', '7', 'null', '[]', '{"content":{}}'])('is not %s', async (body) => {
    const { status } = await world.http.post(
      world.fatima,
      `/api/plans/${holderId}/propose`,
      body === 'x' ? '{' : body,
    );
    expect([400, 422]).toContain(status);
  });
});

test('the log of all of it holds', async () => {
  expect((await verifyLog(world.centre.system, world.centre.keys)).faults).toEqual([]);
});
