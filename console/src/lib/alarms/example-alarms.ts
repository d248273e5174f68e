// Alarms for tests, made by the rules themselves so that they cannot drift from real ones.
import type { Actor } from '@achterwacht/shared/actor.ts';
import { raise } from '@achterwacht/shared/alarm/decide.ts';
import type { AlarmFact } from '@achterwacht/shared/alarm/events.ts';
import { evolve } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm, AlarmKind, AlarmMode, Priority } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { Position } from '@achterwacht/shared/signals.ts';

export const anna = { id: '0190a000-0000-7000-8000-00000000000a', name: 'Anna de Wit' };
export const bram = { id: '0190a000-0000-7000-8000-00000000000b', name: 'Bram Visser' };
export const start = Date.parse('2026-11-21T13:02:00.000Z');
const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

let counter = 0;
const uuid = () => `0190a000-0000-7000-9000-${String((counter += 1)).padStart(12, '0')}`;

export type Made = { alarm: Alarm; events: FeedEvent[] };
type Wishes = {
  number?: number;
  kind?: AlarmKind;
  mode?: AlarmMode;
  priority?: Priority;
  receivedAt?: number;
  sequence?: number;
  fix?: Partial<Position>;
};

export function raised(wishes: Wishes = {}): Made {
  const receivedAt = iso(wishes.receivedAt ?? start);
  const decision = raise({
    type: 'Raise',
    number: wishes.number ?? 1042,
    centreId: uuid(),
    municipality: { id: uuid(), name: 'Haarlem' },
    button: { id: uuid(), serial: '233', known: true, sound: false },
    kind: wishes.kind ?? 'duress',
    mode: wishes.mode ?? 'real',
    priority: wishes.priority ?? 'urgent',
    source: 'device',
    reasonCategory: 'threat',
    plan: {
      version: 7,
      flags: ['no-call'],
      minimumListeningSeconds: 30,
      codeWordAgreed: true,
      timings: {
        unclaimedLouderSeconds: 10,
        unclaimedSupervisorSeconds: 20,
        unclaimedOnCallSeconds: 40,
        ownerIdleReminderSeconds: 30,
        ownerIdleSupervisorSeconds: 60,
        noActivitySeconds: 600,
      },
    },
    previousAlarmId: null,
    holder: { name: 'J. van Dam', function: 'wethouder', phone: null, returned: false },
    place: { text: 'Haarlem', basis: 'nearest' },
    signalId: uuid(),
    signal: {
      kind: 'panic',
      code: 'PA',
      deviceTime: null,
      position: {
        latitude: 52.38144,
        longitude: 4.63633,
        accuracyMetres: 12,
        altitudeMetres: null,
        speedMetresPerSecond: null,
        headingDegrees: null,
        fixAt: receivedAt,
        source: 'gnss',
        ...wishes.fix,
      },
      batteryPercent: 82,
      text: null,
      warnings: [],
    },
    receivedAt,
  });
  if (decision.status !== 'accepted') throw new Error('a raise is never refused');
  const id = uuid();
  const event = {
    ...decision.facts[0]!,
    alarmId: id,
    version: 1,
    schemaVersion: 1,
    sequence: wishes.sequence ?? 1,
    at: receivedAt,
    actor: { type: 'system', part: 'intake' },
  } as FeedEvent;
  return { alarm: evolve(null, event), events: [event] };
}

/** The next event on an alarm, by a person unless told otherwise. */
export function followedBy(
  made: Made,
  fact: AlarmFact,
  at: number,
  who: Actor = { type: 'person', ...anna, role: 'centralist' },
): Made {
  const last = made.events.at(-1)!;
  const event = {
    ...fact,
    alarmId: made.alarm.id,
    version: made.alarm.version + 1,
    schemaVersion: 1,
    sequence: last.sequence + 1,
    at: iso(at),
    actor: who,
  } as FeedEvent;
  return { alarm: evolve(made.alarm, event), events: [...made.events, event] };
}

export const claimedBy = (made: Made, by: typeof anna, at = start + 5_000): Made =>
  followedBy(made, { type: 'AlarmClaimed', data: { by } }, at, {
    type: 'person',
    ...by,
    role: 'centralist',
  });
