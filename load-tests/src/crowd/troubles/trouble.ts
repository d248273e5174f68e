// One maker of trouble, in a process of its own, so that it slows neither the customer's clock nor another one.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { askChild } from '../../harness/ask-child.ts';
import type { CrowdSize } from '../sending/crowd-size.ts';

/** In the order of a round: whatever leaves work behind is long over when the next round begins quietly. */
export const troubleNames = [
  'refused-presses',
  'long-frames',
  'udp-flood',
  'repeating-desk',
  'held-lock',
  'slow-police-page',
  'import',
  'slow-senders',
  'idle',
  'half-open',
] as const;
export type TroubleName = (typeof troubleNames)[number];

/** What makers of trouble know of the product: addresses, and what anybody in their place has. */
export type Scene = {
  devices: { host: string; port: number };
  /** Where everybody comes in who is no device. */
  frontDoor: string;
  databaseOwnerUrl: string;
  /** For a command of the product. */
  env: Record<string, string>;
  desk: { cookie: string; sequence: number; alarmIds: readonly string[] };
  policeCookie: string;
  /** Registered, and pressed by nobody else. */
  lockedAccount: string;
  size: CrowdSize;
};

export type Tally = {
  /** Less done than wanted is no trouble: the measurement is none. */
  wanted: number;
  tried: number;
  /** Frames that the device port has taken whole: their line ended in order behind them. */
  frames: number;
  /** Frames of which nobody can say whether they were taken, because their line broke. */
  uncertainFrames: number;
  /** Sent; the system may drop some before the product sees them. */
  datagrams: number;
  /** Presses of the registered button, and the longest that one waited for its answer. */
  acknowledged: number;
  unanswered: number;
  slowestMilliseconds: number;
};

export const nothingDone: Tally = {
  wanted: 0,
  tried: 0,
  frames: 0,
  uncertainFrames: 0,
  datagrams: 0,
  acknowledged: 0,
  unanswered: 0,
  slowestMilliseconds: 0,
};

/** Resolves when the trouble is there. */
export type OpenTrouble = (scene: Scene) => Promise<OpenedTrouble>;
export type OpenedTrouble = {
  /** Ends it in order, so that what was sent was also taken. `patiently`: lets long work come to its end. */
  close: (patiently: boolean) => Promise<Tally>;
};

export type TroubleOrder =
  { type: 'open'; name: TroubleName; scene: Scene } | { type: 'close'; patiently: boolean };
export type TroubleAnswer =
  { type: 'opened' } | { type: 'failed'; reason: string } | { type: 'closed'; tally: Tally };

export type Trouble = { name: TroubleName } & OpenedTrouble;

export async function startTrouble(name: TroubleName, scene: Scene): Promise<Trouble> {
  const child = fork(join(import.meta.dirname, 'trouble-process.ts'));
  const ask = async (order: TroubleOrder): Promise<TroubleAnswer> => {
    const answer = await askChild<TroubleAnswer>(child, order, name);
    if (answer.type === 'failed') throw new Error(`${name}: ${answer.reason}`);
    return answer;
  };
  try {
    await ask({ type: 'open', name, scene });
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    name,
    close: async (patiently) => {
      const exited = once(child, 'exit');
      const answer = await ask({ type: 'close', patiently });
      child.disconnect();
      await exited;
      if (answer.type !== 'closed') throw new Error(`${name} gave no tally`);
      return answer.tally;
    },
  };
}
