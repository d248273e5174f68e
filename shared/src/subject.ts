// What a subject is: something with a history that must be provable, as an alarm, and in time a button with its loans
// or a person. It is one value, pure, and that is all the machinery (the log, the handler of commands, the sweep, the
// outbox) knows of it: what is asked of it becomes facts, facts become events, events fold to its state.
import type { Actor } from './actor.ts';
import type { Deadline } from './deadlines.ts';

/** The types of one subject under one name, so that whoever works with any subject names one. */
export type SubjectTypes = {
  State: {
    id: string;
    centreId: string;
    version: number;
    /** Of the last event; no event is dated before it. */
    updatedAt: string;
    /** What is kept sealed; null once its key was erased. */
    personal: object | null;
  };
  Command: { type: string };
  /** What was decided, before it has a number and a date. */
  Fact: { type: string; data: object };
  /** A fact as it stands in the log: `Dated`, and under `idName` whose it is. */
  Event: { type: string; data: object } & Dated;
  Refusal: { code: string };
  /** What a command asks about and the subject does not know. */
  LookedUp: object;
};

/** What every event carries beside its fact. */
export type Dated = {
  /** The subject's own event count, from 1. */
  version: number;
  schemaVersion: number;
  at: string;
  actor: Actor;
};

export type Decided<T extends Pick<SubjectTypes, 'Fact' | 'Refusal'>> =
  /** No facts means: true already, nothing to write down. */
  { status: 'accepted'; facts: T['Fact'][] } | { status: 'refused'; refusal: T['Refusal'] };

/** What has to happen outside. `text` names no person and no place: it may be read by somebody else. */
export type Effect = { kind: string; recipient: string; text: string };

export type Subject<T extends SubjectTypes> = {
  /** Of its streams in the log, and in what its sealed parts are bound to; never changes. */
  name: string;
  /** What an event calls the id of its subject. */
  idName: string;
  /** `live` reaches desks; everything else is `file`. */
  feed: 'live' | 'file';
  /** Of the events that it writes; older ones are brought up to it on read. */
  schemaVersion: number;
  /** By type and by the schema that the event was written in: its data in the next one. Where none stands it is the same. */
  upcast: { [Type in T['Event']['type']]?: Record<number, (data: object) => object> };
  /** Raised by whoever changes what `evolve` gives for events that were written before: rows are then folded anew. */
  foldVersion: number;
  /** `state` is null before its first event. */
  decide(
    state: T['State'] | null,
    command: T['Command'],
    asked: { actor: Actor; now: Date; lookedUp: T['LookedUp'] },
  ): Decided<T>;
  evolve(state: T['State'] | null, event: T['Event']): T['State'];
  deadlinesOf(state: T['State']): readonly Deadline[];
  /** What an event asks for; `state` is as it is after it. */
  effectsOf(state: T['State'], event: T['Event']): Effect[];
  /** Nothing of what is not real reaches anybody outside. */
  modeOf(state: T['State']): 'real' | 'test' | 'exercise' | 'synthetic';
  /** The customer whom it concerns; null: the centre alone. */
  municipalityOf(state: T['State']): string | null;
  sealed: Sealed<T>;
};

/** What of events and of the row is kept sealed beside `personal`: typed words, by what stands in clear around them. */
export type Sealed<T extends SubjectTypes> = {
  /**
   * The parts of `personal`, each sealed under a key of its own and ending apart from the others; without them all of it
   * is one.
   */
  classes?: readonly string[];
  splitData(event: T['Event']): { clear: object; typed: object | null };
  splitState<State extends Omit<T['State'], 'personal'>>(
    state: State,
  ): { clear: State; typed: object | null };
  joinState<Clear extends object>(clear: Clear, typed: object): Clear;
};

/** Of a subject whose words all stand in `personal`. */
export const nothingTyped = {
  splitData: ({ data }: { data: object }) => ({ clear: data, typed: null }),
  splitState: <State>(state: State) => ({ clear: state, typed: null }),
  joinState: <Clear>(clear: Clear) => clear,
};

/** A whole history as its subject stands after it; null before the first event. */
export function foldOf<T extends SubjectTypes>(
  { evolve }: Pick<Subject<T>, 'evolve'>,
  events: readonly T['Event'][],
): T['State'] | null {
  return events.reduce<T['State'] | null>((state, event) => evolve(state, event), null);
}
