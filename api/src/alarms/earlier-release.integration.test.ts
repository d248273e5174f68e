// A database that an earlier release really made: taken over by this one, its log is whole, nothing that stood in
// it has changed, and its alarms go on.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldVersion } from '@achterwacht/shared/alarm/fold-version.ts';
import { createAsActor, type Visitor } from '../access/as-actor.ts';
import { movableClock } from '../clock.ts';
import { connect, type Database } from '../db/connect.ts';
import { limitsOf } from '../db/pools.ts';
import { migrate } from '../db/migrate.ts';
import { sealClearMessages } from '../messages/seal-clear-messages.ts';
import { earlierRelease, type EarlierRelease } from '../testing/earlier-release.ts';
import { createCommandHandler } from './handle-command.ts';
import { readBoard } from './alarm-queries.ts';
import { foldAnew, type FoldedAnew } from './fold-anew.ts';
import { verifyLog } from './verify-log.ts';

type Text = {
  alarm_id: string;
  version: number;
  text: string;
  previous_hash: string;
  hash: string;
};
type Answer = { command_id: string; answer: unknown };

let earlier: EarlierRelease;
let owner: Database;
let system: Database;
let app: Database;
let before: { events: Text[]; answers: Answer[] };
let folded: FoldedAnew;

const read = async () => ({
  events: [
    ...(await earlier.superuser<Text[]>`
      select alarm_id, version, text, previous_hash, hash from events order by alarm_id, version`),
  ],
  answers: [
    ...(await earlier.superuser<Answer[]>`select command_id, answer from answers order by 1`),
  ],
});

beforeAll(async () => {
  earlier = await earlierRelease();
  before = await read();
  // As the command `migrate` does, which every start runs first.
  await migrate(earlier);
  owner = connect(earlier.ownerUrl, { name: 'test-owner', ...limitsOf.migrate });
  system = connect(earlier.systemUrl, { name: 'test-system', ...limitsOf.command });
  app = connect(earlier.appUrl, { name: 'test-app', ...limitsOf.command });
  await sealClearMessages(owner, earlier.openKeys);
  folded = await foldAnew(owner, earlier.openKeys);
});
afterAll(async () => {
  await Promise.all([owner.end(), system.end(), app.end()]);
  await earlier.drop();
});

test('every row is folded by this release, and none is set aside', async () => {
  expect(folded).toMatchObject({ alarms: 38, setAside: [] });
  const versions = await system.sql`select distinct fold_version as version from alarms`;
  expect([...versions]).toEqual([{ version: foldVersion }]);
});

test('its log is whole', async () => {
  expect(await verifyLog(system, earlier.openKeys())).toEqual({
    alarms: 38,
    events: 429,
    faults: [],
  });
});

test('every text, hash and answer is what it was', async () => {
  expect(before.events).toHaveLength(429);
  expect(await read()).toEqual(before);
});

test('a desk draws its open alarms, and one of them goes on', async () => {
  const [member] = await earlier.superuser<{ user_id: string; centre_id: string; name: string }[]>`
    select user_id, centre_id, name from members where role = 'supervisor'`;
  const { user_id: id, centre_id: centreId, name } = member!;
  const dirk: Visitor = {
    type: 'person',
    id,
    name,
    role: 'supervisor',
    centreId,
    municipalityId: null,
  };
  const [{ at } = { at: new Date() }] = await earlier.superuser<{ at: Date }[]>`
    select max(at) as at from events`;
  const clock = movableClock(new Date(at).toISOString());
  const keys = earlier.openKeys();
  const asActor = createAsActor(app);
  const { alarms } = await asActor(dirk, 'board.read', (tx) =>
    readBoard(tx, keys, centreId, clock.now()),
  );
  const open = alarms.filter(({ closed }) => closed === null);
  expect(open).toHaveLength(25);
  const { forPerson } = createCommandHandler({ clock, keys, system, asActor, announce() {} });
  for (const { id: alarmId } of open) {
    const note = { noteId: randomUUID(), text: 'overgenomen', happenedAt: null };
    const commandId = randomUUID();
    const answer = await forPerson(dirk, alarmId, { type: 'AddNote', ...note, commandId });
    expect(answer).toMatchObject({ status: 'accepted' });
  }
  expect((await verifyLog(system, keys)).faults).toEqual([]);
});
