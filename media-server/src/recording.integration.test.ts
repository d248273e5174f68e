// What is kept, on the real program and worker: from the first packet on, whole, hashed, unreadable without
// its key; through kills of the worker and of the program; and erased so that nothing is left to hear.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BufferSource, Input, OGG, WEBM } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { opusIn } from '../../load-tests/src/button/sound/opus.ts';
import { playSound } from '../../load-tests/src/button/sound/play-sound.ts';
import { readSound } from '../../load-tests/src/button/sound/sound-file.ts';
import type { Sound } from '../../load-tests/src/button/sound/sound.ts';
import { RtpDevice } from '../../load-tests/src/button/rtp-device.ts';
import type { SoundLine } from '../../load-tests/src/button/sound/sound-line.ts';
import { findWorker } from '../worker-build/find-worker.ts';
import { untilHeard } from './testing/heard.ts';
import { startServer, type TestDevice, type TestServer } from './testing/test-server.ts';

const workerBin = findWorker();
const audio = join(import.meta.dirname, '../../load-tests/audio');

describe.skipIf(!workerBin)('recording (needs a mediasoup worker)', () => {
  let server: TestServer;
  let speech: Sound;
  const lines: SoundLine[] = [];
  beforeAll(async () => {
    speech = await readSound(join(audio, 'speech.opus'));
    server = await startServer(workerBin ?? '');
  });
  afterAll(async () => {
    for (const line of lines) await line.vanish();
    await server.close();
  });

  async function newLine(isEncrypted = true): Promise<{ device: TestDevice; line: RtpDevice }> {
    const [device] = await server.addDevices(1);
    if (!device) throw new Error('one was asked for');
    const line = new RtpDevice({
      url: `${server.origin}/rtp`,
      token: device.token,
      codec: 'opus',
      isEncrypted,
    });
    lines.push(line);
    await line.open();
    return { device, line };
  }
  const speakFor = (line: SoundLine, seconds: number, signal?: AbortSignal) =>
    playSound(speech, seconds, (frame) => line.send(frame), signal);
  const startedOf = ({ deviceId }: TestDevice) =>
    server.untilFact('sound-started', (fact) => fact.deviceId === deviceId);
  const isSpeaking = async ({ deviceId }: TestDevice) =>
    (await server.rooms()).find((room) => room.deviceId === deviceId)?.receiving;
  const startsOf = ({ deviceId }: TestDevice) =>
    server.facts().filter((fact) => fact.type === 'sound-started' && fact.deviceId === deviceId);
  async function closedWhileSpeaking(enough: AbortSignal) {
    const { device, line } = await newLine();
    const speaking = speakFor(line, Infinity, enough);
    await startedOf(device);
    const alarmId = randomUUID();
    await server.assign(device.deviceId, alarmId);
    await server.control('POST', `/control/rooms/${device.deviceId}/release`, { alarmId });
    return { device, line, speaking };
  }
  const folderOf = (recordingId: string) => join(server.folder, 'recordings', recordingId);
  const audioOf = (recordingId: string, query = '', headers: Record<string, string> = {}) =>
    fetch(
      `http://127.0.0.1:${server.env['ACHTERWACHT_MEDIA_CONTROL_PORT']}` +
        `/control/recordings/${recordingId}/audio${query}`,
      {
        headers: { authorization: `Bearer ${controlSecret()}`, ...headers },
      },
    );
  const controlSecret = () =>
    readFileSync(join(server.folder, 'keys/media-control.secret'), 'utf8');
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  // Sound takes its time, so they take it together; what kills comes after them.
  describe.concurrent('what is kept', () => {
    test('kept from the first packet, before any alarm; whole; its hash is that of the file', async () => {
      const { device, line } = await newLine();
      const sent = await speakFor(line, 1);
      const { recordingId } = await startedOf(device);
      await untilHeard(server, recordingId, sent);
      const alarmId = randomUUID();
      expect(await server.assign(device.deviceId, alarmId)).toBe(recordingId);
      expect(await server.assign(device.deviceId, alarmId)).toBe(recordingId);
      await server.control('POST', `/control/rooms/${device.deviceId}/release`, { alarmId });
      const stored = await server.untilFact(
        'segment-stored',
        (fact) => fact.recordingId === recordingId,
      );
      expect(stored).toMatchObject({ index: 0, packets: sent, lostPackets: 0, how: 'complete' });
      const file = readFileSync(join(folderOf(recordingId), '000000.segment'));
      expect(createHash('sha256').update(file).digest('hex')).toBe(stored.sha256);
      expect(file.length).toBe(stored.bytes);
      // No frame of what was said stands in the file as it was.
      for (const { bytes } of speech.frames.slice(0, 50)) {
        if (bytes.length > 8) expect(file.includes(Buffer.from(bytes))).toBe(false);
      }
      const heard = await opusIn(await bytesOf(await audioOf(recordingId)));
      const spoken = speech.frames
        .slice(0, sent)
        .map(({ bytes }) => Buffer.from(bytes).toString('hex'));
      expect(heard.map(({ bytes }) => Buffer.from(bytes).toString('hex')).slice(0, sent)).toEqual(
        spoken,
      );
      expect(await server.recording(recordingId)).toMatchObject({
        alarmId,
        codec: 'opus',
        erased: false,
      });
    });

    test('a part of it, by bytes and by time', async () => {
      const { device, line } = await newLine();
      await speakFor(line, 1.5);
      const { recordingId, at } = await startedOf(device);
      await line.hangUp();
      await server.untilFact('sound-ended', (fact) => fact.recordingId === recordingId);
      const whole = await audioOf(recordingId);
      const length = Number(whole.headers.get('content-length'));
      const bytes = await bytesOf(whole);
      expect(bytes.length).toBe(length);
      const part = await audioOf(recordingId, '', { range: 'bytes=100-299' });
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes 100-299/${length}`);
      expect(await bytesOf(part)).toEqual(bytes.subarray(100, 300));
      const tail = await audioOf(recordingId, '', { range: 'bytes=-50' });
      expect(await bytesOf(tail)).toEqual(bytes.subarray(-50));
      expect((await audioOf(recordingId, '', { range: `bytes=${length}-` })).status).toBe(416);
      const from = new Date(Date.parse(at) + 500).toISOString();
      const second = await audioOf(recordingId, `?from=${from}`);
      expect(second.headers.get('x-sound-from')).toBe(from);
      const ticks = (await opusIn(await bytesOf(second))).reduce(
        (sum, frame) => sum + frame.ticks,
        0,
      );
      // To its end, and that is when the device hung up: on a busy machine a while after its last word.
      const { endedAt } = await server.recording(recordingId);
      const asked = Date.parse(endedAt ?? '') - Date.parse(from);
      expect(asked).toBeGreaterThan(900);
      expect(Math.abs(ticks / 48 - asked)).toBeLessThan(50);
    });

    test.each([
      ['ogg', 'audio/ogg'],
      ['webm', 'audio/webm; codecs="opus"'],
    ])(
      'followed live as %s, it comes while it is said, and goes on through a silence',
      async (container, type) => {
        const { device, line } = await newLine();
        const enough = new AbortController();
        const speaking = speakFor(line, Infinity, enough.signal);
        const { recordingId } = await startedOf(device);
        const response = await audioOf(recordingId, `?follow=1&container=${container}`);
        expect(response.headers.get('content-type')).toBe(type);
        const reader = response.body?.getReader();
        let received = Buffer.alloc(0);
        /** @throws when it ends before; waits for ever when it stands still. */
        const hear = async (milliseconds: number) => {
          while ((await secondsIn(received)) * 1000 < milliseconds) {
            const piece = await reader?.read();
            if (!piece?.value) throw new Error('it ended');
            received = Buffer.concat([received, piece.value]);
          }
        };
        await hear(1_000);
        enough.abort();
        const sent = await speaking;
        await hear(sent * 20 + 500);
        await reader?.cancel();
      },
    );

    test('sound that belongs to another alarm is another recording; after a release nothing is kept', async () => {
      const { device, line } = await newLine();
      const speaking = speakFor(line, 1.5);
      const { recordingId } = await startedOf(device);
      const [first, second] = [randomUUID(), randomUUID()];
      expect(await server.assign(device.deviceId, first)).toBe(recordingId);
      const next = await server.assign(device.deviceId, second);
      expect(next).not.toBe(recordingId);
      expect((await server.recording(recordingId)).endedAt).not.toBeNull();
      await server.control('POST', `/control/rooms/${device.deviceId}/release`, {
        alarmId: second,
      });
      const before = startsOf(device).length;
      await speaking;
      expect(startsOf(device)).toHaveLength(before);
      const [room] = (await server.rooms()).filter(({ deviceId }) => deviceId === device.deviceId);
      expect(room).toMatchObject({ recordingId: null, alarmId: null });
    });

    test('cut off after its alarm was closed it goes on with nothing; a new call is kept', async ({
      expect,
    }) => {
      const enough = new AbortController();
      const { device, line, speaking } = await closedWhileSpeaking(enough.signal);
      await line.vanish();
      await expect.poll(() => isSpeaking(device)).toBe(false);
      await line.open();
      await expect.poll(() => isSpeaking(device)).toBe(true);
      expect(startsOf(device)).toHaveLength(1);
      // It hangs up and calls: whatever came before, this may be a person in need.
      await line.hangUp();
      await line.open();
      await expect.poll(() => startsOf(device)).toHaveLength(2);
      enough.abort();
      await speaking;
      await line.hangUp();
    });

    test('one that said goodbye goes on with nothing, whatever it says: it is kept', async ({
      expect,
    }) => {
      const enough = new AbortController();
      const { device, line, speaking } = await closedWhileSpeaking(enough.signal);
      const sessionId = /"session":"([0-9a-f-]{36})"/.exec(
        server
          .log()
          .split('\n')
          .find((told) => told.includes(device.deviceId) && told.includes('an RTP session')) ?? '',
      )?.[1];
      const goodbye = await fetch(`${server.origin}/rtp/${sessionId}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${device.token}` },
      });
      expect(goodbye.status).toBe(200);
      // It names that session, as one that was cut off would.
      await line.vanish();
      await line.open();
      await expect.poll(() => startsOf(device)).toHaveLength(2);
      enough.abort();
      await speaking;
      await line.hangUp();
    });

    test('erased: the key and the sound are gone, the line about it stays', async () => {
      const { device, line } = await newLine();
      await speakFor(line, 0.3);
      const { recordingId } = await startedOf(device);
      await line.hangUp();
      await server.untilFact('sound-ended', (fact) => fact.recordingId === recordingId);
      const key = join(server.folder, 'keys/recordings', `${recordingId}.key`);
      expect(existsSync(key)).toBe(true);
      for (let count = 0; count < 2; count += 1) {
        const answer = await server.control('DELETE', `/control/recordings/${recordingId}`);
        expect(await answer.json()).toEqual({ erased: true });
      }
      expect(existsSync(key)).toBe(false);
      expect(readdirSync(folderOf(recordingId))).toEqual(['recording.json']);
      expect((await server.recording(recordingId)).erased).toBe(true);
      expect((await audioOf(recordingId)).status).toBe(410);
    });
  });

  test('the control door opens for its secret alone', async () => {
    for (const authorization of [undefined, 'Bearer wrong', 'Basic x']) {
      const answer = await fetch(
        `http://127.0.0.1:${server.env['ACHTERWACHT_MEDIA_CONTROL_PORT']}/control/health`,
        { headers: authorization ? { authorization } : {} },
      );
      expect(answer.status).toBe(401);
    }
  });

  test('its worker killed after closing, it is made again and not kept; a press keeps it', async () => {
    const enough = new AbortController();
    const { device, line, speaking } = await closedWhileSpeaking(enough.signal);
    const [worker] = (await server.health()).workers;
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    await expect.poll(async () => (await server.health()).workers[0]?.pid).not.toBe(worker?.pid);
    await expect.poll(() => isSpeaking(device)).toBe(true);
    expect(startsOf(device)).toHaveLength(1);
    expect(await server.assign(device.deviceId, randomUUID())).not.toBeNull();
    await expect.poll(() => startsOf(device)).toHaveLength(2);
    enough.abort();
    await speaking;
    await line.hangUp();
  });

  test('the worker is killed: the recording goes on in a new segment, the gap is stated', async () => {
    const { device, line } = await newLine();
    const enough = new AbortController();
    const speaking = speakFor(line, Infinity, enough.signal);
    const { recordingId } = await startedOf(device);
    const [worker] = (await server.health()).workers;
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    const resumed = await server.untilFact(
      'sound-resumed',
      (fact) => fact.recordingId === recordingId,
    );
    expect(resumed.gapMilliseconds).toBeGreaterThan(0);
    setTimeout(() => enough.abort(), 300);
    await speaking;
    await line.hangUp();
    await server.untilFact('sound-ended', (fact) => fact.recordingId === recordingId);
    const { segments } = await server.recording(recordingId);
    expect(segments.map(({ index, how }) => [index, how])).toEqual([
      [0, 'complete'],
      [1, 'complete'],
    ]);
    // The stream keeps the time of day: as long as it all took, gap included.
    const ticks = (await opusIn(await bytesOf(await audioOf(recordingId)))).reduce(
      (sum, frame) => sum + frame.ticks,
      0,
    );
    const [first, second] = segments;
    const took = Date.parse(second?.endedAt ?? '') - Date.parse(first?.startedAt ?? '');
    // To the packets that a busy machine hands on late.
    expect(Math.abs(ticks / 48 - took)).toBeLessThan(300);
  });

  test('kill -9 loses a second at most, says so, and the same recording goes on', async () => {
    const { device, line } = await newLine();
    const sent = await speakFor(line, 1.5);
    const { recordingId } = await startedOf(device);
    const alarmId = randomUUID();
    await server.assign(device.deviceId, alarmId);
    // How soon it is on disk is the disk's; here it is, but for the last words.
    const spoken = speech.frames.slice(0, sent).reduce((sum, { bytes }) => sum + bytes.length, 0);
    await expect.poll(() => bytesIn(folderOf(recordingId))).toBeGreaterThan(spoken);
    await server.killAndRestart();
    const cut = await server.untilFact(
      'segment-stored',
      (fact) => fact.recordingId === recordingId,
    );
    expect(cut.how).toBe('cut-off');
    expect(sent - cut.packets).toBeLessThanOrEqual(50);
    const file = readFileSync(join(folderOf(recordingId), '000000.segment'));
    expect(createHash('sha256').update(file).digest('hex')).toBe(cut.sha256);
    const numbers = server.facts().map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    // The list of devices outlived it too: nobody has told it again.
    await line.vanish();
    await line.open();
    await speakFor(line, 0.3);
    const resumed = await server.untilFact(
      'sound-resumed',
      (fact) => fact.recordingId === recordingId,
    );
    expect(resumed.gapMilliseconds).toBeGreaterThan(0);
    await server.control('POST', `/control/rooms/${device.deviceId}/release`, { alarmId });
    await server.untilFact('sound-ended', (fact) => fact.recordingId === recordingId);
    const { segments } = await server.recording(recordingId);
    expect(segments.map(({ how }) => how)).toEqual(['cut-off', 'complete']);
    expect((await audioOf(recordingId)).status).toBe(200);
  });

  // The last one: there is no server after it.
  test('a stop that was asked for loses nothing', async () => {
    const { device, line } = await newLine(false);
    const sent = await speakFor(line, 0.7);
    const { recordingId } = await startedOf(device);
    await untilHeard(server, recordingId, sent);
    expect(await server.terminate()).toBe(0);
    const lines = readFileSync(join(folderOf(recordingId), 'segments.ndjson'), 'utf8');
    const segment = JSON.parse(lines.split('\n')[0] ?? '') as { packets: number; how: string };
    expect(segment.how).toBe('complete');
    // All that was there when it was asked to stop; the very last may still have been on its way.
    expect([sent - 1, sent]).toContain(segment.packets);
  });
});

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** 0 while there is too little of it to tell. */
async function secondsIn(received: Buffer): Promise<number> {
  const input = new Input({ source: new BufferSource(received), formats: [OGG, WEBM] });
  return input.computeDuration().catch(() => 0);
}
