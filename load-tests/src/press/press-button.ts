// One simulated button that somebody presses, as its line says. Done (0) only when the press was
// acknowledged, its sound, if it sends any, accepted, and nothing came back that the button could make
// heard; 1 when not, 2 when the line was wrong. At a centre that has no sound now, a press that arrives is
// all that can be done, unless sound was asked for.
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Dc09Button, type Message, type Outcome } from '../button/dc09-button.ts';
import { readSound } from '../button/sound/sound-file.ts';
import { SoundProblem, type Codec, type Sound } from '../button/sound/sound.ts';
import {
  codecOf,
  keyOf,
  messageOf,
  numberIn,
  readArguments,
  secondsOf,
  UsageProblem,
  waysOf,
  type Credentials,
  type Values,
} from './arguments.ts';
import type { SoundReport, SoundWay } from './sound-of-press.ts';
import { connectedSentence, pressSentence, soundSentence, reportInJson } from './press-report.ts';

export type Surroundings = {
  /** Where the person stands: a relative path counts from there. */
  folder: string;
  reportProgress: (sentence: string) => void;
  complain: (sentence: string) => void;
  /** Asked once there is sound: whoever loses patience then still hangs up as the protocol says. */
  lostPatience: () => AbortSignal;
};

/** Between position reports of a button that is followed. */
const reportSeconds = 5;

/** @returns the status to leave with. */
export async function pressButton(
  args: readonly string[],
  credentials: string,
  surroundings: Surroundings,
): Promise<0 | 1 | 2> {
  try {
    const values = readArguments(args);
    return (await pressAs(JSON.parse(credentials) as Credentials, values, surroundings)) ? 0 : 1;
  } catch (error) {
    // parseArgs reports a wrong option by a TypeError with a code.
    const isStated =
      error instanceof UsageProblem ||
      error instanceof SoundProblem ||
      (error instanceof TypeError && 'code' in error);
    if (!isStated) throw error;
    surroundings.complain(error.message);
    return 2;
  }
}

async function pressAs(
  credentials: Credentials,
  values: Values,
  { folder, reportProgress: print, lostPatience }: Surroundings,
): Promise<boolean> {
  const { serial } = credentials;
  const { call, sound, mustSound } = waysOf(credentials, values);
  // Everything that can be wrong with the line, before anybody is alarmed.
  const seconds = secondsOf(values, sound !== null);
  const button = call === 'dc09' ? buttonOf(credentials, values) : null;
  const message = messageOf(credentials, values);
  const codec = codecOf(values);
  const speech = sound ? await readSound(fileOf(values, codec, folder), codec) : null;

  const reportProgress = (sentence: string): void => {
    if (!values.json) print(sentence);
  };
  const stop = sound ? lostPatience() : new AbortController().signal;
  // Both at once, as devices do: neither waits for the other, and either may be first.
  const [outcome, report] = await Promise.all([
    button &&
      press(button, message, seconds, stop, (sent) =>
        reportProgress(pressSentence(serial, sent, values.test)),
      ),
    sound &&
      speech &&
      speak(sound, speech, seconds, stop, (milliseconds) =>
        reportProgress(connectedSentence(serial, sound.way, speech.codec, milliseconds)),
      ),
  ]);
  if (report) reportProgress(soundSentence(serial, report));
  if (values.json) print(JSON.stringify(reportInJson(serial, outcome, report)));
  const cameBack = report ? report.arrived.media + report.arrived.other : 0;
  const isHeard = report === null || report.accepted || (report.isNoSoundHere && !mustSound);
  return (outcome?.acknowledged ?? true) && isHeard && cameBack === 0;
}

export function buttonOf(credentials: Credentials, values: Values): Dc09Button {
  const { host, port, account } = credentials;
  const key = keyOf(credentials, values);
  const patience = values['retry-seconds'];
  const more = patience ? { answerSeconds: numberIn(patience) } : {};
  return new Dc09Button({ host, port, account, key, ...more });
}

function fileOf({ audio }: Values, codec: Codec | undefined, folder: string): string {
  if (audio === undefined) {
    const own = codec === undefined || codec === 'opus' ? 'speech.opus' : 'speech-g711.wav';
    return join(import.meta.dirname, '../../audio', own);
  }
  return resolve(folder, audio);
}

async function speak(
  to: SoundWay,
  speech: Sound,
  seconds: number,
  signal: AbortSignal,
  onConnected: (milliseconds: number) => void,
): Promise<SoundReport> {
  // Loaded late: a button without sound should not wait for all of WebRTC before it presses.
  const { sendSound } = await import('./sound-of-press.ts');
  return sendSound(to, speech, seconds, signal, onConnected);
}

async function press(
  button: Dc09Button,
  message: Message,
  seconds: number,
  signal: AbortSignal,
  onOutcome: (outcome: Outcome) => void,
): Promise<Outcome> {
  try {
    const outcome = await button.send(message);
    onOutcome(outcome);
    if (outcome.acknowledged) await reportPosition(button, message, seconds, signal);
    return outcome;
  } finally {
    button.close();
  }
}

/** A tracker reports where it is while the alarm runs; without a position it has nothing to say. */
async function reportPosition(
  button: Dc09Button,
  { position }: Message,
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + seconds * 1000;
  if (position === undefined) return;
  while (!signal.aborted && performance.now() + reportSeconds * 1000 <= until) {
    await setTimeout(reportSeconds * 1000, undefined, { signal }).catch(() => {});
    if (!signal.aborted) await button.send({ code: null, position });
  }
}
