// From a message to the alarm: under the button's lock, each of its signals joins an open alarm or
// raises a new one, and the message is stored as handled in the same transaction. Doing it twice does
// it once.
import { createHmac, randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import {
  callsForHelp,
  endsPress,
  joins,
  kindRaisedBy,
  modeRaisedBy,
} from '@achterwacht/shared/alarm/joining.ts';
import { mayKnowPlace } from '@achterwacht/shared/alarm/signals/place.ts';
import { priorityFor } from '@achterwacht/shared/alarm/raising/priorities.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import {
  duressKinds,
  type DecodedSignal,
  type SignalWarning,
} from '@achterwacht/shared/signals.ts';
import { applyCommand, applyRaise, type AppendedAlarm } from '../commands/handle-command.ts';
import type { StoredAlarm } from '../row/alarm-row.ts';
import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import type { FaultPoint } from '../../fault-points.ts';
import { withKeysMade, type KeyRing } from '../../sealing/key-ring.ts';
import { placeOf, planFor, type ButtonContext } from '../../buttons/button-context.ts';
import { trackClosed } from './track-closed.ts';
import { isWithoutOccasion, lockPress, routineRepeat, wasSentBefore } from './lock-press.ts';
import type { Handled, Handling, ToAlarm } from '../../messages/handled.ts';
import { ownPartOf } from '../../messages/own-parts.ts';
import { isOfTest } from '../../messages/record/message-content.ts';
import {
  recordMessage,
  settleMessage,
  type Message,
} from '../../messages/record/record-message.ts';
import { findResembled, type Resembled } from '../../buttons/resembling.ts';
import { findOrMakeUnknownButton } from '../../buttons/unknown-button.ts';

type Parts = { system: Database; keys: KeyRing; clock: Clock; faultPoint: FaultPoint };

export function createToAlarm(parts: Parts): ToAlarm {
  return async (message, handling = {}) => {
    const mayRaise = message.signals.some(({ decoded }) => kindRaisedBy(decoded) !== null);
    const buttonId = message.buttonId ?? (await findOrMakeUnknownButton(parts.system, message));
    // Of a button that the register has it was made when it was read, and its holder's with it.
    if (message.buttonId === null && mayRaise) parts.keys.findOrMake(buttonId);
    return withKeysMade(parts.keys, () =>
      handle(parts, message, { ...handling, buttonId, mayRaise }),
    );
  };
}

function handle(
  parts: Parts,
  message: Message,
  handling: Handling & { buttonId: string; mayRaise: boolean },
): Promise<Handled> {
  const { buttonId, mayRaise } = handling;
  return parts.system.transaction(async (tx) => {
    const locked = await lockPress(tx, parts.keys, message, { buttonId, mayRaise });
    const { context, open, newestAlarmId, numbers } = locked;
    const { centreId } = context;
    const settle = handling.record ? recordMessage : settleMessage;
    const handled = (
      disposition: Message['disposition'],
      alarmIds: (string | null)[],
      isOfAlarm: boolean,
    ) =>
      settle(tx.sql, parts.keys, message, {
        at: parts.clock.now(),
        disposition,
        buttonId,
        holderId: context.holderId,
        alarmIds,
        mayKnowPlace: isOfAlarm || isOfTest(message.signals),
      });
    if (locked.isHandled) return { centreId, events: [], disposition: message.disposition };
    const mayBeNew = isWithoutOccasion(message);
    if (locked.duplicateOf && !mayBeNew) {
      const alarmIds = message.signals.map(() => locked.duplicateOf);
      await handled('duplicate', alarmIds, true);
      return { centreId, events: [], disposition: 'duplicate' };
    }
    const { shownIn } = handling;
    if (shownIn && !open.some(({ state: alarm }) => alarm.id === shownIn)) {
      // Closed meanwhile: somebody has seen to it, and what it said stands in the list of signals.
      await handled(
        dispositionOf(message),
        message.signals.map(() => shownIn),
        true,
      );
      return { centreId, events: [], disposition: dispositionOf(message) };
    }
    const routineBefore = await routineRepeat(tx, message);
    if (routineBefore) {
      const { alarmId } = routineBefore;
      const alarmIds = message.signals.map(() => alarmId);
      await handled('duplicate', alarmIds, alarmId !== null);
      return { centreId, events: [], disposition: 'duplicate' };
    }
    const isRepeat =
      mayBeNew &&
      (locked.duplicateOf !== null ||
        (newestAlarmId !== null && (await wasSentBefore(tx, message))));
    const press = {
      parts,
      tx,
      context,
      open,
      newestAlarmId,
      numbers,
      message,
      handling: isRepeat ? withWarning(handling, 'maybe-repeated') : handling,
    };
    const changed = new Map<string, SignalChange | null>();
    for (const signal of callsFirst(message.signals))
      changed.set(signal.id, await handleSignal(press, signal));
    const changes = message.signals.map(({ id }) => changed.get(id) ?? null);
    const disposition = dispositionOf(message);
    const settled = handled(
      disposition,
      changes.map((change) => change?.alarmId ?? null),
      changes.some((change) => change?.mayKnowPlace),
    );
    parts.faultPoint('decided');
    tx.commitBehind();
    const [events] = await Promise.all([
      Promise.all([...changed.values()].map((change) => change?.written ?? Promise.resolve([]))),
      settled,
    ]);
    return { centreId, events: events.flat(), disposition };
  });
}

const withWarning = (handling: Handling, warning: SignalWarning): Handling => ({
  ...handling,
  warnings: [...(handling.warnings ?? []), warning],
});

function dispositionOf({ disposition }: Message): Message['disposition'] {
  return disposition === 'refused' ? 'refused' : 'accepted';
}

type SignalChange = { alarmId: string; mayKnowPlace: boolean; written: Promise<FeedEvent[]> };

type Press = {
  parts: Parts;
  tx: Transaction;
  context: ButtonContext;
  /** Changes as signals of one message follow each other. */
  open: StoredAlarm[];
  newestAlarmId: string | null;
  /** Taken along with the reading, so that raising does not ask again. */
  numbers: number[];
  handling: Handling;
  message: Message;
};

/**
 * Where a message says more than two things its calls for help come first: what else it says joins their alarm, so
 * that no message is more than two alarms.
 */
function callsFirst(signals: Message['signals']): Message['signals'] {
  if (signals.length <= 2) return signals;
  return signals.toSorted(
    (one, other) => Number(callsForHelp(other.decoded)) - Number(callsForHelp(one.decoded)),
  );
}

async function handleSignal(
  press: Press,
  { id, decoded }: Message['signals'][number],
): Promise<SignalChange | null> {
  const { parts, tx, context, open } = press;
  const signal = withWarnings(decoded, press);
  const ownPart = ownPartOf(press.message);
  const actor: Actor = ownPart ?? { type: 'device', buttonId: context.button.id };
  const receivedAt = press.message.receivedAt.toISOString();
  const place = placeOf(context, signal.position);

  const received = receivedBy(press);
  const takes = ({ state: alarm }: StoredAlarm) => joins(alarm, signal, received.unbelieved);
  // A duress first: a press that went into an older medical alarm would make a second duress of it. Before that one
  // a bare alarm, which still knows nothing.
  const joined =
    open.find((stored) => stored.state.bare && takes(stored)) ??
    open.find((stored) => stored.state.kind === 'duress' && takes(stored)) ??
    open.find(takes);
  if (joined) {
    const said = { signalId: id, signal, place, holder: context.holder, receivedAt };
    const command = { type: 'AddSignal', ...said, ...received } as const;
    const applied = applyCommand(parts, tx, { locked: joined, command, actor });
    if ('refusal' in applied) throw new Error(`signal refused: ${applied.refusal.code}`);
    open[open.indexOf(joined)] = applied.stored;
    return changeOf(applied);
  }

  const kind = kindRaisedBy(signal);
  if (kind === null) {
    const buttonId = context.button.id;
    const asked = { buttonId, actor, signal, place, receivedAt, ...received };
    const tracked = await trackClosed(parts, tx, asked);
    return tracked && changeOf(tracked);
  }
  const isEnd = endsPress(signal);
  if (isEnd && (await isEndOfKnownPress(press))) return null;
  const alarmId = randomUUID();
  const planned = planFor(context, kind);
  const number = press.numbers.pop() ?? (await nextNumber(tx, context.centreId));
  const resembles = await resembledBy(press);
  const applied = applyRaise(parts, tx, {
    alarmId,
    subjectId: context.holderId ?? context.button.id,
    actor,
    command: {
      type: 'Raise',
      number,
      centreId: context.centreId,
      municipality: context.municipality,
      button: context.button,
      kind,
      mode: modeRaisedBy(signal),
      ...priorityFor(kind, signal, context.priorities),
      source: 'device',
      reasonCategory: context.reasonCategory,
      ...planned,
      // The product's own troubles have no holder to spare.
      plan: ownPart ? { ...planned.plan, flags: [] } : planned.plan,
      previousAlarmId: press.newestAlarmId,
      holder: context.holder,
      place,
      signalId: id,
      signal: isEnd
        ? { ...signal, warnings: [...signal.warnings, 'restore-without-press'] }
        : signal,
      receivedAt,
      ...(resembles && { resembles }),
      ...received,
    },
  });
  open.push(applied.stored);
  return changeOf(applied);
}

const changeOf = ({ stored, written }: AppendedAlarm): SignalChange => ({
  alarmId: stored.state.id,
  mayKnowPlace: mayKnowPlace(stored.state),
  written,
});

/**
 * Many devices say that a press is over after its alarm was closed. That explains one such end, of an alarm of
 * the last day, and not the next.
 */
async function isEndOfKnownPress({ tx, message, context, newestAlarmId }: Press): Promise<boolean> {
  if (newestAlarmId === null) return false;
  const until = message.receivedAt.toISOString();
  const rows = await tx.sql`
    select from alarms where button_id = ${context.button.id} and mode = 'real'
      and kind in ('duress', 'missed-check', 'medical')
      and raised_at between ${until}::timestamptz - interval '1 day' and ${until}
      and not exists (select from messages join signals on signals.message_id = messages.id
        where messages.centre_id = alarms.centre_id and messages.id <> ${message.id}
          and messages.received_at between alarms.raised_at and ${until}
          and messages.disposition = 'accepted' and signals.button_id = alarms.button_id
          and signals.kind in ('cancel', 'restore'))
    limit 1`;
  return rows.length > 0;
}

/** Which button the sender may be, where nobody registered the account that it names. */
async function resembledBy({ tx, context, message }: Press): Promise<Resembled | null> {
  const { account } = message;
  if (context.button.known || account === null || message.protocol !== 'dc09') return null;
  return findResembled(tx, { account, centreId: context.centreId });
}

/** What of its way here decides whether it is believed: shared/alarm/signals/belief.ts. */
function receivedBy({ parts, message, context }: Press) {
  if (message.disposition === 'refused') return { unbelieved: 'refused' as const };
  // Where a device stands on the network is nobody's business where a key says who it is.
  if (message.protocol !== 'dc09' || context.button.encrypted !== false) return {};
  const sender = createHmac('sha256', parts.keys.comparing)
    .update(`sender ${message.remoteAddress}`)
    .digest('base64url');
  return { sender: sender.slice(0, senderCharacters) };
}

/** 96 bits: two addresses that look like one are not to be found. */
const senderCharacters = 16;

function withWarnings(signal: DecodedSignal, { context, handling }: Press): DecodedSignal {
  const warnings = new Set<SignalWarning>([...signal.warnings, ...(handling.warnings ?? [])]);
  if (!context.button.known) warnings.add('unknown-button');
  if (context.holder?.returned) warnings.add('returned-button');
  if (!signal.position && duressKinds.has(signal.kind)) warnings.add('no-position');
  return { ...signal, position: withAccuracy(signal.position), warnings: [...warnings] };
}

/**
 * What a good satellite fix in a street is worth. Shown as assumed, because a circle that is too small
 * sends people to the wrong door, and no circle at all says less than is known.
 */
const assumedAccuracyMetres = 50;

function withAccuracy(position: DecodedSignal['position']): DecodedSignal['position'] {
  if (position === null || position.accuracyMetres !== null) return position;
  return { ...position, accuracyMetres: assumedAccuracyMetres, accuracyAssumed: true };
}

async function nextNumber({ sql }: Transaction, centreId: string): Promise<number> {
  const [row] = await sql<{ number: string }[]>`select next_alarm_number(${centreId}) as number`;
  return Number(row!.number);
}
