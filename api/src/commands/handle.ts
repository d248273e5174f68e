// The only way a subject changes: lock its stream, decide, fold, store, commit, announce. Everything that asks something
// of a subject (a wire, a desk, the sweep, the outbox) ends here. What is special about one is a part of its definition.
import type { Actor, Person, SystemPart } from '@achterwacht/shared/actor.ts';
import type { Place } from '@achterwacht/shared/feed-view.ts';
import type { Permission } from '@achterwacht/shared/roles.ts';
import type { Dated, SubjectTypes } from '@achterwacht/shared/subject.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { violatedConstraint } from '../db/errors.ts';
import { append, type Appended } from '../log/append.ts';
import { find, lock, Unreadable } from '../log/read-stream.ts';
import type { Stored, Stream } from '../log/stream.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { findAnswer, keepAcceptance, keepRefusal, type Repeated } from './answers.ts';

export type Placed<T extends SubjectTypes> = T['Event'] & { sequence: number };

export type Outcome<T extends SubjectTypes> =
  | { status: 'accepted'; state: T['State']; events: Placed<T>[] }
  | { status: 'refused'; refusal: T['Refusal'] }
  | { status: 'not-found' };

export type Parts = { clock: Pick<Clock, 'now'>; keys: KeyRing };

export type Definition<T extends SubjectTypes> = Stream<T> & {
  /** What a person needs who asks anything of it. */
  permission: Permission;
  /** What a command asks about and the subject does not know, read under the rights of whoever asks. */
  lookUp(
    tx: Transaction,
    keys: KeyRing,
    stored: Stored<T>,
    command: T['Command'],
    now: Date,
  ): Promise<T['LookedUp']>;
  /** For what asks about nothing. */
  nothingLookedUp: T['LookedUp'];
  /** Rules over several subjects, which an index says and not `decide`: what whoever breaks one is told. */
  refusedBy: Record<string, T['Refusal']>;
  /** To whoever asks something of one that neither row nor log tells. */
  unreadable: T['Refusal'];
};

/** A part of the system, or a desk that reports what it showed. */
type By = (Person & { centreId: string }) | { part: SystemPart };

/** What a command that a part of the system asks needs of it. */
type Decided<T extends SubjectTypes> = Stream<T> & Pick<Definition<T>, 'nothingLookedUp'>;

type Asked<T extends SubjectTypes> = {
  command: T['Command'];
  actor: Actor;
  lookedUp?: T['LookedUp'] | undefined;
};

/** The first events of a new subject, in the caller's transaction. */
export function begin<T extends SubjectTypes>(
  definition: Decided<T>,
  parts: Parts,
  tx: Transaction,
  { id, subjectId, ...asked }: Asked<T> & { id: string; subjectId: string },
): Appended<T> | { refusal: T['Refusal'] } {
  const now = parts.clock.now();
  const decision = decideOn(definition, null, asked, now);
  if (decision.status === 'refused') return { refusal: decision.refusal };
  const events = dated(definition, decision.facts, { id, after: null, actor: asked.actor, now });
  return store(definition, parts, tx, { before: null, events, subjectId });
}

/** The same where nothing can refuse it. */
export function applyFirst<T extends SubjectTypes>(
  definition: Decided<T>,
  parts: Parts,
  tx: Transaction,
  asked: Asked<T> & { id: string; subjectId: string },
): Appended<T> {
  const begun = begin(definition, parts, tx, asked);
  if ('refusal' in begun) throw new Error(`${asked.command.type} refused: ${begun.refusal.code}`);
  return begun;
}

/** One command on a locked subject, in the caller's transaction. */
export function apply<T extends SubjectTypes>(
  definition: Decided<T>,
  parts: Parts,
  tx: Transaction,
  { locked, command, actor, lookedUp }: Asked<T> & { locked: Stored<T> },
): Appended<T> | { refusal: T['Refusal'] } {
  const now = parts.clock.now();
  const { state, subjectId } = locked;
  const decision = decideOn(definition, state, { command, actor, lookedUp }, now);
  if (decision.status === 'refused') return { refusal: decision.refusal };
  if (decision.facts.length === 0) return { stored: locked, written: Promise.resolve([]) };
  const events = dated(definition, decision.facts, { id: state.id, after: state, actor, now });
  return store(definition, parts, tx, { before: locked, events, subjectId });
}

/**
 * Facts that no rule decided, because they stood somewhere before there was a history: what a release left is told as
 * the first events of it. For the migrations alone.
 */
export function writeDown<T extends SubjectTypes>(
  stream: Stream<T>,
  parts: Parts,
  tx: Transaction,
  {
    id,
    subjectId,
    before,
    facts,
    actor,
  }: { id: string; subjectId: string; before: Stored<T> | null; facts: T['Fact'][]; actor: Actor },
): Appended<T> {
  const about = { id, after: before?.state ?? null, actor, now: parts.clock.now() };
  const events = dated(stream, facts, about);
  return store(stream, parts, tx, { before, events, subjectId });
}

export function createHandler<T extends SubjectTypes>(
  definition: Definition<T>,
  parts: Parts & {
    asActor: AsActor;
    system: Database;
    /** Committed events of this subject, in order. Never throws. */
    announce: (place: Place, events: Placed<T>[]) => void;
  },
) {
  /** After the commit, never before: what is announced is true. */
  const announced = (outcome: Outcome<T>): Outcome<T> => {
    if (outcome.status === 'accepted')
      parts.announce(placeOf(definition, outcome.state), outcome.events);
    return outcome;
  };
  return {
    /** A person's command, under his own rights; a repeated `commandId` gets its first answer. */
    async forPerson(
      person: Person & { centreId: string },
      id: string,
      { commandId, command }: { commandId: string; command: T['Command'] },
    ): Promise<Outcome<T>> {
      const carriedOut = () =>
        parts.asActor(person, definition.permission, (tx) =>
          carryOut(definition, parts, tx, { id, commandId, command, actor: signed(person) }),
        );
      return withKeysMade(parts.keys, carriedOut).then(
        (outcome) =>
          outcome.status === 'repeated' ? { ...outcome, status: 'accepted' } : announced(outcome),
        (error: unknown) => refusedByRule(definition, error),
      );
    },

    /** A command of a part of the system, or of a desk that reports what it showed. */
    async forSystem(by: By, id: string, command: T['Command']): Promise<Outcome<T>> {
      const carriedOut = () =>
        parts.system.transaction((tx) =>
          carryOutForSystem(definition, parts, tx, { by, id, command }),
        );
      return withKeysMade(parts.keys, carriedOut).then(announced);
    },
  };
}

/** In the caller's transaction, which ends with it. */
export async function carryOutForSystem<T extends SubjectTypes>(
  definition: Definition<T>,
  parts: Parts,
  tx: Transaction,
  { by, id, command }: { by: By; id: string; command: T['Command'] },
): Promise<Outcome<T>> {
  const locked = await lock(definition, tx, parts.keys, id);
  if (!locked) return { status: 'not-found' };
  // The system sees every centre; a desk only its own.
  if ('centreId' in by && by.centreId !== locked.state.centreId) return { status: 'not-found' };
  const actor: Actor = 'part' in by ? { type: 'system', part: by.part } : signed(by);
  const applied = apply(definition, parts, tx, { locked, command, actor });
  if ('refusal' in applied) return { status: 'refused', refusal: applied.refusal };
  tx.commitBehind();
  const events = await applied.written;
  return { status: 'accepted', state: applied.stored.state, events };
}

async function carryOut<T extends SubjectTypes>(
  definition: Definition<T>,
  parts: Parts,
  tx: Transaction,
  { id, commandId, command, actor }: Asked<T> & { id: string; commandId: string },
): Promise<Outcome<T> | Repeated<T>> {
  const { clock, keys } = parts;
  // Sent together, carried out in order: who sees what a command did finds its answer too.
  const [seen, before] = await Promise.all([
    find(definition, tx, keys, id),
    findAnswer(definition, tx, keys, { id, commandId }),
  ]);
  if (!seen) return { status: 'not-found' };
  if (before) return before;
  // Whoever is refused by what stands there already needs no lock: of a hundred claims at once the
  // later ones do not queue to hear who was first.
  const lookedUp = await definition.lookUp(tx, keys, seen, command, clock.now());
  const asked = { command, actor, lookedUp };
  const hopeless = decideOn(definition, seen.state, asked, clock.now());
  const refusing = { commandId, id, centreId: seen.state.centreId };
  if (hopeless.status === 'refused')
    return refuse(definition, parts, tx, { ...refusing, reason: hopeless.refusal });

  const [locked, meanwhile] = await Promise.all([
    lock(definition, tx, keys, id),
    findAnswer(definition, tx, keys, { id, commandId }),
  ]);
  if (!locked) return { status: 'not-found' };
  if (meanwhile) return meanwhile;
  const applied = apply(definition, parts, tx, { locked, ...asked });
  if ('refusal' in applied)
    return refuse(definition, parts, tx, { ...refusing, reason: applied.refusal });
  const { state } = applied.stored;
  const answered = keepAcceptance(definition, tx, {
    state,
    commandId,
    from: locked.state.version,
    at: clock.now(),
  });
  tx.commitBehind();
  const [events] = await Promise.all([applied.written, answered]);
  return { status: 'accepted', state, events };
}

function decideOn<T extends SubjectTypes>(
  { subject, nothingLookedUp }: Decided<T>,
  state: T['State'] | null,
  { command, actor, lookedUp = nothingLookedUp }: Asked<T>,
  now: Date,
) {
  return subject.decide(state, command, { actor, now, lookedUp });
}

/** Whose what is announced of it is. */
export function placeOf<T extends SubjectTypes>(
  { subject }: Pick<Stream<T>, 'subject'>,
  { centreId }: Pick<T['State'], 'centreId'>,
): Place {
  return { centreId, streamType: subject.name };
}

/** As the log signs it: without where the person belongs. */
function signed({ id, name, role }: Person): Actor {
  return { type: 'person', id, name, role };
}

/** Any error that is no rule of the subject's stays one. */
export function refusedByRule<T extends SubjectTypes>(
  { unreadable, refusedBy }: Definition<T>,
  error: unknown,
): Outcome<T> {
  if (error instanceof Unreadable) return { status: 'refused', refusal: unreadable };
  const reason = refusedBy[violatedConstraint(error) ?? ''];
  if (reason === undefined) throw error;
  return { status: 'refused', refusal: reason };
}

type Refusing<T extends SubjectTypes> = {
  id: string;
  centreId: string;
  commandId: string;
  reason: T['Refusal'];
};

/** It changed nothing, so nobody waits for the disk. */
async function refuse<T extends SubjectTypes>(
  definition: Definition<T>,
  { clock, keys }: Parts,
  tx: Transaction,
  { reason, ...asked }: Refusing<T>,
): Promise<Outcome<T> | Repeated<T>> {
  const eased = tx.sql`set local synchronous_commit to off`.execute();
  const kept = keepRefusal(definition, tx, { ...asked, reason, at: clock.now() });
  const [isFirst] = await Promise.all([kept, eased]);
  // The same command came twice at once, and the other one was answered meanwhile.
  const earlier = isFirst ? null : await findAnswer(definition, tx, keys, asked);
  return earlier ?? { status: 'refused', refusal: reason };
}

/** Facts become events: numbered, dated (never before the last one), signed with who asked. */
function dated<T extends SubjectTypes>(
  { subject }: Stream<T>,
  facts: T['Fact'][],
  { id, after, actor, now }: { id: string; after: T['State'] | null; actor: Actor; now: Date },
): T['Event'][] {
  const last = after ? Date.parse(after.updatedAt) : 0;
  const at = new Date(Math.max(now.getTime(), last)).toISOString();
  return facts.map((fact, index): T['Event'] => {
    const version = (after?.version ?? 0) + index + 1;
    const beside: Dated = { version, schemaVersion: subject.schemaVersion, at, actor };
    return { ...fact, [subject.idName]: id, ...beside };
  });
}

function store<T extends SubjectTypes>(
  stream: Stream<T>,
  { keys }: { keys: KeyRing },
  tx: Transaction,
  {
    before,
    events,
    subjectId,
  }: { before: Stored<T> | null; events: T['Event'][]; subjectId: string },
): Appended<T> {
  const { subject } = stream;
  let state = before?.state ?? null;
  const effects = [];
  for (const event of events) {
    state = subject.evolve(state, event);
    for (const effect of subject.effectsOf(state, event))
      effects.push({ ...effect, version: event.version });
  }
  return append(stream, tx, keys, { before, after: state!, subjectId, events, effects });
}
