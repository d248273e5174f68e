// The rules: one alarm, one command, one moment give facts or a refusal. Pure, so that the same
// question always has the same answer, on the server, in a test and in a replay.
import type { Actor, Person } from '../actor.ts';
import type { DecodedSignal, Unbelieved } from '../signals.ts';
import { whyNot, slicedRules, type AnyRule } from './actions.ts';
import { refusal, type Refusal } from './refusal.ts';
import { isHearsay, isOtherSender, isPlacedApart, isUnbelievedPlace } from './belief.ts';
import type { LookedUp } from './calling/commands.ts';
import { close } from './closing.ts';

import type { Command, PersonCommand, RaiseCommand, SystemCommand } from './commands.ts';
import { eventSchemaVersion, type AlarmFact, type SignalReference } from './events.ts';
import { evolve } from './evolve.ts';

import { callsForHelp, endsPress } from './joining.ts';
import { firstPlace, mayKnowPlace, nextPlace } from './place.ts';
import { outdatedReadBack } from './read-back/outdated.ts';

import type { StaffMember } from './staff-member.ts';
import { isTold } from './handover/state.ts';
import type { Alarm } from './state.ts';

export type Decision =
  /** No facts means: true already, nothing to write down (a second "presented", a late wake-up). */
  { status: 'accepted'; facts: AlarmFact[] } | { status: 'refused'; refusal: Refusal };

const accept = (...facts: AlarmFact[]): Decision => ({ status: 'accepted', facts });
const refuse = (why: Refusal): Decision => ({ status: 'refused', refusal: why });
const answer = (about: AlarmFact[] | Refusal): Decision =>
  'code' in about ? refuse(about) : accept(...about);

/** Decides about a new alarm. */
export function raise(command: RaiseCommand): Decision {
  const { type: _type, signal, signalId, holder, place, toldName, stepTexts, ...rest } = command;
  const { unbelieved, sender, resembles, ...facts } = rest;
  const position = mayKnowPlace(facts) ? signal.position : null;
  return accept({
    type: 'AlarmRaised',
    data: { ...facts, signal: reference(signalId, signal, unbelieved) },
    personal: command.bare
      ? null
      : {
          holder,
          place: mayKnowPlace(facts) ? firstPlace(place, position) : null,
          position: position && { fix: position, receivedAt: command.receivedAt },
          ...(toldName !== undefined && { toldName }),
          ...(resembles && { resembles }),
          ...(sender !== undefined && !unbelieved && callsForHelp(signal) && { sender }),
          ...(stepTexts && { stepTexts }),
        },
  });
}

/**
 * Decides about an existing alarm; `now` is the server's clock. `lookedUp` holds what the command asks about
 * and the alarm does not know: only a word and a call need it.
 */
export function decide(
  alarm: Alarm,
  command: Exclude<Command, RaiseCommand>,
  actor: Actor,
  now: Date,
  lookedUp: LookedUp = {},
): Decision {
  const decision = decideAlone(alarm, command, actor, now, lookedUp);
  if (decision.status === 'refused' || alarm.readBack.length === 0) return decision;
  // Whoever reads the script aloud sees what it does to what he has read.
  const envelope = { alarmId: alarm.id, schemaVersion: eventSchemaVersion, actor };
  const after = decision.facts.reduce<Alarm>(
    (before, fact) =>
      evolve(before, {
        ...fact,
        ...envelope,
        version: before.version + 1,
        at: now.toISOString(),
      }),
    alarm,
  );
  return accept(...decision.facts, ...outdatedReadBack(alarm, after));
}

function decideAlone(
  alarm: Alarm,
  command: Exclude<Command, RaiseCommand>,
  actor: Actor,
  now: Date,
  lookedUp: LookedUp,
): Decision {
  if (isSliced(command)) return decideSliced(alarm, command, actor, now, lookedUp);
  if (!isPersonCommand(command)) return decideForSystem(alarm, command, actor, now);
  if (actor.type !== 'person') return refuse(refusal('rol-mag-niet'));
  const no = whyNot(alarm, actor, command.type) ?? outOfDate(alarm, command);
  return no ? refuse(no) : decideForPerson(alarm, command, actor, now);
}

type SlicedCommand = Extract<Command, { type: keyof typeof slicedRules }>;

function isSliced(command: Command): command is SlicedCommand {
  return command.type in slicedRules;
}

function decideSliced(
  alarm: Alarm,
  command: SlicedCommand,
  actor: Actor,
  now: Date,
  lookedUp: LookedUp,
): Decision {
  const rule = slicedRules[command.type] as AnyRule;
  if (rule.sentBy === 'system')
    return answer(rule.decide(alarm, command as SystemCommand, { actor, now }));
  if (actor.type !== 'person') return refuse(refusal('rol-mag-niet'));
  const asked = command as PersonCommand;
  const needed = Math.max(0, ...(rule.restsOn ?? []).map((part) => alarm.changedAt[part]));
  const no = whyNot(alarm, actor, asked.type);
  if (no) return refuse(no);
  if ('expectedVersion' in asked && asked.expectedVersion < needed)
    return refuse(refusal('tussentijds-gewijzigd', { version: alarm.version }));
  const by: StaffMember = { id: actor.id, name: actor.name };
  return answer(rule.decide(alarm, asked, { person: actor, by, now, lookedUp }));
}

type LeftPersonCommand = Exclude<PersonCommand, SlicedCommand>;
type LeftSystemCommand = Exclude<SystemCommand, SlicedCommand>;

const systemTypes = new Set<Command['type']>([
  'AddSignal',
  'AddPosition',
  'DeadlineReached',
  'EffectFailed',
]);

function isPersonCommand(
  command: LeftPersonCommand | LeftSystemCommand,
): command is LeftPersonCommand {
  return !systemTypes.has(command.type);
}

/**
 * A decision counts only when it was taken on what matters to it: a claim on who had it, a judgement
 * on who had it and what was pressed, closing on all of it. A mere position does not void a claim.
 */
function outOfDate(alarm: Alarm, command: LeftPersonCommand): Refusal | null {
  if (!('expectedVersion' in command)) return null;
  const { ownership, verification, signals, handover } = alarm.changedAt;
  const needed = {
    Close: Math.max(ownership, verification, signals, handover),
  }[command.type];
  return command.expectedVersion < needed
    ? refusal('tussentijds-gewijzigd', { version: alarm.version })
    : null;
}

function decideForPerson(
  alarm: Alarm,
  command: LeftPersonCommand,
  person: Person,
  now: Date,
): Decision {
  const by: StaffMember = { id: person.id, name: person.name };
  switch (command.type) {
    case 'AddNote':
      return accept({
        type: 'NoteAdded',
        data: { noteId: command.noteId, by, happenedAt: command.happenedAt },
        personal: { text: command.text },
      });
    case 'Close':
      return answer(close(alarm, command, person, now));
    case 'Reopen':
      return accept({
        type: 'AlarmReopened',
        data: { by },
        personal: { reason: command.reason },
      });
  }
}

function decideForSystem(
  alarm: Alarm,
  command: Exclude<LeftSystemCommand, RaiseCommand>,
  actor: Actor,
  now: Date,
): Decision {
  switch (command.type) {
    case 'AddSignal':
      return alarm.closed ? refuse(refusal('gesloten')) : addSignal(alarm, command);
    case 'AddPosition':
      if (!mayKnowPlace(alarm)) return accept();
      return accept({
        type: 'PositionAdded',
        data: { receivedAt: command.receivedAt },
        personal: { fix: command.fix, place: nextPlace(alarm, command.place, command.fix) },
      });
    case 'DeadlineReached':
      return reachDeadline(alarm, command, now);
    case 'EffectFailed':
      return accept({
        type: 'EffectFailed',
        data: {
          effectId: command.effectId,
          effectKind: command.effectKind,
          attempts: command.attempts,
        },
      });
  }
}

function addSignal(alarm: Alarm, command: Extract<SystemCommand, { type: 'AddSignal' }>): Decision {
  const { signal, signalId, holder, receivedAt, sender } = command;
  const { position, place } = mayKnowPlace(alarm)
    ? { position: signal.position, place: command.place }
    : { position: null, place: null };
  const isElsewhere = (position !== null || endsPress(signal)) && isOtherSender(alarm, sender);
  const unbelieved = command.unbelieved ?? (isElsewhere ? 'other-sender' : undefined);
  const isFirstPress = !alarm.personal?.sender && !unbelieved && callsForHelp(signal);
  // What is shown apart, or shown until somebody who is believed says where, has no say in what a place is.
  const standsAlone = isPlacedApart(alarm, unbelieved) || isUnbelievedPlace(alarm);
  const added: AlarmFact = {
    type: 'SignalAdded',
    data: { receivedAt, signal: reference(signalId, signal, unbelieved) },
    personal: {
      position: position && { fix: position, receivedAt },
      place: standsAlone ? firstPlace(place, position) : nextPlace(alarm, place, position),
      ...(sender !== undefined && isFirstPress && { sender }),
      ...(alarm.bare && holder && { holder }),
    },
  };
  if (isHearsay(alarm, unbelieved)) return accept(added);
  // It can be forced, so it changes nothing here; the police hear of it and decide. Not of one that anybody may have
  // sent, and no flat battery's end says anything of the holder.
  if (endsPress(signal) && !unbelieved && isWithPolice(alarm) && !isToldPossiblyFalse(alarm))
    return accept(added, {
      type: 'PoliceMessageAdded',
      data: { why: 'possibly-false', by: null, operator: null },
      personal: null,
    });
  // Somebody presses again: whatever made it look harmless a moment ago no longer counts.
  const voids = alarm.verification.status === 'false-pending' && callsForHelp(signal);
  if (!voids) return accept(added);
  return accept(added, {
    type: 'VerificationWithdrawn',
    data: { why: 'new-signal' },
    personal: null,
  });
}

/** And nobody pressed since: a device says it again and again, and the police need it once. */
function isToldPossiblyFalse({ policeMessages, presses }: Alarm): boolean {
  const told = policeMessages.findLast(({ why }) => why === 'possibly-false');
  return told !== undefined && !(presses.lastAt !== null && presses.lastAt > told.at);
}

const isWithPolice = (alarm: Alarm) => isTold(alarm) && alarm.handover.status !== 'done';

function reachDeadline(
  alarm: Alarm,
  command: Extract<SystemCommand, { type: 'DeadlineReached' }>,
  now: Date,
): Decision {
  const due = alarm.deadlines.find(
    (deadline) => deadline.kind === command.kind && deadline.revision === command.revision,
  );
  // A wake-up for an older deadline is late news, and one that comes early will come again.
  if (!due || Date.parse(due.at) > now.getTime()) return accept();
  const passed: AlarmFact = {
    type: 'DeadlinePassed',
    data: {
      kind: due.kind,
      revision: due.revision,
      dueAt: due.at,
      lateMilliseconds: now.getTime() - Date.parse(due.at),
    },
  };
  switch (due.kind) {
    case 'parked-end':
      return accept(passed, { type: 'AlarmUnparked', data: { why: 'ended' } });
    // The script stands ready, so that whoever is called in can begin; telling the police stays a person's.
    case 'unverifiable-second':
      return alarm.handover.status === 'none'
        ? accept(passed, { type: 'HandoverPrepared', data: { by: null } })
        : accept(passed);
    default:
      return accept(passed);
  }
}

function reference(
  signalId: string,
  signal: DecodedSignal,
  unbelieved: Unbelieved | undefined,
): SignalReference {
  const { kind, code, deviceTime, batteryPercent, warnings, more } = signal;
  const said = {
    signalId,
    kind,
    code,
    deviceTime,
    batteryPercent,
    warnings,
    ...(more && { more }),
  };
  return unbelieved ? { ...said, unbelieved } : said;
}
