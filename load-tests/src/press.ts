// `./achterwacht press`: one simulated button that somebody presses. What it must know of the button
// (account, key, where to send) comes as JSON on standard input, so that no key stands on a command
// line; how to press comes as arguments. Leaves with 0 only when the press was acknowledged.
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { Dc09Button, type Message, type Outcome } from './button/dc09-button.ts';

/** What the api's command `button-credentials` prints. */
type Credentials = {
  serial: string;
  account: string;
  /** 32, 48 or 64 hex digits; null for a button without a key. */
  keyHex: string | null;
  protocol: string;
  host: string;
  port: number;
  latitude?: number;
  longitude?: number;
};

/** Between position reports of a button that is followed. */
const reportSeconds = 5;

class UsageProblem extends Error {}

async function main(): Promise<number> {
  const { values } = readArguments();
  const credentials = JSON.parse(await text(process.stdin)) as Credentials;
  const wanted = values.protocol ?? credentials.protocol;
  if (wanted !== 'dc09') throw new UsageProblem(`protocol ${wanted} cannot be simulated here`);

  const key = keyOf(credentials, values);
  const button = new Dc09Button({
    host: credentials.host,
    port: credentials.port,
    account: credentials.account,
    key,
    ...(values['retry-seconds'] ? { answerSeconds: numberIn(values['retry-seconds']) } : {}),
  });
  try {
    const message = messageOf(values, positionOf(credentials, values));
    const outcome = await button.send(message);
    print(credentials.serial, outcome, values);
    if (outcome.acknowledged) await reportPosition(button, message, values.seconds);
    return outcome.acknowledged ? 0 : 1;
  } finally {
    button.close();
  }
}

type Values = ReturnType<typeof readArguments>['values'];

function readArguments() {
  return parseArgs({
    args: withNegativeNumbers(process.argv.slice(2)),
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
      seconds: { type: 'string', default: '0' },
      'retry-seconds': { type: 'string' },
      silent: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
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

function keyOf({ keyHex }: Credentials, { encrypted, plain }: Values): Uint8Array | undefined {
  if (encrypted && plain) throw new UsageProblem('--encrypted and --plain exclude each other');
  if (encrypted && keyHex === null) throw new UsageProblem('this button has no key');
  return keyHex === null || plain ? undefined : Buffer.from(keyHex, 'hex');
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

function messageOf({ code, test }: Values, position: Message['position']): Message {
  if (code !== undefined && !/^(?:[A-Z]{2}|[0-9A-F]{3})$/.test(code)) {
    throw new UsageProblem('--code takes two letters (SIA) or three digits (Contact ID)');
  }
  return { code: code ?? (test ? 'RX' : 'PA'), position };
}

function numberIn(given: string): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value)) {
    throw new UsageProblem(`${given} is not a number`);
  }
  return value;
}

/** A tracker reports where it is while the alarm runs; without a position it has nothing to say. */
async function reportPosition(button: Dc09Button, { position }: Message, seconds: string) {
  const until = performance.now() + numberIn(seconds) * 1000;
  if (position === undefined) return;
  while (performance.now() + reportSeconds * 1000 <= until) {
    await new Promise((resolve) => setTimeout(resolve, reportSeconds * 1000));
    await button.send({ code: null, position });
  }
}

function print(serial: string, outcome: Outcome, { json, test }: Values): void {
  const { sequence, acknowledged, reply } = outcome;
  const milliseconds = Math.round(outcome.milliseconds * 10) / 10;
  if (json) {
    const told = { serial, sequence, acknowledged, reply: reply?.text ?? null, milliseconds };
    process.stdout.write(`${JSON.stringify(told)}\n`);
    return;
  }
  const done = test ? 'getest' : 'ingedrukt';
  const answer = reply === null ? 'geen antwoord' : `antwoord ${reply.type}`;
  const attempts = outcome.attempts === 1 ? '1 poging' : `${outcome.attempts} pogingen`;
  process.stdout.write(
    acknowledged
      ? `knop ${serial} ${done}, bevestigd na ${Math.round(milliseconds)} ms\n`
      : `knop ${serial} ${done}, niet bevestigd: ${answer} na ${attempts}\n`,
  );
}

try {
  process.exitCode = await main();
} catch (error) {
  // parseArgs reports a wrong option by a TypeError with a code.
  const isUsage = error instanceof UsageProblem || (error instanceof TypeError && 'code' in error);
  if (!isUsage) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
