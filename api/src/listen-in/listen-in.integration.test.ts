// Sound and alarms together: a real database, a clock that is moved, and a media-server's control door
// over real HTTP. What a fact leads to, that it does so once, and what happens where there is no press.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { SoundFact } from '@achterwacht/shared/listen-in.ts';
import { segment } from '@achterwacht/shared/testing/facts.ts';
import type { Visitor } from '../access/as-actor.ts';
import { verifyLog } from '../alarms/verify-log.ts';
import { openAlarmCentre, startsAt, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openMediaDoor, type MediaDoor } from '../testing/media-door.ts';
import { createDeviceList } from './device-list.ts';
import { followFacts } from './follow-facts.ts';
import { raiseLostPresses } from './lost-presses.ts';
import { connectMediaControl, type MediaControl } from './media-control.ts';
import { eraseOldSound } from './retention.ts';
import { keepRooms } from './rooms.ts';
import { createSoundFacts } from './take-fact.ts';

let centre: AlarmCentre;
let media: MediaDoor;
let control: MediaControl;
/** Beyond this something hangs; nothing here is timed by it. */
const patience = { timeout: 20_000 };
const recordingId = randomUUID();
const stopping: AbortController[] = [];

beforeEach(async () => {
  centre = await openAlarmCentre();
  media = await openMediaDoor();
  control = connectMediaControl(media);
  await centre.system.sql`update buttons set sound = true`;
});
afterEach(async () => {
  for (const one of stopping.splice(0)) one.abort();
  await media.close();
  await centre.end();
});

const parts = () => ({ ...centre, control, facts: createSoundFacts(centre) });
const at = (second: number) => new Date(Date.parse(startsAt) + second * 1000).toISOString();
const button = () => centre.buttons[0]!;

function tell(type: SoundFact['type'], second: number, more: object = {}) {
  const fact = { type, at: at(second), deviceId: button().id, recordingId, ...more };
  return media.tell(fact as unknown as Parameters<MediaDoor['tell']>[0]);
}
const started = (second: number, more: object = {}) =>
  tell('sound-started', second, { transport: 'whip', codec: 'opus', ...more });
const stored = (index: number, second: number) =>
  tell('segment-stored', second, segment(index, second));

/** Follows as a process does, until it is stopped or the test is over. */
function follow() {
  const stop = new AbortController();
  stopping.push(stop);
  const seen: SoundFact[] = [];
  const ended = followFacts({ ...parts(), onFact: (fact) => seen.push(fact) }, stop.signal);
  ended.catch(() => {});
  return {
    seen,
    ended,
    async stop() {
      stop.abort();
      await ended;
    },
  };
}
/** Follows until so many facts were taken. */
async function followed(count: number): Promise<void> {
  const { seen, stop } = follow();
  await expect.poll(() => seen.length, patience).toBe(count);
  await stop();
}

async function alarmOf(alarmId: string): Promise<Alarm> {
  const [row] = await centre.system.sql<{ state: Alarm }[]>`
    select state from alarms where id = ${alarmId}`;
  return row!.state;
}
async function typesOf(alarmId: string): Promise<string[]> {
  const rows = await centre.system.sql<{ type: string }[]>`
    select type from events where alarm_id = ${alarmId} order by version`;
  return rows.map(({ type }) => type);
}
const openAlarms = () => centre.system.sql<{ id: string; state: Alarm }[]>`
  select id, state from alarms where open`;

describe('facts', () => {
  test('become events of the open alarm, each once, however often they are told', async () => {
    const { alarmId } = await centre.press();
    started(1);
    stored(0, 6);
    const { seen } = follow();
    await expect.poll(() => seen.length, patience).toBe(2);
    tell('sound-lost', 20, { why: 'no-packets' });
    media.tellAgain();
    await expect.poll(() => seen.length, patience).toBe(6);
    expect(await typesOf(alarmId)).toEqual([
      'AlarmRaised',
      'SoundStarted',
      'SegmentStored',
      'SoundLost',
    ]);
    expect((await alarmOf(alarmId)).sound).toMatchObject({ status: 'lost', since: at(20) });
    expect(centre.announced.map(({ type }) => type)).toContain('SegmentStored');
    expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
  });

  test('are read on from where the last process stopped', async () => {
    const { alarmId } = await centre.press();
    started(1);
    await followed(1);
    stored(0, 6);
    const { seen } = follow();
    await expect.poll(() => seen.map(({ type }) => type), patience).toEqual(['segment-stored']);
    expect((await alarmOf(alarmId)).sound.recordings[0]?.segments).toBe(1);
  });

  test('of a media-server that lost its disk are read from the beginning', async () => {
    const { alarmId } = await centre.press();
    started(1);
    const before = follow();
    await expect.poll(() => before.seen.length, patience).toBe(1);
    media.loseJournal();
    await expect(before.ended).rejects.toThrow();
    started(30, { recordingId: randomUUID() });
    await followed(1);
    expect((await alarmOf(alarmId)).sound.recordings).toHaveLength(2);
  });

  test('are followed by one process at a time, and by another when that one ends', async () => {
    const first = follow();
    await expect.poll(() => media.followers(), patience).toBe(1);
    const second = follow();
    await second.ended;
    // The first knows by now which journal it reads, and goes on alone.
    await expect.poll(() => media.followers(), patience).toBe(1);
    await first.stop();
    follow();
    await expect.poll(() => media.followers(), patience).toBe(1);
  });

  test('of a device in no register lead to nothing', async () => {
    tell('sound-started', 1, { deviceId: randomUUID(), transport: 'rtp', codec: 'pcma' });
    await followed(1);
    expect(await centre.system.sql`select from recordings`).toHaveLength(0);
  });
});

describe('sound before its press', () => {
  test('waits, and is in the log of the alarm from its first packet', async () => {
    started(-2);
    stored(0, 3);
    await followed(2);
    expect(await raiseLostPresses(parts())).toBe(0);
    const { alarmId } = await centre.press();
    expect(await raiseLostPresses(parts())).toBe(0);
    expect(await typesOf(alarmId)).toEqual(['AlarmRaised', 'SoundStarted', 'SegmentStored']);
    expect(await openAlarms()).toHaveLength(1);
    expect(await centre.system.sql`select from waiting_facts`).toHaveLength(0);
  });

  test('whose press never comes raises a duress after five seconds, once', async () => {
    started(0);
    await followed(1);
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
    started(0);
    await followed(1);
    centre.clock.set(at(9));
    const raised = await Promise.all([raiseLostPresses(parts()), raiseLostPresses(parts())]);
    expect(Math.max(...raised)).toBe(1);
    expect(await openAlarms()).toHaveLength(1);
    const [row] = await centre.system.sql`select count(*)::int as count from signals`;
    expect(row).toEqual({ count: 1 });
  });

  test('that nobody asked for in time is forgotten here too', async () => {
    started(0);
    tell('recording-erased', 700);
    await followed(2);
    centre.clock.set(at(800));
    expect(await raiseLostPresses(parts())).toBe(0);
    expect(await openAlarms()).toHaveLength(0);
  });
});

describe('rooms', () => {
  test('belong to the open alarm, and are let go when it is closed', async () => {
    const { alarmId } = await centre.press();
    await keepRooms(parts());
    expect(media.rooms.get(button().id)?.alarmId).toBe(alarmId);
    await close(alarmId, 'unknown');
    await keepRooms(parts());
    expect(media.rooms.get(button().id)?.alarmId).toBeNull();
  });

  test('are put right after a media-server that was away', async () => {
    media.setAway(true);
    const { alarmId } = await centre.press();
    await expect(keepRooms(parts())).rejects.toThrow();
    media.setAway(false);
    await keepRooms(parts());
    expect(media.rooms.get(button().id)?.alarmId).toBe(alarmId);
  });
});

test('the list of devices is told at the start and when a token changes, as hashes', async () => {
  const list = createDeviceList({ system: centre.system, control });
  await list.tell();
  expect(media.devices()).toEqual([]);
  const tokenSha256 = 'ab'.repeat(32);
  await centre.system.sql`
    update buttons set sound_token = 'sealed', sound_token_sha256 = ${tokenSha256},
      sound_changed_at = now()`;
  await list.tell();
  expect(media.devices()).toEqual([{ deviceId: button().id, tokenSha256 }]);
  const told = media.asked.length;
  await list.tell();
  expect(media.asked.length).toBe(told);
});

describe('retention', () => {
  /** One recording, its line gone; closed at second 60. */
  async function recordedAndClosed(outcome: 'false-accident' | 'unknown'): Promise<string> {
    const { alarmId } = await centre.press();
    started(1);
    tell('sound-ended', 31, { why: 'device' });
    await followed(2);
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
    expect(media.erased).toEqual(new Set([recordingId]));
    expect((await typesOf(alarmId)).at(-1)).toBe('RecordingErased');
    expect(await eraseOldSound(parts())).toBe(0);
    expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
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
    media.setAway(true);
    await expect(eraseOldSound(parts())).rejects.toThrow();
    expect(await typesOf(alarmId)).not.toContain('RecordingErased');
    media.setAway(false);
    expect(await eraseOldSound(parts())).toBe(1);
  });
});

async function ask(person: Visitor, alarmId: string, command: PersonCommand): Promise<void> {
  expect(await centre.ask(person, alarmId, command)).toMatchObject({ status: 'accepted' });
}

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
