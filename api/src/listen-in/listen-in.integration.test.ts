// Sound and alarms together: a real database, a clock that is moved, and a real media-server. What a fact
// leads to, that it does so once, and what happens where there is no press. Where it matters when something
// was heard, the fact is given as the media-server words it; where it matters that it was, somebody sounds.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe as anySubject,
  expect,
  inject,
  test as anyTest,
} from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { SoundFact } from '@achterwacht/shared/listen-in.ts';
import { segment } from '@achterwacht/shared/testing/facts.ts';
import type { Visitor } from '../access/as-actor.ts';
import { verifyLog } from '../alarms/verify-log.ts';
import { openAlarmCentre, startsAt, type AlarmCentre } from '../testing/alarm-centre.ts';
import { startMediaServer, type MediaServer } from '../testing/media-server.ts';
import { createDeviceList } from './device-list.ts';
import { followFacts } from './facts/follow-facts.ts';
import { raiseLostPresses } from './facts/lost-presses.ts';
import { connectMediaControl, type MediaControl } from './media-control.ts';
import { eraseOldSound } from './facts/retention.ts';
import { keepRooms } from './rooms.ts';
import { createSoundFacts } from './facts/take-fact.ts';

/** Without a mediasoup worker there is nobody to be heard. */
const workerBin = inject('mediaWorker');
const describe = anySubject.skipIf(!workerBin);
const test = anyTest.skipIf(!workerBin);

let centre: AlarmCentre;
let media: MediaServer;
let control: MediaControl;
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-sound-'));
/** Beyond this something hangs; nothing here is timed by it. */
const patience = { timeout: 20_000 };
const recordingId = randomUUID();
const token = randomBytes(32).toString('base64url');
const tokenSha256 = createHash('sha256').update(token).digest('hex');
const stopping: AbortController[] = [];

beforeAll(async () => {
  const keysFolder = join(folder, 'keys');
  const secret = randomBytes(32).toString('hex');
  mkdirSync(keysFolder);
  for (const name of ['media-control.secret', 'listen-in.key', 'recordings.key'])
    writeFileSync(join(keysFolder, name), secret);
  media = await startMediaServer({ folder: join(folder, 'media'), keysFolder, workerBin });
  control = connectMediaControl({ url: media.url, secret });
});
afterAll(async () => {
  await media.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  centre = await openAlarmCentre();
  await centre.system.sql`update buttons set sound = true`;
});
afterEach(async () => {
  for (const one of stopping.splice(0)) one.abort();
  await centre.end();
});

const parts = () => ({ ...centre, control, facts: createSoundFacts(centre) });
const at = (second: number) => new Date(Date.parse(startsAt) + second * 1000).toISOString();
const button = () => centre.buttons[0]!;

const journal = randomUUID();
let number = 0;
/** One fact as it comes out of the media-server's journal. */
async function tell(type: SoundFact['type'], second: number, more: object = {}): Promise<void> {
  number += 1;
  const fact = { type, at: at(second), number, deviceId: button().id, recordingId, ...more };
  await createSoundFacts(centre).take(journal, fact as unknown as SoundFact);
}
const started = (second: number, more: object = {}) =>
  tell('sound-started', second, { transport: 'whip', codec: 'opus', ...more });
const stored = (index: number, second: number) =>
  tell('segment-stored', second, segment(index, second));

/** The centre's button, heard from now on; the centre's clock goes with the media-server's. */
async function speak() {
  centre.clock.set(new Date().toISOString());
  await control.replaceDevices({ devices: [{ deviceId: button().id, tokenSha256 }] });
  return media.speak(token);
}

/** Follows as a process does, until it is stopped or the test is over; tells what is of this button. */
function follow() {
  const stop = new AbortController();
  stopping.push(stop);
  const seen: SoundFact[] = [];
  const onFact = (fact: SoundFact) => fact.deviceId === button().id && seen.push(fact);
  const ended = followFacts({ ...parts(), onFact }, stop.signal);
  ended.catch(() => {});
  return {
    seen,
    types: () => seen.map(({ type }) => type),
    ended,
    async stop() {
      stop.abort();
      await ended;
    },
  };
}
const wholeCall = ['sound-started', 'sound-lost', 'segment-stored', 'sound-ended'];

async function alarmOf(alarmId: string): Promise<Alarm> {
  const [row] = await centre.system.sql<{ state: Alarm }[]>`
    select state from alarms where id = ${alarmId}`;
  return row!.state;
}
async function typesOf(alarmId: string): Promise<string[]> {
  const rows = await centre.system.sql<{ type: string }[]>`
    select type from log.events where stream_id = ${alarmId} order by version`;
  return rows.map(({ type }) => type);
}
const openAlarms = () => centre.system.sql<{ id: string; state: Alarm }[]>`
  select id, state from alarms where open`;

describe('facts', () => {
  test('become events of the open alarm, each once, however often they are told', async () => {
    const gateway = await speak();
    const { alarmId } = await centre.press();
    const first = follow();
    await expect.poll(first.types, patience).toEqual(['sound-started']);
    await gateway.hangUp();
    await expect.poll(first.types, patience).toEqual(wholeCall);
    await first.stop();
    // A database that was put back forgets how far it had read.
    await centre.system.sql`update sound_cursors set number = 0`;
    const second = follow();
    await expect.poll(second.types, patience).toEqual(wholeCall);
    expect(await typesOf(alarmId)).toEqual([
      'AlarmRaised',
      'SoundStarted',
      'SoundLost',
      'SegmentStored',
      'SoundEnded',
    ]);
    expect((await alarmOf(alarmId)).sound.status).toBe('ended');
    expect(centre.announced.map(({ type }) => type)).toContain('SegmentStored');
    expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
  });

  test('are read on from where the last process stopped', async () => {
    const gateway = await speak();
    const { alarmId } = await centre.press();
    const first = follow();
    await expect.poll(first.types, patience).toEqual(['sound-started']);
    await first.stop();
    await gateway.hangUp();
    const second = follow();
    await expect.poll(second.types, patience).toEqual(wholeCall.slice(1));
    expect((await alarmOf(alarmId)).sound.recordings[0]?.segments).toBe(1);
  });

  test('of a media-server that lost its disk are read from the beginning', async () => {
    const gateway = await speak();
    const { alarmId } = await centre.press();
    const before = follow();
    await expect.poll(before.types, patience).toEqual(['sound-started']);
    await media.kill();
    media.loseDisk();
    await expect(before.ended).rejects.toThrow();
    await gateway.vanish();
    await media.start();
    const next = await speak();
    await expect.poll(follow().types, patience).toEqual(['sound-started']);
    expect((await alarmOf(alarmId)).sound.recordings).toHaveLength(2);
    await next.hangUp();
  });

  test('are followed by one process at a time, and by another when that one ends', async () => {
    const gateway = await speak();
    const first = follow();
    await expect.poll(first.types, patience).toEqual(['sound-started']);
    const second = follow();
    await second.ended;
    await gateway.hangUp();
    await expect.poll(first.types, patience).toEqual(wholeCall);
    expect(second.seen).toEqual([]);
    await first.stop();
    const third = follow();
    const again = await speak();
    await expect.poll(third.types, patience).toEqual(['sound-started']);
    await again.hangUp();
  });

  test('of a line that fell silent are told once more and change nothing', async () => {
    const { alarmId } = await centre.press();
    await started(1);
    await tell('sound-lost', 20, { why: 'no-packets' });
    await tell('sound-lost', 20, { why: 'no-packets' });
    expect(await typesOf(alarmId)).toEqual(['AlarmRaised', 'SoundStarted', 'SoundLost']);
    expect((await alarmOf(alarmId)).sound).toMatchObject({ status: 'lost', since: at(20) });
  });

  test('of a device in no register lead to nothing', async () => {
    await tell('sound-started', 1, { deviceId: randomUUID(), transport: 'rtp', codec: 'pcma' });
    expect(await centre.system.sql`select from recordings`).toHaveLength(0);
  });
});

describe('sound before its press', () => {
  test('waits, and is in the log of the alarm from its first packet', async () => {
    await started(-2);
    await stored(0, 3);
    expect(await raiseLostPresses(parts())).toBe(0);
    const { alarmId } = await centre.press();
    expect(await raiseLostPresses(parts())).toBe(0);
    expect(await typesOf(alarmId)).toEqual(['AlarmRaised', 'SoundStarted', 'SegmentStored']);
    expect(await openAlarms()).toHaveLength(1);
    expect(await centre.system.sql`select from waiting_facts`).toHaveLength(0);
  });

  test('whose press never comes raises a duress after five seconds, once', async () => {
    await started(0);
    centre.clock.set(at(4.999));
    expect(await raiseLostPresses(parts())).toBe(0);
    expect(await openAlarms()).toHaveLength(0);
    centre.clock.set(at(5));
    expect(await raiseLostPresses(parts())).toBe(1);
    expect(await raiseLostPresses(parts())).toBe(0);
    const [alarm, ...others] = await openAlarms();
    expect(others).toEqual([]);
    expect(alarm!.state).toMatchObject({
      kind: 'duress',
      mode: 'real',
      priority: 'urgent',
      sound: { status: 'receiving' },
      button: { id: button().id },
    });
    expect(alarm!.state.warnings).toContain('sound-without-press');
    const [signal] = await centre.system.sql`select kind, disposition from signals`;
    expect(signal).toEqual({ kind: 'listen-in', disposition: 'accepted' });
    // The press that was late after all is the same occasion.
    expect((await centre.press()).alarmId).toBe(alarm!.id);
  });

  test('two processes at the same moment raise one', async () => {
    await started(0);
    centre.clock.set(at(9));
    const raised = await Promise.all([raiseLostPresses(parts()), raiseLostPresses(parts())]);
    expect(Math.max(...raised)).toBe(1);
    expect(await openAlarms()).toHaveLength(1);
    const [row] = await centre.system.sql`select count(*)::int as count from signals`;
    expect(row).toEqual({ count: 1 });
  });

  test('that nobody asked for in time is forgotten here too', async () => {
    await started(0);
    await tell('recording-erased', 700);
    centre.clock.set(at(800));
    expect(await raiseLostPresses(parts())).toBe(0);
    expect(await openAlarms()).toHaveLength(0);
  });
});

describe('rooms', () => {
  const alarmOfRoom = async () =>
    (await control.rooms()).find(({ deviceId }) => deviceId === button().id)?.alarmId ?? null;

  test('belong to the open alarm, and are let go when it is closed', async () => {
    const { alarmId } = await centre.press();
    await keepRooms(parts());
    expect(await alarmOfRoom()).toBe(alarmId);
    await close(alarmId, 'unknown');
    await keepRooms(parts());
    expect(await alarmOfRoom()).toBeNull();
  });

  test('are put right after a media-server that was away', async () => {
    await media.kill();
    const { alarmId } = await centre.press();
    await expect(keepRooms(parts())).rejects.toThrow();
    await media.start();
    await keepRooms(parts());
    expect(await alarmOfRoom()).toBe(alarmId);
  });
});

test('the list of devices is told at the start and when a token changes, and only then', async () => {
  let told = 0;
  const counting: MediaControl = {
    ...control,
    replaceDevices: (list) => {
      told += 1;
      return control.replaceDevices(list);
    },
  };
  const list = createDeviceList({ system: centre.system, control: counting });
  await list.tell();
  const knock = () => fetch(`${media.origin}/rtp`, { method: 'POST', headers: { authorization } });
  const authorization = `Bearer ${token}`;
  expect((await knock()).status).toBe(401);
  await centre.system.sql`
    update buttons set sound_token = 'sealed', sound_token_sha256 = ${tokenSha256},
      sound_changed_at = now()`;
  await list.tell();
  await list.tell();
  expect(told).toBe(2);
  await (await media.speak(token)).hangUp();
});

describe('retention', () => {
  /** One recording, its line gone; closed at second 60. */
  async function recordedAndClosed(outcome: 'false-accident' | 'unknown'): Promise<string> {
    const { alarmId } = await centre.press();
    await started(1);
    await tell('sound-ended', 31, { why: 'device' });
    centre.clock.set(at(60));
    await close(alarmId, outcome);
    return alarmId;
  }
  const days = (count: number) => at(60 + count * 86_400);

  test('loos is erased after seven days, and the log says so', async () => {
    const alarmId = await recordedAndClosed('false-accident');
    centre.clock.set(days(6.99));
    expect(await eraseOldSound(parts())).toBe(0);
    centre.clock.set(days(7));
    expect(await eraseOldSound(parts())).toBe(1);
    expect((await typesOf(alarmId)).at(-1)).toBe('RecordingErased');
    expect(await eraseOldSound(parts())).toBe(0);
    expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
  });

  test('and then nothing of it can be played any more', async () => {
    const gateway = await speak();
    const { alarmId } = await centre.press();
    const { types, seen } = follow();
    await expect.poll(types, patience).toEqual(['sound-started']);
    await gateway.hangUp();
    await expect.poll(types, patience).toEqual(wholeCall);
    const kept = seen[0]!.recordingId;
    const playback = async () => {
      const answer = await control.audio(kept, new URLSearchParams(), undefined, giveUp());
      await answer.body?.cancel();
      return answer.status;
    };
    expect(await playback()).toBe(200);
    await close(alarmId, 'false-accident');
    centre.clock.advance(7 * 86_400_000);
    expect(await eraseOldSound(parts())).toBe(1);
    expect(await playback()).toBe(410);
  });

  test('what a supervisor holds stays until he lets it go', async () => {
    const alarmId = await recordedAndClosed('false-accident');
    await ask(centre.dirk, alarmId, { type: 'HoldRecording', reason: 'vordering' });
    centre.clock.set(days(30));
    expect(await eraseOldSound(parts())).toBe(0);
    await ask(centre.dirk, alarmId, { type: 'ReleaseRecording', reason: 'voorbij' });
    expect(await eraseOldSound(parts())).toBe(1);
  });

  test('a real case goes when the centre says so, and not before', async () => {
    await recordedAndClosed('unknown');
    centre.clock.set(days(4_000));
    expect(await eraseOldSound(parts())).toBe(0);
    await centre.system.sql`update centres set real_sound_days = 3650`;
    expect(await eraseOldSound(parts())).toBe(1);
  });

  test('nothing is written down while the media-server cannot erase', async () => {
    const alarmId = await recordedAndClosed('false-accident');
    centre.clock.set(days(8));
    await media.kill();
    await expect(eraseOldSound(parts())).rejects.toThrow();
    expect(await typesOf(alarmId)).not.toContain('RecordingErased');
    await media.start();
    expect(await eraseOldSound(parts())).toBe(1);
  });
});

async function ask(person: Visitor, alarmId: string, command: PersonCommand): Promise<void> {
  expect(await centre.ask(person, alarmId, command)).toMatchObject({ status: 'accepted' });
}

const giveUp = () => AbortSignal.timeout(patience.timeout);

/** Anna calls it harmless, or nobody does; Dirk closes it. */
async function close(alarmId: string, outcome: 'false-accident' | 'unknown'): Promise<void> {
  const { anna, dirk } = centre;
  const version = async () => ({ expectedVersion: (await alarmOf(alarmId)).version });
  const owner = outcome === 'unknown' ? dirk : anna;
  await ask(owner, alarmId, { type: 'Claim', ...(await version()) });
  if (outcome !== 'unknown')
    await ask(anna, alarmId, {
      type: 'ProposeFalse',
      ground: 'trusted-person',
      note: 'in de tas',
      ...(await version()),
    });
  const closing = { outcome, needless: false, summary: 'voorbij' };
  await ask(dirk, alarmId, { type: 'Close', ...closing, ...(await version()) });
}
