// What a part of the screen gets to work on an alarm, and all that it gets: who works, what time it is, why something
// cannot be done now, and the way to do it. Parts of the screen know this and never the desk around them, so that
// each of them can stand in another one.
import type { Person } from '@achterwacht/shared/actor.ts';
import { whyNot } from '@achterwacht/shared/alarm/actions.ts';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';
import { createContext } from 'svelte';
import type { AlarmCommands } from '../commands/alarm-commands.svelte.ts';
import { mostWaiting, type Sent } from '../commands/turns.ts';
import { m } from '../paraglide/messages.js';
import { errorText, refusalText } from '../words.ts';

/** The last answer to something this person asked. */
export type Result = { kind: 'accepted' | 'rejected'; text: string; at: number };

type Surroundings = {
  me: Person;
  /** What it runs by now. */
  centre: () => Session['centre'];
  now: () => number;
  uncertaintyMilliseconds: () => number | null;
  offReason: () => string | null;
  commands: AlarmCommands;
  onResult: (result: Result) => void;
};

export class AlarmWork {
  readonly me: Person;
  #result = $state.raw<Result | null>(null);
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.me = around.me;
    this.#around = around;
  }

  get centre() {
    return this.#around.centre();
  }
  /** Milliseconds since the epoch by the server's clock, the same for everything that is drawn at once. */
  get now() {
    return this.#around.now();
  }
  /** How far `now` may be off; null while that is not known. */
  get uncertaintyMilliseconds() {
    return this.now > 0 ? this.#around.uncertaintyMilliseconds() : null;
  }
  /** Why nothing that changes an alarm can be done now; null when it can. */
  get offReason() {
    return this.#around.offReason();
  }
  get result() {
    return this.#result;
  }

  showResult(kind: Result['kind'], text: string): void {
    this.#result = { kind, text, at: this.now };
    this.#around.onResult(this.#result);
  }

  /** What could not be done without a line no longer cannot. */
  cameBack(): void {
    if (this.#result?.text === m.off_broken()) this.#result = null;
  }

  /** The sentence that disables a button; null when it may be pressed. */
  whyNot(alarm: Alarm, type: PersonCommand['type']): string | null {
    if (this.offReason) return this.offReason;
    const refusal = whyNot(alarm, this.me, type);
    return refusal && refusalText(refusal, alarm);
  }

  /** Asked or waiting for its turn: one of these, or anything. */
  isUnderWay(alarmId: string, ...types: PersonCommand['type'][]): boolean {
    return this.#around.commands.isUnderWay(alarmId, ...types);
  }

  /** Once all that is under way was answered: whether the last of it landed. */
  landed(alarmId: string): Promise<boolean> {
    return this.#around.commands.landed(alarmId);
  }

  /** Whether it was done; what was not is said. */
  async act(alarm: Alarm, command: PersonCommand): Promise<boolean> {
    const { commands } = this.#around;
    const sent = await this.carryOut(alarm, command.type, () => commands.send(alarm, command));
    return sent.status === 'done';
  }

  /** What leaves the building: goes once, however often the line falls away. */
  async actOnce(alarm: Alarm, command: PersonCommand): Promise<boolean> {
    const { commands } = this.#around;
    const sent = await this.carryOut(alarm, command.type, () =>
      commands.sendUntilAnswered(alarm, command),
    );
    return sent.status === 'done';
  }

  /** `send` asks it; here it is said why that cannot be, or what came of it. */
  async carryOut(
    alarm: Alarm,
    type: PersonCommand['type'],
    send: () => Promise<Sent>,
  ): Promise<Sent> {
    // What is under way may be what it needs: the rules are asked in its turn.
    const off = this.isUnderWay(alarm.id) ? this.offReason : this.whyNot(alarm, type);
    if (off) {
      this.showResult('rejected', off);
      return { status: 'refused', why: off, unsent: 0 };
    }
    const sent = await send();
    const problem = problemOf(sent, alarm);
    if (problem) this.showResult('rejected', `#${alarm.number}: ${problem}`);
    return sent;
  }
}

/** Why it was not done; null for what was, or what somebody was told of already. */
function problemOf(sent: Sent, alarm: Alarm): string | null {
  switch (sent.status) {
    case 'done':
    case 'repeated':
    case 'unsent':
      return null;
    case 'too-many':
      return m.command_too_many({ count: mostWaiting });
    case 'failed':
      return withUnsent(errorText(sent.error, alarm), sent.unsent);
    case 'refused':
      return withUnsent(sent.why, sent.unsent);
  }
}

const withUnsent = (why: string, unsent: number) =>
  unsent === 0 ? why : `${why} · ${m.command_unsent({ count: unsent })}`;

export const [useAlarmWork, provideAlarmWork] = createContext<AlarmWork>();
