// What one person asks of one alarm, one after the other: keys come faster than answers, and none of them may be
// lost or overtake another. What waits is asked when what was asked before it was answered, and the rules say then
// whether it still may. When that did not land, what tells a fact goes all the same; a decision does not, for it was
// taken on something that did not come. Who asked is told how many those are.
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isUnanswered, type ApiError } from '../api.ts';

/** Of one alarm. More is a key that is held or a line that hangs, and nobody remembers what it was about. */
export const mostWaiting = 20;

/** What the centre said; `versions` are those of its events. */
export type Answered =
  { status: 'done'; versions: readonly number[] } | { status: 'failed'; error: ApiError };

/** What came of it. `unsent`: how many decisions that were waiting behind it are not asked any more. */
export type Sent =
  | { status: 'done' }
  | { status: 'failed'; error: ApiError; unsent: number }
  /** The rules said no in its turn. */
  | { status: 'refused'; why: string; unsent: number }
  /** It was asked just before, and not answered yet: one question. */
  | { status: 'repeated' }
  /** Waited behind what did not land, and is counted there. */
  | { status: 'unsent' }
  | { status: 'too-many' };

/** These tell what somebody did, heard or was told, whatever became of what he asked before. */
const facts: ReadonlySet<PersonCommand['type']> = new Set([
  'AddCallAttempt',
  'CheckWord',
  'CompleteStep',
  'EnterSituation',
  'ReportPoliceStatus',
  'TickReadBack',
]);

type Turn = {
  readonly command: PersonCommand;
  /** Versions of what the same person asked before it, answered while it waited. */
  own: ReadonlySet<number>;
  isUnsent: boolean;
  readonly end: PromiseWithResolvers<boolean>;
};

type Surroundings = {
  alarmNow: (alarmId: string) => Alarm | undefined;
  whyNot: (alarm: Alarm, type: PersonCommand['type']) => string | null;
  /** What is asked or waits, by alarm. */
  onChanged: (underWay: ReadonlyMap<string, readonly PersonCommand['type'][]>) => void;
};

export class Turns {
  #turns: ReadonlyMap<string, readonly Turn[]> = new Map();
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** `ask` gets the command as it stands in its turn. */
  async take<Command extends PersonCommand>(
    alarm: Alarm,
    command: Command,
    ask: (command: Command) => Promise<Answered>,
  ): Promise<Sent> {
    const before = this.#of(alarm.id);
    const last = before.at(-1);
    if (last && isSame(last.command, command)) return { status: 'repeated' };
    if (before.length > mostWaiting) return { status: 'too-many' };
    const turn: Turn = {
      command,
      own: new Set(),
      isUnsent: false,
      end: Promise.withResolvers(),
    };
    this.#set(alarm.id, [...before, turn]);
    let sent: Sent = { status: 'unsent' };
    try {
      await last?.end.promise;
      if (!turn.isUnsent) sent = await this.#ask(alarm, turn, command, ask);
    } catch (bug) {
      this.#leaveUnsent(alarm.id, turn, () => true);
      throw bug;
    } finally {
      this.#set(
        alarm.id,
        this.#of(alarm.id).filter((other) => other !== turn),
      );
      turn.end.resolve(sent.status === 'done');
    }
    return sent;
  }

  /** Once all that is asked of it now has been answered: whether the last of it landed. */
  async landed(alarmId: string): Promise<boolean> {
    return (await this.#of(alarmId).at(-1)?.end.promise) ?? true;
  }

  async #ask<Command extends PersonCommand>(
    alarm: Alarm,
    turn: Turn,
    command: Command,
    ask: (command: Command) => Promise<Answered>,
  ): Promise<Sent> {
    const now = this.#around.alarmNow(alarm.id) ?? alarm;
    // The feed may bring what was answered a moment after the answer; until then the centre alone knows the rules.
    const isBehind = [...turn.own].some((version) => version > now.version);
    const why = isBehind ? null : this.#around.whyNot(now, command.type);
    if (why !== null)
      return { status: 'refused', why, unsent: this.#leaveUnsent(alarm.id, turn, isDecision) };
    const answered = await ask(asOf(now, turn.own, command));
    if (answered.status === 'failed') {
      // Without an answer nobody knows what stands there now.
      const which = isUnanswered(answered.error) ? () => true : isDecision;
      return { ...answered, unsent: this.#leaveUnsent(alarm.id, turn, which) };
    }
    for (const other of this.#of(alarm.id))
      other.own = new Set([...other.own, ...answered.versions]);
    return { status: 'done' };
  }

  #leaveUnsent(alarmId: string, failed: Turn, which: (turn: Turn) => boolean): number {
    const left = this.#of(alarmId).filter((turn) => turn !== failed && which(turn));
    for (const turn of left) turn.isUnsent = true;
    this.#set(
      alarmId,
      this.#of(alarmId).filter((turn) => !turn.isUnsent),
    );
    return left.length;
  }

  #of(alarmId: string): readonly Turn[] {
    return this.#turns.get(alarmId) ?? [];
  }

  #set(alarmId: string, turns: readonly Turn[]): void {
    const all = new Map(this.#turns);
    if (turns.length > 0) all.set(alarmId, turns);
    else all.delete(alarmId);
    this.#turns = all;
    this.#around.onChanged(
      new Map([...all].map(([id, waiting]) => [id, waiting.map(({ command }) => command.type)])),
    );
  }
}

const isDecision = ({ command }: Turn) => !facts.has(command.type);

/** Whatever stood there when each was asked. */
function isSame(one: PersonCommand, other: PersonCommand): boolean {
  const asked = (command: PersonCommand) => JSON.stringify({ ...command, expectedVersion: 0 });
  return asked(one) === asked(other);
}

/**
 * What a person did himself outdates nothing that he decides after it; what anybody else did meanwhile does.
 * `own`: the versions of his own.
 */
function asOf<Command extends PersonCommand>(
  { version, changedAt }: Alarm,
  own: ReadonlySet<number>,
  command: Command,
): Command {
  if (!('expectedVersion' in command)) return command;
  const seen = command.expectedVersion;
  const isByOthers = (changed: number) => changed > seen && !own.has(changed);
  if (Object.values(changedAt).some(isByOthers)) return command;
  let expectedVersion = Math.max(seen, version);
  while (own.has(expectedVersion + 1)) expectedVersion += 1;
  return { ...command, expectedVersion };
}
