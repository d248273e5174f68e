// What somebody else does to a case is told to whose it is: softly, seldom, and until he has looked.
import { expect, test, vi } from 'vitest';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { AlarmFact } from '@achterwacht/shared/alarm/events.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { signalled } from '@achterwacht/shared/testing/facts.ts';
import { signal } from '@achterwacht/shared/testing/given.ts';
import { anna, bram, claimedBy, raised, start } from '../alarms/example-alarms.ts';
import { overwriteGetLocale } from '../paraglide/runtime.js';

// What the compiler makes of runes is of no matter here: a value is a value.
vi.stubGlobal('$state', { raw: (value: unknown) => value });
const { Changes } = await import('./changes.svelte.ts');
overwriteGetLocale(() => 'nl');

const mine = claimedBy(raised({ number: 1042 }), anna, start);
const person = ({ id, name }: typeof anna): Actor => ({
  type: 'person',
  id,
  name,
  role: 'centralist',
});
const note: AlarmFact = {
  type: 'NoteAdded',
  data: { noteId: 'x', by: bram, happenedAt: null },
  personal: { text: 'staat voor de deur' },
};

function event(fact: AlarmFact, actor: Actor): FeedEvent {
  const at = new Date(start).toISOString();
  return { ...fact, alarmId: mine.alarm.id, actor, at, version: 9, schemaVersion: 1, sequence: 9 };
}

function desk(myId = anna.id) {
  let now = 0;
  const said: string[] = [];
  let cues = 0;
  const changes = new Changes({
    myId,
    steady: () => now,
    say: (sentence) => said.push(sentence),
    cue: () => (cues += 1),
  });
  return {
    changes,
    said,
    cues: () => cues,
    happens: (fact: AlarmFact, actor: Actor) => changes.happened(event(fact, actor), mine.alarm),
    after: (seconds: number, shownId: string | null = null) => {
      // As often as a desk looks.
      for (let each = 0; each < seconds * 4; each += 1) {
        now += 250;
        changes.tick(shownId);
      }
    },
  };
}

test('a colleague’s note is said with who and what, sounds once, and is marked', () => {
  const { changes, said, cues, happens, after } = desk();
  happens(note, person(bram));
  after(1);
  expect(said).toEqual([`Alarm 1042: ${bram.name}, Notitie`]);
  expect(cues()).toBe(1);
  expect(changes.of(mine.alarm.id)).toMatchObject({ who: bram.name, what: 'Notitie', count: 1 });
});

test('nothing of one’s own, of a button, of a part of the system, or of a colleague’s case', () => {
  const own = desk();
  own.happens(note, person(anna));
  own.happens(signalled(signal('panic'), 1, 1), { type: 'system', part: 'intake' });
  own.happens(note, { type: 'system', part: 'sweep' });
  const others = desk(bram.id);
  others.happens(note, person(anna));
  for (const each of [own, others]) {
    each.after(10);
    expect(each.said).toEqual([]);
    expect(each.cues()).toBe(0);
    expect(each.changes.of(mine.alarm.id)).toBeNull();
  }
});

test('twenty changes in ten seconds are three sentences', () => {
  const { said, cues, happens, after } = desk();
  for (let each = 0; each < 20; each += 1) {
    happens(note, person(bram));
    after(0.5);
  }
  after(5);
  expect(said).toHaveLength(3);
  expect(said[1]).toBe(`Alarm 1042: 10 wijzigingen, laatst ${bram.name}, Notitie`);
  expect(cues()).toBe(3);
});

test('the mark goes once it was before its owner for long enough to read, and not while he looks at another', () => {
  const { changes, happens, after } = desk();
  happens(note, person(bram));
  after(60, 'another');
  after(3, mine.alarm.id);
  happens(note, person(bram));
  after(3, mine.alarm.id);
  expect(changes.of(mine.alarm.id)?.count).toBe(2);
  after(3, mine.alarm.id);
  expect(changes.of(mine.alarm.id)).toBeNull();
});

test('who had it reads who took it over; that is said with the case already', () => {
  const { changes, said, cues } = desk();
  const taken: AlarmFact = {
    type: 'AlarmTakenOver',
    data: { from: anna, by: bram },
    personal: { reason: 'pauze' },
  };
  const { alarm } = claimedBy(raised({ number: 1042 }), bram, start);
  changes.happened({ ...event(taken, person(bram)), alarmId: alarm.id }, alarm);
  changes.tick(null);
  expect(said).toEqual([]);
  expect(cues()).toBe(1);
  expect(changes.of(alarm.id)).toMatchObject({ who: bram.name });
});
