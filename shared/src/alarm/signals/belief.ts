// Who is believed. Anybody can send an account number, and an old frame can be sent again: what was refused on the
// wire, or came in clear for a button that has a key, is heard and nothing more. It raises an alarm where none is
// open; on an open one it is shown apart, and what an accepted signal said (position, place, holder, counters,
// deadlines) stays as it was. Of a button without a key every frame is accepted, so there its positions are believed
// from where its press came.
import * as z from 'zod';
import type { Position, Unbelieved } from '../../signals.ts';
import type { AlarmEvent } from '../events.ts';
import { callsForHelp } from '../joining.ts';
import type { Alarm } from '../state.ts';

type Of<T extends AlarmEvent['type']> = Extract<AlarmEvent, { type: T }>;
type Shown = Pick<Alarm, 'believed' | 'personal'>;

/** Whether it changes nothing but what is shown apart; an alarm that nobody vouched for takes what it can get. */
export function isHearsay(
  { believed }: Pick<Alarm, 'believed'>,
  unbelieved: Unbelieved | undefined,
): boolean {
  return unbelieved === 'refused' && believed !== false;
}

/** Whether where it says to be is shown apart. */
export function isPlacedApart(
  { believed, personal }: Shown,
  unbelieved: Unbelieved | undefined,
): boolean {
  if (unbelieved === undefined) return false;
  const shown = personal?.position ?? null;
  return believed !== false || (shown !== null && !shown.unbelieved);
}

/** Whether the position that is shown may be anybody's: the next one that is believed takes its place. */
export function isUnbelievedPlace({ personal }: Pick<Alarm, 'personal'>): boolean {
  return personal?.position?.unbelieved === true;
}

/**
 * Whether a position comes from elsewhere than the press. `sender` is known of buttons without a key only: what
 * opens with a key comes from the button, wherever that is.
 */
export function isOtherSender(
  { personal }: Pick<Alarm, 'personal'>,
  sender: string | undefined,
): boolean {
  const first = personal?.sender;
  return sender !== undefined && first !== undefined && sender !== first;
}

export const doubt = z.enum(['unbelieved', 'place-unbelieved', 'not-encrypted']);
export type Doubt = z.infer<typeof doubt>;

/** What must stand beside it wherever it is shown or told. */
export function doubtsOf(alarm: Alarm): Doubt[] {
  return [
    ...(alarm.believed === false ? ['unbelieved' as const] : []),
    ...(isUnbelievedPlace(alarm) ? ['place-unbelieved' as const] : []),
    ...(alarm.button.encrypted === false ? ['not-encrypted' as const] : []),
  ];
}

/** Where an event says somebody was, of what is believed: for the way he went. */
export function believedFix(event: AlarmEvent): { fix: Position; receivedAt: string } | null {
  switch (event.type) {
    case 'AlarmRaised':
    case 'SignalAdded':
      return event.data.signal.unbelieved ? null : (event.personal?.position ?? null);
    case 'PositionAdded':
      return event.personal && { fix: event.personal.fix, receivedAt: event.data.receivedAt };
    default:
      return null;
  }
}

/** Beside what is known: how often something else was said, and the newest of it. */
export function withHearsay(alarm: Alarm, { data }: Of<'SignalAdded'>): Alarm {
  const { signal, receivedAt } = data;
  if (!signal.unbelieved) return alarm;
  const before = alarm.hearsay;
  const times = 1 + (signal.more ?? 0);
  const isPress = signal.unbelieved === 'refused' && callsForHelp(signal);
  return {
    ...alarm,
    hearsay: {
      count: (before?.count ?? 0) + times,
      presses: (before?.presses ?? 0) + (isPress ? times : 0),
      lastAt: receivedAt,
      kind: signal.kind,
      warnings: [...new Set([...(before?.warnings ?? []), ...signal.warnings])],
    },
  };
}

/** The newest place beside the one that is shown. */
export function withPlaceApart(alarm: Alarm, { personal }: Of<'SignalAdded'>): Alarm {
  if (!personal?.position || !alarm.personal) return alarm;
  const { position, place } = personal;
  return { ...alarm, personal: { ...alarm.personal, hearsay: { position, place } } };
}
