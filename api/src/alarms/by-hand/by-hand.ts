// An alarm by hand: somebody telephones, or a second button is reported by word of mouth. It is raised on the
// button of whoever needs help, under the same lock as a press, so that it never becomes a second duress
// beside one that was pressed meanwhile; and for whoever has no button, or is in no register, all the same.
import { randomUUID } from 'node:crypto';
import type { Person } from '@achterwacht/shared/actor.ts';
import { refusal } from '@achterwacht/shared/alarm/refusal.ts';
import { placeOfAlarms } from '@achterwacht/shared/feed-view.ts';
import type { RaiseByHand, Wearer } from '@achterwacht/shared/routes/alarms.ts';
import type { DecodedSignal } from '@achterwacht/shared/signals.ts';
import type { AsActor, Visitor } from '../../access/as-actor.ts';
import type { Announce } from '../../announce.ts';
import {
  applyCommand,
  applyRaise,
  refusedByAnother,
  type Outcome,
} from '../commands/handle-command.ts';
import { findAlarm } from '../row/alarm-row.ts';
import type { Clock } from '../../clock.ts';
import type { Transaction } from '../../db/connect.ts';
import { patternOf } from '../../db/paged.ts';
import { withKeysMade, type KeyRing } from '../../sealing/key-ring.ts';
import {
  holderContextOf,
  planFor,
  type ButtonContext,
  type HolderRow,
} from '../../buttons/button-context.ts';
import { lockPress } from '../press/lock-press.ts';

type Parts = { asActor: AsActor; keys: KeyRing; clock: Clock; announce: Announce };

export function createRaiseByHand(parts: Parts) {
  return async (visitor: Visitor, asked: RaiseByHand): Promise<Outcome> => {
    const inHisRights = <T>(work: (tx: Transaction) => Promise<T>) =>
      parts.asActor(visitor, 'alarm.command', work);
    const buttonId = await inHisRights((tx) => buttonFor(tx, visitor, asked));
    if (!buttonId) return { status: 'not-found' };
    const raised = () => inHisRights((tx) => raiseOnce(parts, tx, visitor, { ...asked, buttonId }));
    // A button that moved here, whose alarm stayed where it was raised: he does not see it, and the index does.
    const outcome = await withKeysMade(parts.keys, raised).catch(refusedByAnother);
    if (outcome.status === 'accepted')
      parts.announce(placeOfAlarms(visitor.centreId), outcome.events);
    return outcome;
  };
}

async function raiseOnce(
  { keys, clock }: Parts,
  tx: Transaction,
  visitor: Visitor,
  { alarmId, whom, place, reason, buttonId }: RaiseByHand & { buttonId: string },
): Promise<Outcome> {
  const now = clock.now();
  const press = { id: alarmId, receivedAt: now, contentHash: `by-hand/${alarmId}`, signals: [] };
  const locked = await lockPress(tx, keys, press, { buttonId, mayRaise: true });
  const { open, newestAlarmId, numbers } = locked;
  const context = whom.type === 'holder' ? await held(tx, locked.context, whom) : locked.context;
  // Asked again after a lost answer: it is there, and stays one.
  const known = await findAlarm(tx, keys, alarmId);
  if (known) return { status: 'accepted', alarm: known.state, events: [] };
  // Of another centre, where he sees none.
  const [other] = await tx.sql<{ taken: boolean }[]>`select is_alarm(${alarmId}) as taken`;
  if (other!.taken) return { status: 'not-found' };
  const standing = open.find(
    ({ state: alarm }) => alarm.kind === 'duress' && alarm.mode === 'real',
  );
  if (standing)
    return {
      status: 'refused',
      refusal: refusal('knop-heeft-alarm', { number: standing.state.number }),
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
      button: whom.type === 'button' ? context.button : { ...context.button, absent: true },
      kind: 'duress',
      mode: 'real',
      priority: 'urgent',
      source: 'by-hand',
      reasonCategory: context.reasonCategory,
      ...planFor(context, 'duress'),
      previousAlarmId: newestAlarmId,
      holder: context.holder,
      place: place === null ? null : { text: place, basis: 'stated' },
      ...(whom.type === 'unknown' && { toldName: whom.name }),
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
  return { status: 'accepted', alarm: noted.stored.state, events };
}

/**
 * What an alarm locks and stands on. Who has no button gets a row of his own, which is no device: one for a
 * person, so that two who raise it at once raise one; one for an alarm where nobody knows the person.
 */
async function buttonFor(
  { sql }: Transaction,
  { centreId }: Visitor,
  { alarmId, whom }: RaiseByHand,
): Promise<string | null> {
  if (whom.type === 'button') {
    const [worn] = await sql`
      select from buttons where id = ${whom.buttonId} and centre_id = ${centreId}`;
    return worn ? whom.buttonId : null;
  }
  const [person] = await sql<{ municipality_id: string }[]>`
    select municipality_id from holders
    where id = ${whom.type === 'holder' ? whom.holderId : null} and centre_id = ${centreId}`;
  if (whom.type === 'holder' && !person) return null;
  // By the centre too: an id that another centre used is a person of its own.
  const account = `hand-${centreId}-${whom.type === 'holder' ? whom.holderId : alarmId}`;
  await sql`
    insert into buttons (id, centre_id, municipality_id, serial, protocol, account, model)
    values (${randomUUID()}, ${centreId}, ${person?.municipality_id ?? null}, ${account}, 'system',
      ${account}, 'achterwacht')
    on conflict do nothing`;
  const [row] = await sql<{ id: string }[]>`
    select id from buttons where protocol = 'system' and account = ${account}`;
  return row!.id;
}

/** The same as a press would find, of somebody who wears nothing. */
async function held(
  { sql }: Transaction,
  context: ButtonContext,
  { holderId }: Extract<RaiseByHand['whom'], { type: 'holder' }>,
): Promise<ButtonContext> {
  const [row] = await sql<HolderRow[]>`
    select holders.id as holder_id, holders.name as holder, holders.function, holders.phone,
      holders.code_word_agreed, null as reason_category, false as loan_over,
      plan_layers(holders.municipality_id, holders.id, null) as plan_layers,
      (select jsonb_agg(jsonb_build_object('label', label, 'address', address, 'floor', floor,
          'latitude', latitude, 'longitude', longitude))
        from places where places.holder_id = holders.id) as places
    from holders
    where holders.id = ${holderId}`;
  return { ...context, ...holderContextOf(row!, context.plan) };
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

/** What a search tells of somebody. */
export const wearerColumns = (sql: Transaction['sql']) => sql`
  holders.id as "holderId", holders.name, holders.function, municipalities.name as municipality,
  case when buttons.id is not null
    then jsonb_build_object('id', buttons.id, 'serial', buttons.serial) end as button`;

/** All persons, each with what he wears now: who wears two is two rows, who wears none has no button. */
export const personsWearing = (sql: Transaction['sql'], now: Date) => sql`
  holders
  left join loans on loans.holder_id = holders.id and loans.returned_at is null
    and loans.starts_at <= ${now.toISOString()}
  left join buttons on buttons.id = loans.button_id
  join municipalities on municipalities.id = holders.municipality_id`;

/** Whom an alarm can be raised for, by a part of the name, the function or the button's number; also who has none. */
export async function findWearers(
  { sql }: Transaction,
  search: string,
  now: Date,
): Promise<Wearer[]> {
  const part = patternOf(search);
  return sql<Wearer[]>`
    select ${wearerColumns(sql)}
    from ${personsWearing(sql, now)}
    where holders.name ilike ${part} or holders.function ilike ${part}
      or buttons.serial ilike ${part}
    order by holders.name, buttons.serial limit ${mostFound}`;
}
