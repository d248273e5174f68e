// What an order would do here and now, in words before Enter and in deed after it: both from one place, so that what was
// read is what happens. Everything is done by what the buttons and keys do it with, and refused in the same words.
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { AlarmWork } from '../alarms/alarm-work.svelte.ts';
import { sentenceOf, whoOf } from '../alarms/describe.ts';
import { assignTo, colleaguesFor } from '../assigning/assigning.ts';
import { involvementText, isNoCall, isOffLimits } from '../calling/calls.ts';
import type { Dialling } from '../calling/dialling.ts';
import type { Claiming } from '../claiming/claiming.ts';
import type { Dossiers } from '../dossier/dossiers.svelte.ts';
import type { ListenInWork } from '../listen-in/listen-in-work.svelte.ts';
import type { Board } from '../live/board.svelte.ts';
import type { Connection } from '../live/connection.svelte.ts';
import type { Notes } from '../notes/notes.svelte.ts';
import { m } from '../paraglide/messages.js';
import type { QueueView } from '../queue/queue-view.svelte.ts';
import { openHandover, whyNotHandover } from '../selection/open-handover.ts';
import { openWhenAllowed } from '../selection/open-when-allowed.ts';
import type { Selection } from '../selection/selection.svelte.ts';
import { clockTime, shortTime } from '../time/format.ts';
import { whyNotTimer, type Timers } from '../timer/timers.svelte.ts';
import { outcomeWords } from '../words.ts';
import { parkedUntil } from '../workspace/parked-until.ts';
import { fold } from './commands.ts';
import type { Order } from './parse.ts';

export type DeskParts = {
  board: Board;
  claiming: Claiming;
  connection: Connection;
  dialling: Dialling;
  dossiers: Dossiers;
  listening: ListenInWork;
  notes: Notes;
  queue: QueueView;
  selection: Selection;
  timers: Timers;
  work: AlarmWork;
  /** Puts the keys in the search. */
  search: () => void;
};

type Effect =
  | { can: true; text: string; run: () => unknown }
  /** And why. */
  | { can: false; text: string };

const cannot = (text: string): Effect => ({ can: false, text });
const numbered = (alarm: Alarm, text: string) => `#${alarm.number}: ${text}`;

/** @param heardAt What was in the headset as the line was begun, by the server's clock. */
export function effectOf(order: Order, parts: DeskParts, heardAt: number): Effect {
  const found = alarmOf(order, parts);
  if (typeof found === 'string') return cannot(found);
  switch (order.id) {
    case 'claim':
      return order.number === null ? claimNext(parts) : claim(found!, parts); // of its number
    case 'search':
      return {
        can: true,
        text: m.command_effect_search({ text: order.text }),
        run: () => {
          parts.queue.filter = order.text;
          parts.search();
        },
      };
    case 'timer':
      return timer(order, parts);
    default:
      return found ? ofAlarm(order, found, parts, heardAt) : cannot(m.workspace_nothing());
  }
}

/** The one that it is about; null where none is chosen, and a sentence where that number is none. */
function alarmOf(order: Order, { board, selection }: DeskParts): Alarm | null | string {
  const number = 'number' in order ? order.number : null;
  if (number === null) return selection.alarm;
  const found = [...board.alarms.values()].find((alarm) => alarm.number === number);
  return found ?? m.command_no_alarm({ number });
}

function claimNext(parts: DeskParts): Effect {
  const { claiming, work } = parts;
  const alarm = claiming.next;
  if (!alarm) return cannot(work.offReason ?? m.claim_nothing());
  return claim(alarm, parts, () => claiming.claimNext(performance.now()));
}

function claim(
  alarm: Alarm,
  { claiming, work }: DeskParts,
  run = () => claiming.claim(alarm),
): Effect {
  const off = work.whyNot(alarm, 'Claim');
  if (off) return cannot(numbered(alarm, off));
  return { can: true, text: m.command_effect_claim(named(alarm)), run };
}

type OfAlarm = Exclude<Order, { id: 'claim' | 'search' | 'timer' }>;

function ofAlarm(order: OfAlarm, alarm: Alarm, parts: DeskParts, heardAt: number): Effect {
  const { listening, selection, work } = parts;
  const opening = { selection, work };
  /** A form of an alarm, which is before whoever fills it in. */
  const opens = (text: string, off: string | null, open: () => unknown): Effect =>
    off && !work.isUnderWay(alarm.id)
      ? cannot(numbered(alarm, off))
      : {
          can: true,
          text,
          run: () => {
            if (selection.id !== alarm.id) selection.select(alarm.id);
            return open();
          },
        };
  switch (order.id) {
    case 'go':
      return opens(m.command_effect_go(named(alarm)), null, () => {});
    case 'note':
      return note(order.text, alarm, parts);
    case 'call':
      return call(order.who, alarm, parts);
    case 'harmless': {
      const { outcome } = order;
      const word = outcome ? outcomeWords[outcome]() : m.decision_harmless();
      return opens(
        m.command_effect_harmless({ number: alarm.number, outcome: word }),
        work.whyNot(alarm, 'Close'),
        async () => {
          await openWhenAllowed(opening, alarm, 'close', 'Close');
          if (outcome) selection.closeAs(alarm, outcome);
        },
      );
    }
    case 'finish':
      return opens(
        m.command_effect_finish({ number: alarm.number }),
        work.whyNot(alarm, 'Close'),
        () => openWhenAllowed(opening, alarm, 'close', 'Close'),
      );
    case 'handover':
      return opens(
        m.command_effect_handover({ number: alarm.number }),
        whyNotHandover(alarm, work),
        () => openHandover(opening, alarm),
      );
    case 'take-over':
      return opens(
        m.command_effect_take_over({ number: alarm.number, name: ownerOf(alarm)?.name ?? '' }),
        work.whyNot(alarm, 'TakeOver'),
        () => openWhenAllowed(opening, alarm, 'take-over', 'TakeOver'),
      );
    case 'give':
      return give(order.name, alarm, parts);
    case 'park':
      return park(order, alarm, work);
    case 'marker': {
      const off = work.whyNot(alarm, 'AddMarker');
      const { label } = order;
      const words = { at: clockTime(heardAt), number: alarm.number };
      if (off) return cannot(numbered(alarm, off));
      return {
        can: true,
        text: label ? m.command_effect_marker({ ...words, label }) : m.command_effect_mark(words),
        run: () => listening.mark(alarm, heardAt, label),
      };
    }
  }
}

function note(
  text: string,
  alarm: Alarm,
  { connection, notes, selection, work }: DeskParts,
): Effect {
  if (selection.isPast || (alarm.erased && alarm.closed))
    return cannot(numbered(alarm, m.command_no_note()));
  const { number } = alarm;
  return {
    can: true,
    text: connection.isBroken ? m.note_later() : m.command_effect_note({ number }),
    run: async () => {
      const isSaved = await notes.add(alarm.id, text, work.now, !connection.isBroken);
      if (isSaved) work.showResult('accepted', m.command_noted({ number }));
      else work.showResult('rejected', m.command_not_noted({ number }));
    },
  };
}

type Who = Extract<Order, { id: 'call' }>['who'];

/** The number on the screen is dialled: what has none there, has none here. */
function call(who: Who, alarm: Alarm, parts: DeskParts): Effect {
  const found = who === 'holder' ? holderOf(alarm) : contactOf(who, alarm, parts.dossiers);
  if (typeof found === 'string') return cannot(numbered(alarm, found));
  const { dialling } = parts;
  if (!dialling.isThere(alarm.id, found.contactId)) return cannot(m.command_call_hidden());
  const dial = () =>
    dialling.dial(alarm.id, found.contactId) ||
    parts.work.showResult('rejected', m.command_call_hidden());
  return { can: true, text: m.command_effect_call(found), run: dial };
}

type Called = { contactId: string | null; name: string };

function holderOf(alarm: Alarm): Called | string {
  if (isNoCall(alarm)) return m.flag_no_call();
  return { contactId: null, name: whoOf(alarm).name };
}

function contactOf(who: Exclude<Who, 'holder'>, alarm: Alarm, dossiers: Dossiers): Called | string {
  const opened = dossiers.of(alarm.id);
  if (opened?.status !== 'open') return m.command_call_closed();
  const { contacts } = opened.dossier;
  const contact =
    'place' in who ? contacts[who.place - 1] : contacts.find(({ name }) => isNamed(name, who.name));
  if (!contact) return m.command_call_nobody();
  if (isOffLimits(alarm, contact))
    return [contact.name, m.flag_no_call(), involvementText(alarm, contact)]
      .filter(Boolean)
      .join(' · ');
  return { contactId: contact.id, name: `${contact.name}, ${contact.relation}` };
}

/** With whoever telephones the two change places; anybody else is asked, and it goes to nobody who does not take it. */
function give(name: string, alarm: Alarm, { connection, work }: DeskParts): Effect {
  const { number, caller } = alarm;
  const owner = ownerOf(alarm);
  const other = owner?.id === work.me.id ? caller : owner;
  if (other && isNamed(other.name, name) && !work.whyNot(alarm, 'SwapRoles'))
    return {
      can: true,
      text: m.command_effect_give({ number, name: other.name }),
      run: () => work.act(alarm, { type: 'SwapRoles' }),
    };
  const off = work.whyNot(alarm, 'Assign');
  if (off) return cannot(numbered(alarm, off));
  const [colleague, ...more] = colleaguesFor(alarm, connection.members, work.me).filter((each) =>
    isNamed(each.name, name),
  );
  if (!colleague) return cannot(m.command_give_nobody({ number, name }));
  if (more.length > 0) {
    const names = [colleague, ...more].map((each) => each.name).join(', ');
    return cannot(m.command_give_many({ number, names }));
  }
  return {
    can: true,
    text: m.command_effect_assign({ number, name: colleague.name }),
    run: () => assignTo(alarm, colleague, work),
  };
}

type Park = Extract<Order, { id: 'park' }>;

function park({ until, reason }: Park, alarm: Alarm, work: AlarmWork): Effect {
  const off = work.whyNot(alarm, 'Park');
  if (off) return cannot(numbered(alarm, off));
  const now = new Date(work.now);
  const end = parkedUntil(until, now);
  if ('problem' in end) return cannot(end.problem);
  const { number } = alarm;
  const at = shortTime(end.at);
  return {
    can: true,
    text: m.command_effect_park({ number, at, reason }),
    run: async () => {
      const isDone = await work.act(alarm, { type: 'Park', until: end.at.toISOString(), reason });
      if (isDone) work.showResult('accepted', m.command_parked({ number, at }));
    },
  };
}

/** A reminder, of the alarm that is before him if there is one. */
function timer({ minutes, text }: Extract<Order, { id: 'timer' }>, parts: DeskParts): Effect {
  const { selection, timers, work } = parts;
  const off = whyNotTimer({ minutes, text });
  if (off) return cannot(off);
  const { alarm } = selection;
  const about = alarm ? m.timer_about({ number: alarm.number }) : '';
  const what = {
    at: shortTime(work.now + minutes * 60_000),
    what: [text, about].filter(Boolean).join(' · '),
  };
  return {
    can: true,
    text: m.command_effect_timer(what),
    run: async () => {
      const isSet = await timers.add({ minutes, text, alarmId: alarm?.id ?? null });
      if (isSet) work.showResult('accepted', m.command_timer_set(what));
      else if (timers.problem) work.showResult('rejected', timers.problem);
    },
  };
}

const named = (alarm: Alarm) => ({ number: alarm.number, who: sentenceOf(alarm) });

/** By any of his names, or how it begins. */
function isNamed(name: string, typed: string): boolean {
  const [folded, start] = [fold(name), fold(typed)];
  return folded.startsWith(start) || folded.includes(` ${start}`);
}
