// Rules as sentences: given what happened, when somebody asks, then this is decided. Moments are seconds
// after the press, people are the four below, and an alarm's whole past is folded by `evolve` itself, so
// that no test describes a state the product could not be in.
import type { Actor, Person, SystemPart } from '../actor.ts';
import type { Refusal, RefusalCode } from '../alarm/refusal.ts';
import type { LookedUp } from '../alarm/calling/commands.ts';
import type { Command, PersonCommand } from '../alarm/commands.ts';
import type { RaiseCommand } from '../alarm/raising/commands.ts';
import { nextDeadline } from '../alarm/deadlines/moments.ts';
import { decide } from '../alarm/decide.ts';
import { raise } from '../alarm/raising/decide.ts';
import { eventSchemaVersion, type AlarmEvent, type AlarmFact } from '../alarm/events.ts';
import { evolve } from '../alarm/evolve.ts';
import type { StaffMember } from '../staff-member.ts';
import type { DeadlineKind } from '../alarm/deadlines/state.ts';
import type { Alarm } from '../alarm/state.ts';
import { usualTimings } from '../alarm/plan/state.ts';
import { canonical } from '../evidence/canonical.ts';
import type { DecodedSignal, Position, SignalKind } from '../signals.ts';

const pressedAt = Date.parse('2026-03-02T08:00:00.000Z');
const longest = 1_000;

/** The moment so many seconds after the press. */
const dateOf = (seconds: number) => new Date(pressedAt + seconds * 1000);
export const moment = (seconds: number) => dateOf(seconds).toISOString();
const secondsOf = (iso: string) => (Date.parse(iso) - pressedAt) / 1000;

/** A uuid that says which it is. */
export const uuid = (number: number) =>
  `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`;

const person = (number: number, name: string, role: Person['role']): Person => ({
  type: 'person',
  id: uuid(number),
  name,
  role,
});
export const anna = person(1, 'Anna', 'centralist');
export const bram = person(2, 'Bram', 'centralist');
export const dirk = person(3, 'Dirk', 'supervisor');
export const els = person(4, 'Els', 'administrator');
export const button: Actor = { type: 'device', buttonId: uuid(10) };
export const system = (part: SystemPart): Actor => ({ type: 'system', part });
export const sweep = system('sweep');

export const member = ({ id, name }: StaffMember): StaffMember => ({ id, name });

export const position = (latitude: number, fixAt: string | null = null): Position => ({
  latitude,
  longitude: 5.1,
  accuracyMetres: 10,
  altitudeMetres: null,
  speedMetresPerSecond: null,
  headingDegrees: null,
  fixAt,
  source: 'gnss',
});

export function signal(kind: SignalKind, changes: Partial<DecodedSignal> = {}): DecodedSignal {
  return {
    kind,
    code: null,
    zone: null,
    deviceTime: null,
    position: null,
    batteryPercent: null,
    text: null,
    warnings: [],
    ...changes,
  };
}

/** A real duress of a button without sound, worn by somebody with a code word. */
export function raising(changes: Partial<RaiseCommand> = {}): RaiseCommand {
  return {
    type: 'Raise',
    number: 1001,
    centreId: uuid(20),
    municipality: { id: uuid(30), name: 'Haarlem' },
    button: { id: uuid(10), serial: '231', known: true, sound: false },
    kind: 'duress',
    mode: 'real',
    priority: 'urgent',
    source: 'device',
    reasonCategory: 'threat',
    plan: {
      version: 1,
      flags: ['no-call'],
      minimumListeningSeconds: 30,
      codeWordAgreed: true,
      timings: usualTimings,
      steps: [],
    },
    previousAlarmId: null,
    holder: { name: 'Joke', function: 'wethouder', phone: null, returned: false },
    place: null,
    signalId: uuid(1001),
    signal: signal('panic'),
    receivedAt: moment(0),
    ...changes,
  };
}

/** A button that can be listened in to. */
export const withSound = { button: { ...raising().button, sound: true } };
/** The contract names who goes instead of the police. */
export const withOtherResponder = (otherResponder: string) => ({
  plan: { ...raising().plan, otherResponder },
});
/** Nobody agreed on a word with who wears it. */
export const withoutCodeWord = { plan: { ...raising().plan, codeWordAgreed: false } };

type Unversioned<C> = C extends { expectedVersion: number }
  ? Omit<C, 'expectedVersion'> & { expectedVersion?: number }
  : C;
/** Asked by a person; where a version is expected, the one he has before him. */
export type Asked = Unversioned<PersonCommand>;
export type AnyAsked = Asked | Exclude<Command, PersonCommand | RaiseCommand>;

const versioned = new Set([
  'Claim',
  'Verify',
  'JudgeUnverifiable',
  'ProposeFalse',
  'Close',
  'SendHandover',
  'ConfirmHandover',
]);

/** What happened: who did which thing at which second. */
export type Happened = { second: number; actor: Actor; facts: AlarmFact[] };

export const at = (second: number, actor: Actor, ...facts: AlarmFact[]): Happened => ({
  second,
  actor,
  facts,
});

export function pressed(changes: Partial<RaiseCommand> = {}): Happened {
  const decision = raise(raising(changes));
  if (decision.status === 'refused') throw new Error('a press is never refused');
  return at(0, button, ...decision.facts);
}

export function given(...past: Happened[]): Story {
  const story = new Story();
  for (const { second, actor, facts } of past) story.add(facts, actor, second);
  return story;
}

/** One alarm's past, and what is asked of it next. */
export class Story {
  readonly log: AlarmEvent[] = [];
  #alarm: Alarm | null = null;

  get alarm(): Alarm {
    if (!this.#alarm) throw new Error('nothing happened yet');
    return this.#alarm;
  }

  /** Folds facts as events, dated as the server dates them: never before the last one. */
  add(facts: readonly AlarmFact[], actor: Actor, second: number): void {
    for (const fact of facts) {
      const last = this.#alarm ? Date.parse(this.#alarm.updatedAt) : 0;
      const event: AlarmEvent = {
        ...fact,
        alarmId: uuid(100),
        version: this.log.length + 1,
        schemaVersion: eventSchemaVersion,
        at: new Date(Math.max(dateOf(second).getTime(), last)).toISOString(),
        actor,
      };
      this.#alarm = evolve(this.#alarm, event);
      this.log.push(event);
    }
  }

  /** Asks, and carries the answer into the alarm when it is yes. */
  when(asked: AnyAsked, actor: Actor, second: number, lookedUp: LookedUp = {}): Answer {
    const command = (
      versioned.has(asked.type) ? { expectedVersion: this.alarm.version, ...asked } : asked
    ) as Exclude<Command, RaiseCommand>;
    const decision = decide(this.alarm, command, actor, dateOf(second), lookedUp);
    if (decision.status === 'refused') return new Answer(this, [], decision.refusal);
    this.add(decision.facts, actor, second);
    return new Answer(this, decision.facts, null);
  }

  /** Lets time pass as the sweep does: each deadline acts at its moment. Gives `[second, kind]`. */
  fastForward(untilSecond: number): [second: number, kind: DeadlineKind][] {
    const acted: [number, DeadlineKind][] = [];
    for (;;) {
      const due = nextDeadline(this.alarm);
      if (!due || secondsOf(due.at) > untilSecond) return acted;
      if (acted.length > longest) throw new Error('deadlines never end');
      const { kind, revision } = due;
      this.when({ type: 'DeadlineReached', kind, revision }, sweep, secondsOf(due.at)).accepted();
      acted.push([secondsOf(due.at), kind]);
    }
  }

  /** The alarm's deadlines as `[second, kind]`, earliest first. */
  get deadlines(): [second: number, kind: DeadlineKind][] {
    return this.alarm.deadlines
      .map(({ at: due, kind }): [number, DeadlineKind] => [secondsOf(due), kind])
      .sort(([a], [b]) => a - b);
  }
}

export class Answer {
  readonly story: Story;
  readonly facts: readonly AlarmFact[];
  readonly refusal: Refusal | null;

  constructor(story: Story, facts: readonly AlarmFact[], refusal: Refusal | null) {
    this.story = story;
    this.facts = facts;
    this.refusal = refusal;
  }

  /** Exactly these facts, in this order. */
  then(...expected: AlarmFact[]): Story {
    if (this.refusal) differs('refused', this.refusal, expected);
    if (canonical(this.facts) !== canonical(expected)) differs('decided', this.facts, expected);
    return this.story;
  }

  accepted(): Story {
    if (this.refusal) differs('refused', this.refusal, 'accepted');
    return this.story;
  }

  /** True already, or late news: a yes that writes nothing down. */
  changesNothing(): Story {
    return this.then();
  }

  refused(code: RefusalCode, details: Refusal['details'] = {}): Story {
    const expected = { code, details };
    if (canonical(this.refusal) !== canonical(expected))
      differs('answered', this.refusal ?? this.facts, expected);
    return this.story;
  }
}

/** Thrown with both sides, so that a test's report shows them beside each other. */
function differs(what: string, actual: unknown, expected: unknown): never {
  throw Object.assign(new Error(`${what} otherwise: ${canonical(actual)}`), { actual, expected });
}
