// The buttons of the stories. They press and speak from this very process: the command `press` starts
// three programs, which on two cores costs more than everything the press sets in motion.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RtpDevice } from '../../load-tests/src/button/rtp-device.ts';
import { g711Of } from '../../load-tests/src/button/sound/g711.ts';
import { playSound } from '../../load-tests/src/button/sound/play-sound.ts';
import { readSound } from '../../load-tests/src/button/sound/sound-file.ts';
import type { Sound } from '../../load-tests/src/button/sound/sound.ts';
import type { SoundLine } from '../../load-tests/src/button/sound/sound-line.ts';
import { WhipPhone } from '../../load-tests/src/button/whip-phone.ts';
import {
  messageOf,
  readArguments,
  type Credentials,
} from '../../load-tests/src/press/arguments.ts';
import { buttonOf } from '../../load-tests/src/press/press-button.ts';
import { product } from './product/product.ts';

const project = join(import.meta.dirname, '../..');
const audio = join(project, 'load-tests/audio');

export const speech = await readSound(join(audio, 'speech.opus'));
export const tone = await readSound(join(audio, 'tone.opus'));
/** What telephone-like devices send. */
export const telephoneSpeech = await readSound(join(audio, 'speech-g711.wav'));
/** A soft hum of an engine and as soft a whistle; a frame holds whole waves of both, so it goes on smoothly. */
export const humAndWhistle = { humHertz: 100, whistleHertz: 1000, amplitude: 0.02 };
export const softHumAndWhistle: Sound = {
  codec: 'pcma',
  frames: [
    {
      bytes: await g711Of(
        Int16Array.from({ length: 160 }, (_, index) => {
          const { humHertz, whistleHertz, amplitude } = humAndWhistle;
          const wave = (hertz: number) => Math.sin((2 * Math.PI * hertz * index) / 8000);
          return Math.round(32767 * amplitude * (wave(humHertz) + wave(whistleHertz)));
        }),
        'pcma',
      ),
      ticks: 160,
    },
  ],
};
/** Opus's own frame for nothing to be heard, as an encoder sends it from a quiet room (RFC 6716 §2.1.9). */
export const quiet: Sound = {
  codec: 'opus',
  frames: [{ bytes: new Uint8Array([0xf8, 0xff, 0xfe]), ticks: 960 }],
};

let known: Promise<Map<string, Credentials>> | undefined;

async function credentialsOf(serial: string): Promise<Credentials> {
  // Of all at once: each time that the command is started costs more than the press.
  known ??= askForAll();
  // One that came after that.
  if (!(await known).has(serial)) known = askForAll();
  const credentials = (await known).get(serial);
  if (!credentials) throw new Error(`there is no button ${serial}`);
  return credentials;
}

async function askForAll(): Promise<Map<string, Credentials>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(project, 'api/src/cli/button-credentials.ts'), '--all', '--json'],
    { env: { ...process.env, ...product().describe().env } },
  );
  const all = JSON.parse(stdout) as Credentials[];
  return new Map(all.map((credentials) => [credentials.serial, credentials]));
}

/**
 * A person with a button presses it, without sound; resolves once the centre has acknowledged.
 * @param args As on the line of `./achterwacht press`.
 */
export async function press(serial: string, ...args: string[]): Promise<void> {
  const credentials = await credentialsOf(serial);
  const values = readArguments(args);
  const button = buttonOf(credentials, values);
  const { acknowledged, reply } = await button.send(messageOf(credentials, values));
  button.close();
  if (!acknowledged) throw new Error(`the press of ${serial} got ${reply?.text ?? 'no answer'}`);
}

/** A microphone at a button. */
export class Microphone {
  readonly #line: SoundLine;
  #sent: AbortController | undefined;

  constructor(line: SoundLine) {
    this.#line = line;
  }

  static async of(serial: string, way: 'whip' | 'rtp', codec: Sound['codec']): Promise<Microphone> {
    const { sound } = await credentialsOf(serial);
    if (!sound) throw new Error(`${serial} has no sound`);
    const { token, whipUrl, rtpUrl } = sound;
    const line =
      way === 'whip'
        ? new WhipPhone({ url: whipUrl, token, codec })
        : new RtpDevice({ url: rtpUrl, token, codec, isEncrypted: true });
    await line.open();
    return new Microphone(line);
  }

  /** From now on it hears this, over and over; null: the line is open and not a packet goes over it. */
  hears(sound: Sound | null): void {
    this.#sent?.abort();
    this.#sent = new AbortController();
    if (sound)
      void playSound(sound, Infinity, (frame) => this.#line.send(frame), this.#sent.signal);
  }

  /** Out of reach, from one moment to the next. */
  vanish(): Promise<void> {
    return this.#line.vanish();
  }

  comeBack(): Promise<void> {
    return this.#line.open();
  }

  async hangUp(): Promise<void> {
    this.#sent?.abort();
    await this.#line.hangUp();
  }
}
