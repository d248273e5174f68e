// One thing that cannot be handled stands in the way of nothing else: sound of one button, an erasure, a line of the
// media-server's journal. What is ill is really ill, on the media-server's disk and in the database.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { Recording } from '@achterwacht/shared/listen-in/control.ts';
import type { SoundFact } from '@achterwacht/shared/listen-in/facts.ts';
import { forgetSetAside, readSetAside } from '../../jobs/set-aside.ts';
import { openAlarmCentre, startsAt, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { startMediaServer, type MediaServer } from '../../testing/media-server.ts';
import { followFacts } from './follow-facts.ts';
import { connectMediaControl, type MediaControl } from '../media-control.ts';
import { createSoundFacts } from './take-fact.ts';
import { eraseOldSound, raiseLostPresses } from '../../testing/rounds.ts';

/** Without a mediasoup worker the media-server does not start. */
const workerBin = inject('mediaWorker');
const testSound = test.skipIf(!workerBin);

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-aside-'));
const dataFolder = join(folder, 'media', 'data');
let centre: AlarmCentre;
let media: MediaServer;
let control: MediaControl;
beforeAll(async () => {
  if (!workerBin) return;
  const keysFolder = join(folder, 'keys');
  const secret = randomBytes(32).toString('hex');
  mkdirSync(keysFolder);
  for (const name of ['media-control.secret', 'listen-in.key', 'recordings.key'])
    writeFileSync(join(keysFolder, name), secret);
  media = await startMediaServer({ folder: join(folder, 'media'), keysFolder, workerBin });
  control = connectMediaControl({ url: media.url, secret });
});
afterAll(async () => {
  await media?.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 3 });
  await centre.system.sql`update buttons set sound = true`;
});
afterEach(() => centre.end());

const at = (second: number) => new Date(Date.parse(startsAt) + second * 1000).toISOString();
const parts = () => ({ ...centre, facts: createSoundFacts(centre) });

type Told = { number: number; button: number; recordingId: string; at?: string };
const started = ({ number, button, recordingId, at: moment = at(1) }: Told): SoundFact => ({
  type: 'sound-started',
  number,
  at: moment,
  deviceId: centre.buttons[button]!.id,
  recordingId,
  transport: 'whip',
  codec: 'opus',
});

/** While the media-server is away: what its disk has of its journal, and of its recordings. */
async function onItsDisk(write: () => void): Promise<void> {
  await media.kill();
  write();
  await media.start();
}

/** Follows until the fact of that number was taken. */
async function followUntil(last: number): Promise<void> {
  const stop = new AbortController();
  const onFact = ({ number }: SoundFact) => number === last && stop.abort();
  await followFacts({ ...parts(), control, onFact }, stop.signal);
}

/** As the media-server's disk says that it has one, whose sound nobody has to hear. */
const keptOf = (recordingId: string): Recording => ({
  recordingId,
  deviceId: centre.buttons[0]!.id,
  alarmId: null,
  // Newer than what it erases by itself.
  startedAt: new Date().toISOString(),
  endedAt: new Date().toISOString(),
  codec: 'opus',
  segments: [],
  erased: false,
});

const typesOf = async (alarmId: string) =>
  (
    await centre.system.sql<{ type: string }[]>`
      select type from log.events where stream_id = ${alarmId} order by version`
  ).map(({ type }) => type);
const setAside = () => readSetAside(centre);

/** Somebody had a hand in its row. */
async function damage(alarmId: string): Promise<{ mend(): Promise<unknown> }> {
  const { sql } = centre.system;
  const [before] = await sql<{ state: object; head: string }[]>`
    select state, head_hash as head from alarms where id = ${alarmId}`;
  // Its log does not tell it either: nobody knows whether it is whole.
  await sql`update alarms set state = state - 'plan', head_hash = 'x' where id = ${alarmId}`;
  return {
    mend: () => sql`
      update alarms set head_hash = ${before!.head},
        state = ${JSON.stringify(before!.state)}::text::jsonb where id = ${alarmId}`,
  };
}

testSound(
  'A8 facts: what cannot be read, stored or told is passed by, and every other button is heard',
  async () => {
    const [ill, well] = [
      await centre.press(centre.buttons[0]),
      await centre.press(centre.buttons[1]),
    ];
    const { mend } = await damage(ill.alarmId);
    const [illSound, wellSound] = [randomUUID(), randomUUID()];
    const lines = [
      started({ number: 1, button: 0, recordingId: illSound }),
      // A line that the disk has lost a part of, and one of a later release.
      '{"type":"sound-sta',
      { type: 'sound-analysed', number: 3, at: at(1), deviceId: centre.buttons[0]!.id },
      // A moment that the schema lets through and no database holds.
      started({ number: 4, button: 1, recordingId: randomUUID(), at: '0000-01-01T00:00:00Z' }),
      {
        type: 'sound-lost',
        number: 5,
        at: at(2),
        deviceId: centre.buttons[0]!.id,
        recordingId: illSound,
        why: 'no-packets',
      },
      started({ number: 6, button: 1, recordingId: wellSound }),
    ];
    await onItsDisk(() => {
      const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
      writeFileSync(
        join(dataFolder, 'sound-journal', 'facts-000000000001.ndjson'),
        `${text.join('\n')}\n`,
      );
    });
    await followUntil(6);

    expect(await typesOf(well.alarmId)).toEqual(['AlarmRaised', 'SoundStarted']);
    expect(await typesOf(ill.alarmId)).toEqual(['AlarmRaised']);
    expect(await setAside()).toEqual([
      { kind: 'recording', count: 1, since: startsAt },
      { kind: 'sound-fact', count: 3, since: startsAt },
    ]);

    // What waits is told in its order once it can be, and then nothing stands aside for it.
    await mend();
    centre.clock.advance(2_000);
    await raiseLostPresses(parts());
    expect(await typesOf(ill.alarmId)).toEqual(['AlarmRaised', 'SoundStarted', 'SoundLost']);
    expect((await setAside()).map(({ kind }) => kind)).toEqual(['sound-fact']);
    // Nobody tries those again; they are shown for a month.
    centre.clock.advance(31 * 86_400_000);
    await forgetSetAside(centre);
    expect(await setAside()).toEqual([]);
  },
);

test('A8 lost presses: one that cannot be handled keeps no other from its alarm, and is handled once it can be', async () => {
  const facts = createSoundFacts(centre);
  const ill = await centre.press(centre.buttons[0]);
  const { mend } = await damage(ill.alarmId);
  const sound = { number: 1, at: at(0) };
  const illSound = started({ ...sound, button: 0, recordingId: randomUUID() });
  await expect(facts.take(randomUUID(), illSound)).rejects.toThrow();
  await facts.setAside(randomUUID(), illSound, new Error('as above'));
  await facts.take(randomUUID(), started({ ...sound, button: 1, recordingId: randomUUID() }));
  centre.clock.set(at(9));
  expect(await raiseLostPresses(parts())).toBe(1);
  expect(await setAside()).toEqual([{ kind: 'recording', count: 1, since: startsAt }]);
  await mend();
  centre.clock.set(at(100));
  await raiseLostPresses(parts());
  expect(await typesOf(ill.alarmId)).toEqual(['AlarmRaised', 'SoundStarted']);
  expect(await setAside()).toEqual([]);
});

test('A8 one lost press that cannot be raised is set aside, and the next one is raised', async () => {
  const { system } = centre;
  const elsewhere = randomUUID();
  const broken = randomUUID();
  // A centre without a feed: nothing can be stored for it.
  await system.sql`
    insert into centres (id, name, phone, police_phone, timings)
    select ${elsewhere}, 'zonder feed', phone, police_phone, timings from centres limit 1`;
  await system.sql`
    insert into buttons (id, centre_id, serial, protocol, account, model)
    values (${broken}, ${elsewhere}, 'broken', 'dc09', 'DEAD', 'test')`;
  const record = (buttonId: string, centreId: string, second: number) => system.sql`
    insert into recordings (id, centre_id, button_id, started_at)
    values (${randomUUID()}, ${centreId}, ${buttonId}, ${at(second)})`;
  await record(broken, elsewhere, 0);
  await record(centre.buttons[0]!.id, centre.centreId, 1);
  centre.clock.set(at(10));
  expect(await raiseLostPresses(parts())).toBe(1);
  expect(await setAside()).toMatchObject([{ kind: 'recording', count: 1 }]);
  expect(await raiseLostPresses(parts())).toBe(0);
});

testSound(
  'A8 retention: one erasure that fails keeps no other sound longer than it may be kept',
  async () => {
    const sounds = [randomUUID(), randomUUID(), randomUUID()];
    const facts = createSoundFacts(centre);
    const alarms: string[] = [];
    for (const [index, recordingId] of sounds.entries()) {
      const { alarmId } = await centre.press(centre.buttons[index]);
      alarms.push(alarmId);
      await facts.take(
        randomUUID(),
        started({ number: 1, button: index, recordingId, at: at(index) }),
      );
    }
    await centre.system.sql`
    update alarms set open = false, state = jsonb_set(state, '{closed}',
      ${JSON.stringify({ outcome: 'false-accident', at: at(60) })}::text::jsonb)`;
    centre.clock.set(at(8 * 86_400));
    const place = join(dataFolder, 'recordings', sounds[0]!);
    await onItsDisk(() => {
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'recording.json'), JSON.stringify(keptOf(sounds[0]!)));
    });
    // Its file is gone under the media-server, which refuses to say that it erased it.
    rmSync(place, { recursive: true });
    const { mend } = await damage(alarms[1]!);
    const erase = () => eraseOldSound({ ...centre, control });
    expect(await erase()).toBe(1);
    expect((await typesOf(alarms[2]!)).at(-1)).toBe('RecordingErased');
    expect(await setAside()).toEqual([{ kind: 'erasure', count: 2, since: at(8 * 86_400) }]);

    mkdirSync(place, { recursive: true });
    await mend();
    // Not again in front of others, and not before its time.
    expect(await erase()).toBe(0);
    centre.clock.advance(60_000);
    expect(await erase()).toBe(2);
    expect(await setAside()).toEqual([]);
  },
);
