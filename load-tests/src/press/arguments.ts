// What may stand on the line of `./achterwacht press`, and what it means for this button.
import { parseArgs } from 'node:util';
import type { Message } from '../button/dc09-button.ts';
import { codecs, type Codec } from '../button/sound/sound.ts';
import type { SoundWay } from './sound-of-press.ts';

/** What the api's command `button-credentials` prints. */
export type Credentials = {
  serial: string;
  account: string;
  /** 32, 48 or 64 hex digits; null for a button without a key. */
  keyHex: string | null;
  protocol: string;
  host: string;
  port: number;
  latitude?: number;
  longitude?: number;
  /** Null or absent for a button that only presses. */
  sound?: { token: string; whipUrl: string; rtpUrl: string } | null;
};

export class UsageProblem extends Error {}

export type Values = ReturnType<typeof readArguments>;

export function readArguments(given: readonly string[]) {
  const { values } = parseArgs({
    args: withNegativeNumbers(given),
    options: {
      // Already used to find the button; accepted so that the whole line can be passed on.
      serial: { type: 'string' },
      protocol: { type: 'string' },
      encrypted: { type: 'boolean', default: false },
      plain: { type: 'boolean', default: false },
      lat: { type: 'string' },
      lon: { type: 'string' },
      code: { type: 'string' },
      test: { type: 'boolean', default: false },
      audio: { type: 'string' },
      sound: { type: 'string' },
      codec: { type: 'string' },
      silent: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      'retry-seconds': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  return values;
}

/** `--lon -68.3` as a person types it; the parser would take the number for an option. */
function withNegativeNumbers(given: readonly string[]): string[] {
  const args: string[] = [];
  for (const arg of given) {
    const before = args.at(-1);
    const isNumber = /^-[\d.]/.test(arg) && /^--l(?:at|on)$/.test(before ?? '');
    if (isNumber) args.splice(-1, 1, `${before}=${arg}`);
    else args.push(arg);
  }
  return args;
}

export function keyOf({ keyHex }: Credentials, { encrypted, plain }: Values) {
  if (encrypted && plain) throw new UsageProblem('--encrypted and --plain exclude each other');
  if (encrypted && keyHex === null) throw new UsageProblem('this button has no key');
  return keyHex === null || plain ? undefined : Buffer.from(keyHex, 'hex');
}

export function messageOf(credentials: Credentials, values: Values): Message {
  const { code, test } = values;
  if (code !== undefined && !/^(?:[A-Z]{2}|[0-9A-F]{3})$/.test(code)) {
    throw new UsageProblem('--code takes two letters (SIA) or three digits (Contact ID)');
  }
  return { code: code ?? (test ? 'RX' : 'PA'), position: positionOf(credentials, values) };
}

function positionOf(credentials: Credentials, { lat, lon }: Values): Message['position'] {
  if ((lat === undefined) !== (lon === undefined)) {
    throw new UsageProblem('--lat and --lon belong together');
  }
  if (lat !== undefined && lon !== undefined) {
    return { latitude: numberIn(lat), longitude: numberIn(lon) };
  }
  const { latitude, longitude } = credentials;
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
}

type Ways = {
  call: 'dc09' | 'whip';
  sound: SoundWay | null;
  /** To be heard is what was asked, not just what this button does as well. */
  mustSound: boolean;
};

/** How the button calls for help, and which way its sound goes; null when it sends none. */
export function waysOf(credentials: Credentials, values: Values): Ways {
  const call = values.protocol ?? (credentials.protocol === 'whip' ? 'whip' : 'dc09');
  if (call !== 'dc09' && call !== 'whip') {
    throw new UsageProblem(`protocol ${call} cannot be simulated here`);
  }
  const way = values.sound ?? 'whip';
  if (way !== 'whip' && way !== 'rtp') throw new UsageProblem('--sound takes whip or rtp');
  if (call === 'whip' && way === 'rtp') {
    throw new UsageProblem('--protocol whip sends its sound by whip, not by rtp');
  }
  const isAsked =
    call === 'whip' || [values.audio, values.sound, values.codec].some((one) => one !== undefined);
  if (isAsked && values.silent) throw new UsageProblem('--silent sends no sound');
  if (isAsked && !credentials.sound) throw new UsageProblem('this button has no sound');
  // A test of the button is no call for help: nobody listens in on it unasked.
  const sends = isAsked || (credentials.sound && !values.silent && !values.test);
  return {
    call,
    sound: sends && credentials.sound ? { way, ...credentials.sound } : null,
    mustSound: isAsked,
  } as const;
}

/** Undefined takes what the file is. */
export function codecOf({ codec }: Values): Codec | undefined {
  const known = codecs.find((one) => one === codec);
  if (codec !== undefined && !known) throw new UsageProblem(`--codec takes ${codecs.join(', ')}`);
  return known;
}

/** A button with sound is heard for a while; one without has said all at once. */
const soundSeconds = 20;

export function secondsOf({ seconds }: Values, hasSound: boolean): number {
  if (seconds === undefined) return hasSound ? soundSeconds : 0;
  return numberIn(seconds);
}

export function numberIn(given: string): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value)) {
    throw new UsageProblem(`${given} is not a number`);
  }
  return value;
}
