// An alarm by hand: somebody telephones, or a second button is reported by word of mouth. It is raised on the
// button of whoever needs help, under the same lock as a press, so that it never becomes a second duress
// beside one that was pressed meanwhile.
import type { Person } from '@achterwacht/shared/actor.ts';
import { refusal } from '@achterwacht/shared/alarm/actions.ts';
import { defaultPriorities } from '@achterwacht/shared/alarm/joining.ts';
import type { RaiseByHand, Wearer } from '@achterwacht/shared/routes.ts';
import type { DecodedSignal } from '@achterwacht/shared/signals.ts';
import type { Visitor } from '../access/as-actor.ts';
import { applyCommand, applyRaise, type Announce, type Outcome } from '../alarms/handle-command.ts';
import { findAlarm } from '../alarms/store.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { planFor } from './button-context.ts';
import { lockPress } from './lock-press.ts';

type Parts = { system: Database; keys: KeyRing; clock: Clock; announce: Announce };

export function createRaiseByHand(parts: Parts) {
  return async (visitor: Visitor, asked: RaiseByHand): Promise<Outcome> => {
    const outcome = await parts.system.transaction((tx) => raiseOnce(parts, tx, visitor, asked));
    if (outcome.status === 'accepted') parts.announce(visitor.centreId, outcome.events);
    return outcome;
  };
}

async function raiseOnce(
  { keys, clock }: Parts,
  tx: Transaction,
  visitor: Visitor,
  { alarmId, buttonId, place, reason }: RaiseByHand,
): Promise<Outcome> {
  const [worn] = await tx.sql`
    select from buttons where id = ${buttonId} and centre_id = ${visitor.centreId}`;
  if (!worn) return { status: 'not-found' };
  const now = clock.now();
  const press = { id: alarmId, receivedAt: now, contentHash: `by-hand/${alarmId}`, signals: [] };
  const { context, open, newestAlarmId, numbers } = await lockPress(tx, keys, press, {
    buttonId,
    mayRaise: true,
  });
  // Asked again after a lost answer: it is there, and stays one.
  const known = await findAlarm(tx, keys, alarmId);
  if (known)
    return known.alarm.centreId === visitor.centreId
      ? { status: 'accepted', alarm: known.alarm, events: [] }
      : { status: 'not-found' };
  const standing = open.find(({ alarm }) => alarm.kind === 'duress' && alarm.mode === 'real');
  if (standing)
    return {
      status: 'refused',
      refusal: refusal('knop-heeft-alarm', { number: standing.alarm.number }),
    };
  const { id, name, role } = visitor;
  const actor: Person = { type: 'person', id, name, role };
  const raised = applyRaise({ keys, clock }, tx, {
    alarmId,
    subjectId: context.holderId ?? context.button.id,
    actor,
    command: {
      type: 'Raise',
      number: numbers[0] ?? (await nextNumber(tx, context.centreId)),
      centreId: context.centreId,
      municipality: context.municipality,
      button: context.button,
      kind: 'duress',
      mode: 'real',
      priority: defaultPriorities.duress,
      source: 'by-hand',
      reasonCategory: context.reasonCategory,
      ...planFor(context, 'duress'),
      previousAlarmId: newestAlarmId,
      holder: context.holder,
      place: place === null ? null : { text: place, basis: 'stated' },
      signalId: alarmId,
      signal: spoken(context.holder?.returned ?? false),
      receivedAt: now.toISOString(),
    },
  });
  const noted = applyCommand({ keys, clock }, tx, {
    locked: raised.stored,
    command: { type: 'AddNote', noteId: alarmId, text: reason, happenedAt: null },
    actor,
  });
  if ('refusal' in noted) throw new Error(`a note was refused: ${noted.refusal.code}`);
  const events = [...(await raised.written), ...(await noted.written)];
  return { status: 'accepted', alarm: noted.stored.alarm, events };
}

/** No device said it, so it says where and when by itself. */
function spoken(returned: boolean): DecodedSignal {
  return {
    kind: 'emergency',
    code: null,
    zone: null,
    deviceTime: null,
    position: null,
    batteryPercent: null,
    text: null,
    warnings: returned ? ['no-position', 'returned-button'] : ['no-position'],
  };
}

async function nextNumber({ sql }: Transaction, centreId: string): Promise<number> {
  const [row] = await sql<{ number: string }[]>`select next_alarm_number(${centreId}) as number`;
  return Number(row!.number);
}

const mostFound = 20;

/** Whom an alarm can be raised for, by a part of the name, the function or the button's number. */
export async function findWearers(
  { sql }: Transaction,
  search: string,
  now: Date,
): Promise<Wearer[]> {
  // What somebody types is no pattern.
  const part = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<Wearer[]>`
    select buttons.id as "buttonId", buttons.serial, holders.name, holders.function,
      municipalities.name as municipality
    from buttons
    join loans on loans.button_id = buttons.id and loans.returned_at is null
      and loans.starts_at <= ${now.toISOString()}
    join holders on holders.id = loans.holder_id
    join municipalities on municipalities.id = holders.municipality_id
    where holders.name ilike ${part} or holders.function ilike ${part}
      or buttons.serial ilike ${part}
    order by holders.name, buttons.serial limit ${mostFound}`;
}
