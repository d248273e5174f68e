// What is kept of sound as the centre's setting says, on the real media-server: listening is the same either way, and what
// is not kept stands nowhere.
import { describe as anySubject, expect, test as anyTest } from 'vitest';
import type { RecordingRule } from '@achterwacht/shared/alarm/plan/state.ts';
import { verifyLog } from '../streams.ts';
import { set } from '../testing/settings.ts';
import { keepRooms } from './rooms.ts';
import { patience, wholeCall, withSound, workerBin } from './test-sound.ts';

const describe = anySubject.skipIf(!workerBin);
const test = anyTest.skipIf(!workerBin);
const sound = withSound();

const choose = (rule: RecordingRule) => set(sound.centre, 'recording', rule);
const none: RecordingRule = { record: false, recordBeforeClaim: true };
const fromClaim: RecordingRule = { record: true, recordBeforeClaim: false };

const rows = () =>
  sound.centre.system.sql<{ alarm_id: string; erased: boolean; waiting: number }[]>`
    select alarm_id, erased_at is not null as erased,
      (select count(*)::int from waiting_facts) as waiting
    from recordings order by started_at`;

async function claim(alarmId: string): Promise<void> {
  const { version } = await sound.alarmOf(alarmId);
  const asked = { type: 'Claim', listens: true, expectedVersion: version } as const;
  await sound.ask(sound.centre.anna, alarmId, asked);
}

describe('an alarm whose centre keeps no sound', () => {
  test('is heard as ever; what came before it is erased with its key, and nothing is kept after', async () => {
    await choose(none);
    const gateway = await sound.speak();
    const told = sound.follow();
    await expect.poll(told.types, patience).toEqual(['sound-started']);
    await expect.poll(sound.keptFiles, patience).toHaveLength(2);
    const { alarmId } = await sound.centre.press();
    await keepRooms(sound.parts());
    expect(sound.keptFiles()).toEqual([]);
    await expect.poll(told.types, patience).toEqual(['sound-started', 'recording-erased']);
    const [room] = await sound.control.rooms();
    expect(room).toMatchObject({ alarmId, receiving: true, keeps: false });
    await claim(alarmId);
    await sound.ask(sound.centre.anna, alarmId, { type: 'ReportAudible', line: 'sound' });
    const heard = await sound.alarmOf(alarmId);
    expect(heard).toMatchObject({
      plan: { recording: none },
      sound: { status: 'receiving', recordings: [{ segments: 0, endedAt: null, notKept: true }] },
    });
    expect(heard.times.audible).toBeDefined();
    await gateway.hangUp();
    await expect
      .poll(told.types, patience)
      .toEqual(['sound-started', 'recording-erased', 'sound-lost', 'sound-ended']);
    expect((await sound.alarmOf(alarmId)).sound.status).toBe('ended');
    expect(sound.keptFiles()).toEqual([]);
    expect([...(await rows())]).toEqual([{ alarm_id: alarmId, erased: true, waiting: 0 }]);
    const marker = { markerId: alarmId, audioMoment: new Date().toISOString(), label: 'stem' };
    expect(
      await sound.centre.ask(sound.centre.anna, alarmId, { type: 'AddMarker', ...marker }),
    ).toMatchObject({ status: 'refused', refusal: { code: 'niet-opgenomen' } });
    expect((await verifyLog(sound.centre.system, sound.centre.keys)).faults).toEqual([]);
  });

  test('lives on through a media-server that was killed', async () => {
    await choose(none);
    const { alarmId } = await sound.centre.press();
    await keepRooms(sound.parts());
    const gateway = await sound.speak();
    const told = sound.follow();
    await expect.poll(told.types, patience).toEqual(['sound-started']);
    await sound.media.kill();
    await gateway.vanish();
    await told.ended.catch(() => {});
    await sound.media.start();
    const again = sound.follow();
    await expect.poll(again.types, patience).toEqual(['sound-lost']);
    expect((await sound.alarmOf(alarmId)).sound.status).toBe('lost');
    expect(sound.keptFiles()).toEqual([]);
  });

  test('is not one that was raised before', async () => {
    const { alarmId } = await sound.centre.press();
    await choose(none);
    const gateway = await sound.speak();
    await keepRooms(sound.parts());
    const told = sound.follow();
    await expect.poll(told.types, patience).toEqual(['sound-started']);
    await gateway.hangUp();
    await expect.poll(told.types, patience).toEqual(wholeCall);
    expect((await sound.alarmOf(alarmId)).sound.recordings).toMatchObject([{ segments: 1 }]);
    expect(sound.keptFiles().length).toBeGreaterThan(1);
  });
});

describe('an alarm whose sound is kept from its claim on', () => {
  test.each(['srtp', 'whip'] as const)(
    'by %s: what came before its press and before its claim is nowhere, what came after is kept',
    async (way) => {
      await choose(fromClaim);
      const gateway = await sound.speak(way);
      const told = sound.follow();
      await expect.poll(told.types, patience).toEqual(['sound-started']);
      await expect.poll(sound.keptFiles, patience).toHaveLength(2);
      const { alarmId } = await sound.centre.press();
      await keepRooms(sound.parts());
      expect(sound.keptFiles()).toEqual([]);
      await expect.poll(told.types, patience).toEqual(['sound-started', 'recording-erased']);
      await claim(alarmId);
      await keepRooms(sound.parts());
      await expect.poll(sound.keptFiles, patience).toHaveLength(2);
      await gateway.hangUp();
      await expect
        .poll(async () => (await sound.alarmOf(alarmId)).sound.recordings, patience)
        .toMatchObject([
          { notKept: true, segments: 0, erasedAt: expect.any(String) as string },
          { segments: 1, erasedAt: null },
        ]);
      expect([...(await rows())]).toEqual([
        { alarm_id: alarmId, erased: true, waiting: 0 },
        { alarm_id: alarmId, erased: false, waiting: 0 },
      ]);
      expect((await verifyLog(sound.centre.system, sound.centre.keys)).faults).toEqual([]);
    },
  );

  test('has two recordings: one that is nowhere, and one that can be listened back to', async () => {
    await choose(fromClaim);
    const { alarmId } = await sound.centre.press();
    await keepRooms(sound.parts());
    const gateway = await sound.speak();
    const told = sound.follow();
    await expect.poll(told.types, patience).toEqual(['sound-started']);
    expect(sound.keptFiles()).toEqual([]);
    await claim(alarmId);
    await keepRooms(sound.parts());
    await expect
      .poll(told.types, patience)
      .toEqual(['sound-started', 'sound-started', 'sound-ended']);
    expect((await sound.alarmOf(alarmId)).sound.status).toBe('receiving');
    await expect.poll(sound.keptFiles, patience).toHaveLength(2);
    await gateway.hangUp();
    await expect
      .poll(async () => (await sound.alarmOf(alarmId)).sound.recordings, patience)
      .toMatchObject([{ notKept: true, segments: 0 }, { segments: 1 }]);
    await expect
      .poll(rows, patience)
      .toMatchObject([{ erased: true }, { alarm_id: alarmId, erased: false }]);
  });
});
