// Programs that share no line with ours, as buttons and as players: aiortc, ffmpeg and GStreamer. `test drills`
// installs them where it can; each is skipped by name where the machine lacks it.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rtpAnswer, type RtpRequest } from '@achterwacht/shared/listen-in/device.ts';
import { findWorker } from '../worker-build/find-worker.ts';
import { startServer, type TestDevice, type TestServer } from './testing/test-server.ts';

const workerBin = findWorker();
// Debian's own Python: one that somebody put before it does not know Debian's packages.
const python = '/usr/bin/python3';
const has = (program: string, ...args: string[]) =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

// Sound takes its time, so they take it together.
describe.skipIf(!workerBin)(
  'foreign programs (needs a mediasoup worker)',
  { concurrent: true },
  () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startServer(workerBin ?? '');
    });
    afterAll(() => server.close());

    const newDevice = async () => (await server.addDevices(1))[0] as TestDevice; // one was asked for
    async function askRtp({ token }: TestDevice, request: RtpRequest) {
      const answer = await fetch(`${server.origin}/rtp`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      const hangUp = () =>
        fetch(`${server.origin}${answer.headers.get('location')}`, {
          method: 'DELETE',
          headers: { authorization: `Bearer ${token}` },
        });
      return { ...rtpAnswer.parse(await answer.json()), hangUp };
    }
    async function recordingOf({ deviceId }: TestDevice) {
      const { recordingId } = await server.untilFact(
        'sound-started',
        (fact) => fact.deviceId === deviceId,
      );
      await server.untilFact('sound-ended', (fact) => fact.recordingId === recordingId);
      return server.recording(recordingId);
    }

    test.skipIf(!has(python, '-c', 'import aiortc'))('aiortc is heard by WHIP', async () => {
      const device = await newDevice();
      const script = join(import.meta.dirname, 'testing/aiortc-phone.py');
      await run(python, [script, `${server.origin}/whip`, device.token, '1']);
      const { codec, segments } = await recordingOf(device);
      expect(codec).toBe('opus');
      expect(segments[0]?.packets).toBeGreaterThan(30);
    });

    test.skipIf(!has('ffmpeg', '-version'))(
      'ffmpeg is heard by SRTP, and plays what was kept',
      async () => {
        const device = await newDevice();
        const keyBase64 = randomBytes(30).toString('base64');
        const cryptoSuite = 'AES_CM_128_HMAC_SHA1_80';
        const { address, port, hangUp } = await askRtp(device, {
          codec: 'opus',
          payloadType: 111,
          ssrc: 4711,
          srtp: { cryptoSuite, keyBase64 },
        });
        const source = '-re -f lavfi -i sine=frequency=440:duration=1 -c:a libopus -ac 1 -b:a 24k';
        const target = `-f rtp -payload_type 111 -ssrc 4711 -srtp_out_suite ${cryptoSuite}`;
        await run('ffmpeg', [
          ...`-hide_banner -loglevel error ${source} ${target}`.split(' '),
          ...['-srtp_out_params', keyBase64, `srtp://${address}:${port}`],
        ]);
        await hangUp();
        const { recordingId, segments } = await recordingOf(device);
        expect(segments[0]?.packets).toBeGreaterThan(45);
        const played = await server.control('GET', `/control/recordings/${recordingId}/audio`);
        const decoded = await run(
          'ffmpeg',
          '-hide_banner -loglevel error -xerror -i pipe:0 -f s16le -ar 48000 -ac 1 pipe:1'.split(
            ' ',
          ),
          Buffer.from(await played.arrayBuffer()),
        );
        const [from, to] = [segments[0]?.startedAt, segments.at(-1)?.endedAt].map((at) =>
          Date.parse(at ?? ''),
        );
        expect(decoded.length / 2 / 48).toBeGreaterThan((to ?? 0) - (from ?? 0) - 50);
        expect(loudest(decoded)).toBeGreaterThan(1000);
      },
    );

    test.skipIf(!has('gst-launch-1.0', '--version'))(
      'GStreamer is heard by RTP: PCMA',
      async () => {
        const device = await newDevice();
        const { address, port, hangUp } = await askRtp(device, {
          codec: 'pcma',
          payloadType: 8,
          ssrc: 4712,
        });
        const tone = 'audiotestsrc is-live=true num-buffers=50 samplesperbuffer=160';
        const pipeline =
          `-q ${tone} ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay ssrc=4712 pt=8 ! ` +
          `udpsink host=${address} port=${port}`;
        await run('gst-launch-1.0', pipeline.split(' '));
        await hangUp();
        const { recordingId, segments } = await recordingOf(device);
        expect(segments[0]?.packets).toBeGreaterThan(45);
        const played = await server.control('GET', `/control/recordings/${recordingId}/audio`);
        expect(played.headers.get('content-type')).toBe('audio/wav');
        const wav = Buffer.from(await played.arrayBuffer());
        expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
        expect(loudest(wav.subarray(44))).toBeGreaterThan(10_000);
      },
    );
  },
);

/** @returns what it wrote to standard output. */
async function run(program: string, args: string[], input?: Buffer): Promise<Buffer> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  let complaints = '';
  child.stdout.on('data', (piece: Buffer) => output.push(piece));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaints}`);
  return Buffer.concat(output);
}

function loudest(samples: Buffer): number {
  let most = 0;
  for (let at = 0; at + 1 < samples.length; at += 2) {
    most = Math.max(most, Math.abs(samples.readInt16LE(at)));
  }
  return most;
}
