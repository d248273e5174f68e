// Sound and alarms together: what a fact leads to, that it does so once, and what happens where there is no press.
// Where it matters when something was heard, the fact is given as the media-server words it; where it matters that
// it was, somebody sounds.
import { randomUUID } from 'node:crypto';
import { describe as anySubject, expect, test as anyTest } from 'vitest';
import { verifyLog } from '../streams.ts';
import { createDeviceList } from './device-list.ts';
import type { MediaControl } from './media-control.ts';
import { keepRooms } from './rooms.ts';
import { at, patience, wholeCall, withSound, workerBin } from './test-sound.ts';
import { eraseOldSound, raiseLostPresses } from '../testing/rounds.ts';

const describe = anySubject.skipIf(!workerBin);
const test = anyTest.skipIf(!workerBin);
const sound = withSound();

describe('facts', () => {
  test('become events of the open alarm, each once, however often they are told', async () => {
    const gateway = await sound.speak();
    const { alarmId } = await sound.centre.press();
    const first = sound.follow();
    await expect.poll(first.types, patience).toEqual(['sound-started']);
    await gateway.hangUp();
    await expect.poll(first.types, patience).toEqual(wholeCall);
    await first.stop();
    // A database that was put back forgets how far it had read.
    await sound.centre.system.sql`update sound_cursors set number = 0`;
    const second = sound.follow();
    await expect.poll(second.types, patience).toEqual(wholeCall);
    expect(await sound.typesOf(alarmId)).toEqual([
      'AlarmRaised',
      'SoundStarted',
      'SoundLost',
      'SegmentStored',
      'SoundEnded',
    ]);
    expect((await sound.alarmOf(alarmId)).sound.status).toBe('ended');
    expect(sound.centre.announced.map(({ type }) => type)).toContain('SegmentStored');
    expect((await verifyLog(sound.centre.system, sound.centre.keys)).faults).toEqual([]);
  });

  test('are read on from where the last process stopped', async () => {
    const gateway = await sound.speak();
    const { alarmId } = await sound.centre.press();
    const first = sound.follow();
    await expect.poll(first.types, patience).toEqual(['sound-started']);
    await first.stop();
    await gateway.hangUp();
    const second = sound.follow();
    await expect.poll(second.types, patience).toEqual(wholeCall.slice(1));
    expect((await sound.alarmOf(alarmId)).sound.recordings[0]?.segments).toBe(1);
  });

  test('of a media-server that lost its disk are read from the beginning', async () => {
    const gateway = await sound.speak();
    const { alarmId } = await sound.centre.press();
    const before = sound.follow();
    await expect.poll(before.types, patience).toEqual(['sound-started']);
    await sound.media.kill();
    sound.media.loseDisk();
    await expect(before.ended).rejects.toThrow();
    await gateway.vanish();
    await sound.media.start();
    const next = await sound.speak();
    await expect.poll(sound.follow().types, patience).toEqual(['sound-started']);
    expect((await sound.alarmOf(alarmId)).sound.recordings).toHaveLength(2);
    await next.hangUp();
  });

  test('are followed by one process at a time, and by another when that one ends', async () => {
    const gateway = await sound.speak();
    const first = sound.follow();
    await expect.poll(first.types, patience).toEqual(['sound-started']);
    const second = sound.follow();
    await second.ended;
    await gateway.hangUp();
    await expect.poll(first.types, patience).toEqual(wholeCall);
    expect(second.seen).toEqual([]);
    await first.stop();
    const third = sound.follow();
    const again = await sound.speak();
    await expect.poll(third.types, patience).toEqual(['sound-started']);
    await again.hangUp();
  });

  test('of a line that fell silent are told once more and change nothing', async () => {
    const { alarmId } = await sound.centre.press();
    await sound.started(1);
    await sound.report('sound-lost', 20, { why: 'no-packets' });
    await sound.report('sound-lost', 20, { why: 'no-packets' });
    expect(await sound.typesOf(alarmId)).toEqual(['AlarmRaised', 'SoundStarted', 'SoundLost']);
    expect((await sound.alarmOf(alarmId)).sound).toMatchObject({ status: 'lost', since: at(20) });
  });

  test('of a device in no register lead to nothing', async () => {
    await sound.report('sound-started', 1, {
      deviceId: randomUUID(),
      transport: 'rtp',
      codec: 'pcma',
    });
    expect(await sound.centre.system.sql`select from recordings`).toHaveLength(0);
  });
});

describe('sound before its press', () => {
  test('waits, and is in the log of the alarm from its first packet', async () => {
    await sound.started(-2);
    await sound.stored(0, 3);
    expect(await raiseLostPresses(sound.parts())).toBe(0);
    const { alarmId } = await sound.centre.press();
    expect(await raiseLostPresses(sound.parts())).toBe(0);
    expect(await sound.typesOf(alarmId)).toEqual(['AlarmRaised', 'SoundStarted', 'SegmentStored']);
    expect(await sound.openAlarms()).toHaveLength(1);
    expect(await sound.centre.system.sql`select from waiting_facts`).toHaveLength(0);
  });

  test('whose press never comes raises a duress after five seconds, once', async () => {
    await sound.started(0);
    sound.centre.clock.set(at(4.999));
    expect(await raiseLostPresses(sound.parts())).toBe(0);
    expect(await sound.openAlarms()).toHaveLength(0);
    sound.centre.clock.set(at(5));
    expect(await raiseLostPresses(sound.parts())).toBe(1);
    expect(await raiseLostPresses(sound.parts())).toBe(0);
    const [alarm, ...others] = await sound.openAlarms();
    expect(others).toEqual([]);
    expect(alarm!.state).toMatchObject({
      kind: 'duress',
      mode: 'real',
      priority: 'urgent',
      sound: { status: 'receiving' },
      button: { id: sound.button().id },
    });
    expect(alarm!.state.warnings).toContain('sound-without-press');
    const [signal] = await sound.centre.system.sql`select kind, disposition from signals`;
    expect(signal).toEqual({ kind: 'listen-in', disposition: 'accepted' });
    // The press that was late after all is the same occasion.
    expect((await sound.centre.press()).alarmId).toBe(alarm!.id);
  });

  test('two processes at the same moment raise one', async () => {
    await sound.started(0);
    sound.centre.clock.set(at(9));
    const raised = await Promise.all([
      raiseLostPresses(sound.parts()),
      raiseLostPresses(sound.parts()),
    ]);
    expect(Math.max(...raised)).toBe(1);
    expect(await sound.openAlarms()).toHaveLength(1);
    const [row] = await sound.centre.system.sql`select count(*)::int as count from signals`;
    expect(row).toEqual({ count: 1 });
  });

  test('that nobody asked for in time is forgotten here too', async () => {
    await sound.started(0);
    await sound.report('recording-erased', 700);
    sound.centre.clock.set(at(800));
    expect(await raiseLostPresses(sound.parts())).toBe(0);
    expect(await sound.openAlarms()).toHaveLength(0);
  });
});

describe('rooms', () => {
  const alarmOfRoom = async () =>
    (await sound.control.rooms()).find(({ deviceId }) => deviceId === sound.button().id)?.alarmId ??
    null;

  test('belong to the open alarm, and are let go when it is closed', async () => {
    const { alarmId } = await sound.centre.press();
    await keepRooms(sound.parts());
    expect(await alarmOfRoom()).toBe(alarmId);
    await sound.close(alarmId, 'unknown');
    await keepRooms(sound.parts());
    expect(await alarmOfRoom()).toBeNull();
  });

  test('are put right after a media-server that was away', async () => {
    await sound.media.kill();
    const { alarmId } = await sound.centre.press();
    await expect(keepRooms(sound.parts())).rejects.toThrow();
    await sound.media.start();
    await keepRooms(sound.parts());
    expect(await alarmOfRoom()).toBe(alarmId);
  });
});

test('the list of devices is told at the start and when a token changes, and only then', async () => {
  let told = 0;
  const counting: MediaControl = {
    ...sound.control,
    replaceDevices: (list) => {
      told += 1;
      return sound.control.replaceDevices(list);
    },
  };
  const list = createDeviceList({ system: sound.centre.system, control: counting });
  await list.send();
  const knock = () =>
    fetch(`${sound.media.origin}/rtp`, { method: 'POST', headers: { authorization } });
  const authorization = `Bearer ${sound.token}`;
  expect((await knock()).status).toBe(401);
  await sound.centre.system.sql`
    update buttons set sound_token = 'sealed', sound_token_sha256 = ${sound.tokenSha256},
      sound_changed_at = now()`;
  await list.send();
  await list.send();
  expect(told).toBe(2);
  await (await sound.media.speak(sound.token)).hangUp();
});

describe('retention', () => {
  /** One recording, its line gone; closed at second 60. */
  async function recordedAndClosed(outcome: 'false-accident' | 'unknown'): Promise<string> {
    const { alarmId } = await sound.centre.press();
    await sound.started(1);
    await sound.report('sound-ended', 31, { why: 'device' });
    sound.centre.clock.set(at(60));
    await sound.close(alarmId, outcome);
    return alarmId;
  }
  const days = (count: number) => at(60 + count * 86_400);
  /** What proves an erasing, as the machine may read it. */
  const proofs = () => sound.centre.system.sql<{ object: string; result: string }[]>`
    select object, result from access_log where centre_id = ${sound.centre.centreId} order by id`;

  test('loos is erased after seven days, and the log says so', async () => {
    const alarmId = await recordedAndClosed('false-accident');
    sound.centre.clock.set(days(6.99));
    expect(await eraseOldSound(sound.parts())).toBe(0);
    sound.centre.clock.set(days(7));
    expect(await eraseOldSound(sound.parts())).toBe(1);
    expect((await sound.typesOf(alarmId)).at(-1)).toBe('RecordingErased');
    expect(await proofs()).toEqual([
      { object: expect.stringMatching(/^recording\//) as string, result: 'harmless-sound' },
    ]);
    expect(await eraseOldSound(sound.parts())).toBe(0);
    expect((await verifyLog(sound.centre.system, sound.centre.keys)).faults).toEqual([]);
  });

  test('and then nothing of it can be played any more', async () => {
    const gateway = await sound.speak();
    const { alarmId } = await sound.centre.press();
    const { types, seen } = sound.follow();
    await expect.poll(types, patience).toEqual(['sound-started']);
    await gateway.hangUp();
    await expect.poll(types, patience).toEqual(wholeCall);
    const kept = seen[0]!.recordingId;
    const playback = async () => {
      const answer = await sound.control.audio(
        kept,
        new URLSearchParams(),
        undefined,
        AbortSignal.timeout(patience.timeout),
      );
      await answer.body?.cancel();
      return answer.status;
    };
    expect(await playback()).toBe(200);
    await sound.close(alarmId, 'false-accident');
    sound.centre.clock.advance(7 * 86_400_000);
    expect(await eraseOldSound(sound.parts())).toBe(1);
    expect(await playback()).toBe(410);
  });

  test('what a supervisor holds stays until he lets it go', async () => {
    const alarmId = await recordedAndClosed('false-accident');
    await sound.ask(sound.centre.dirk, alarmId, { type: 'HoldRecording', reason: 'vordering' });
    sound.centre.clock.set(days(30));
    expect(await eraseOldSound(sound.parts())).toBe(0);
    await sound.ask(sound.centre.dirk, alarmId, { type: 'ReleaseRecording', reason: 'voorbij' });
    expect(await eraseOldSound(sound.parts())).toBe(1);
  });

  test('where its alarm’s words were erased it goes at once; what a restored one that is open hears since stays', async () => {
    const { alarmId } = await sound.centre.press();
    await sound.started(1);
    const erasedAt = (second: number) => sound.centre.system.sql`
      update alarms set state = state || ${JSON.stringify({
        erased: { at: at(second), why: 'retention' },
      })}::text::jsonb where id = ${alarmId}`;
    await erasedAt(-60);
    expect(await eraseOldSound(sound.parts())).toBe(0);
    await sound.report('sound-ended', 31, { why: 'device' });
    await erasedAt(60);
    expect(await eraseOldSound(sound.parts())).toBe(1);
    expect((await sound.typesOf(alarmId)).at(-1)).toBe('RecordingErased');
  });

  test('a real case goes when the centre says so, and not before', async () => {
    await recordedAndClosed('unknown');
    sound.centre.clock.set(days(4_000));
    expect(await eraseOldSound(sound.parts())).toBe(0);
    await sound.centre.system.sql`update centres set real_sound_days = 3650`;
    expect(await eraseOldSound(sound.parts())).toBe(1);
    expect(await proofs()).toMatchObject([{ result: 'real-sound' }]);
  });

  test('nothing is written down while the media-server cannot erase', async () => {
    const alarmId = await recordedAndClosed('false-accident');
    sound.centre.clock.set(days(8));
    await sound.media.kill();
    await expect(eraseOldSound(sound.parts())).rejects.toThrow();
    expect(await sound.typesOf(alarmId)).not.toContain('RecordingErased');
    expect(await proofs()).toEqual([]);
    await sound.media.start();
    expect(await eraseOldSound(sound.parts())).toBe(1);
  });
});
