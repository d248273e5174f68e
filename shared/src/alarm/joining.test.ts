// What a signal means: which alarm it joins, and which it raises when it joins none.
import { describe, expect, test } from 'vitest';
import { claimed, closedAs, parked } from '../testing/facts.ts';
import { anna, at, given, moment, pressed, signal, uuid } from '../testing/given.ts';
import { duressKinds, signalKind, type SignalKind } from '../signals.ts';
import { alarmForSound, callsForHelp, joins, kindRaisedBy, modeRaisedBy } from './joining.ts';
import { priorityFor } from './raising/priorities.ts';
import { alarmKind, type AlarmKind, type AlarmMode } from './raising/state.ts';
import type { Alarm } from './state.ts';

/** `joins`: which kinds of open, real, unparked alarm take it in. */
const table = {
  panic: { raises: 'duress', joins: ['duress', 'missed-check', 'medical'] },
  duress: { raises: 'duress', joins: ['duress', 'missed-check', 'medical'] },
  'hold-up': { raises: 'duress', joins: ['duress', 'missed-check', 'medical'] },
  emergency: { raises: 'duress', joins: ['duress', 'missed-check', 'medical'] },
  medical: { raises: 'medical', joins: ['duress', 'missed-check', 'medical'] },
  'no-activity': { raises: 'missed-check', joins: ['duress', 'missed-check', 'medical'] },
  test: { raises: 'test', joins: ['test'] },
  'low-battery': { raises: 'fault', joins: ['duress', 'missed-check', 'medical', 'fault'] },
  tamper: { raises: 'fault', joins: ['duress', 'missed-check', 'medical', 'fault'] },
  comms: { raises: 'fault', joins: ['duress', 'missed-check', 'medical', 'fault'] },
  supervision: { raises: 'fault', joins: ['duress', 'missed-check', 'medical', 'fault'] },
  system: { raises: 'system', joins: ['system'] },
  // Not understood: a person looks at it rather than nobody.
  unknown: { raises: 'fault', joins: ['duress', 'missed-check', 'medical', 'fault'] },
  cancel: { raises: 'fault', joins: ['duress', 'missed-check', 'medical'] },
  restore: { raises: null, joins: ['duress', 'missed-check', 'medical'] },
  status: { raises: null, joins: ['duress', 'missed-check', 'medical'] },
  position: { raises: null, joins: ['duress', 'missed-check', 'medical'] },
  'listen-in': { raises: null, joins: ['duress', 'missed-check', 'medical'] },
  undecodable: { raises: null, joins: ['duress', 'missed-check', 'medical'] },
} satisfies Record<SignalKind, { raises: AlarmKind | null; joins: AlarmKind[] }>;

describe.each(Object.entries(table) as [SignalKind, (typeof table)[SignalKind]][])(
  '%s',
  (kind, row) => {
    test(`raises ${row.raises ?? 'nothing'}`, () => {
      expect(kindRaisedBy(signal(kind))).toBe(row.raises);
    });
    test(`joins an open ${row.joins.join(' or ')} alarm`, () => {
      const taking = alarmKind.options.filter((each) => joins(alarmOf(each), signal(kind)));
      expect(taking.sort()).toEqual([...row.joins].sort());
    });
  },
);

function alarmOf(kind: AlarmKind): Alarm {
  return given(pressed({ kind, mode: kind === 'test' ? 'test' : 'real' })).alarm;
}

const calls = signalKind.options.filter((kind) => callsForHelp({ kind }));

describe('nothing swallows a press', () => {
  test('these call for help', () => {
    expect(calls.sort()).toEqual([...duressKinds, 'medical', 'no-activity'].sort());
  });

  test.each(calls)('%s never joins a closed alarm', (kind) => {
    const { alarm } = given(
      pressed(),
      at(5, anna, claimed(anna)),
      at(6, anna, closedAs('unknown', anna)),
    );
    expect(joins(alarm, signal(kind))).toBe(false);
  });

  test.each(calls)('%s never joins a parked alarm', (kind) => {
    for (const each of ['duress', 'missed-check', 'medical', 'fault'] as const) {
      const { alarm } = given(
        pressed({ kind: each, priority: 'high' }),
        at(5, anna, claimed(anna)),
        at(6, anna, parked(anna, 300)),
      );
      expect(joins(alarm, signal(kind))).toBe(false);
    }
  });

  test.each(['test', 'exercise', 'synthetic'] satisfies AlarmMode[])(
    'no call for help joins an alarm of mode %s',
    (mode) => {
      const { alarm } = given(pressed({ mode }));
      expect(calls.filter((kind) => joins(alarm, signal(kind)))).toEqual([]);
    },
  );

  test('every call for help that joins nothing raises a SPOED alarm', () => {
    for (const kind of calls) {
      const raised = kindRaisedBy(signal(kind));
      expect(raised && priorityFor(raised, signal(kind), null).priority).toBe('urgent');
      expect(modeRaisedBy(signal(kind))).toBe('real');
    }
  });
});

describe('B7 the end of a press that nobody heard', () => {
  const restore = (restores?: SignalKind) => signal('restore', restores ? { restores } : {});
  test.each(calls)('B7 of a %s is shown to a person', (kind) => {
    expect(kindRaisedBy(restore(kind))).toBe('fault');
  });
  test.each(['low-battery', 'tamper', 'comms', 'supervision', 'unknown'] as const)(
    'B7 of a %s says nothing of a press',
    (kind) => {
      expect(kindRaisedBy(restore(kind))).toBeNull();
      expect(kindRaisedBy(restore())).toBeNull();
    },
  );
  test('B7 goes into a press that is open, also put away, and into no flat battery', () => {
    const parkedMedical = given(
      pressed({ kind: 'medical', priority: 'high' }),
      at(5, anna, claimed(anna)),
      at(6, anna, parked(anna, 300)),
    ).alarm;
    expect(joins(parkedMedical, signal('cancel'))).toBe(true);
    expect(joins(alarmOf('fault'), signal('cancel'))).toBe(false);
    const missed = { ...alarmOf('fault'), warnings: ['restore-without-press' as const] };
    expect(joins(missed, restore('panic'))).toBe(true);
  });
});

test('a periodic test raises nothing, a test by hand is looked at, as a test', () => {
  expect(kindRaisedBy(signal('test', { code: '602' }))).toBeNull();
  expect(kindRaisedBy(signal('test', { code: 'RP' }))).toBeNull();
  expect(kindRaisedBy(signal('test', { code: '601' }))).toBe('test');
  expect(modeRaisedBy(signal('test'))).toBe('test');
});

describe('sound of a button', () => {
  const since = (second: number) => new Date(moment(second));
  const numbered = (number: number, alarm: Alarm): Alarm => ({
    ...alarm,
    id: uuid(number),
    number,
  });

  test('without a press raises a duress, or joins the one that is open', () => {
    const lostPress = signal('listen-in', { warnings: ['sound-without-press'] });
    expect(kindRaisedBy(lostPress)).toBe('duress');
    expect(alarmKind.options.filter((kind) => joins(alarmOf(kind), lostPress)).sort()).toEqual([
      'duress',
      'medical',
      'missed-check',
    ]);
  });

  test('belongs to its open alarm, also when it began before it', () => {
    for (const kind of ['duress', 'missed-check', 'medical', 'system', 'test'] as const)
      for (const second of [-20, 0, 20])
        expect(alarmForSound([alarmOf(kind)], since(second))?.kind).toBe(kind);
  });

  test('to the duress first, to the newest of a kind', () => {
    const alarms = [
      numbered(1, alarmOf('test')),
      numbered(2, alarmOf('medical')),
      numbered(3, alarmOf('duress')),
      numbered(4, alarmOf('missed-check')),
    ];
    expect(alarmForSound(alarms, since(1))?.number).toBe(3);
    expect(
      alarmForSound([numbered(7, alarmOf('test')), numbered(8, alarmOf('test'))], since(1)),
    ).toMatchObject({ number: 8 });
  });

  test('is not swallowed by a fault, a drill, a parked alarm or a test of long ago', () => {
    const parkedAlarm = given(
      pressed({ kind: 'medical', priority: 'high' }),
      at(5, anna, claimed(anna)),
      at(6, anna, parked(anna, 300)),
    ).alarm;
    const drill = given(pressed({ mode: 'exercise' })).alarm;
    expect(alarmForSound([alarmOf('fault'), parkedAlarm, drill], since(7))).toBeNull();
    expect(alarmForSound([alarmOf('test')], since(600))?.kind).toBe('test');
    expect(alarmForSound([alarmOf('test')], since(601))).toBeNull();
  });

  test('belongs to a closed alarm only when it began before the closing, and no other is open', () => {
    const { alarm } = given(pressed(), at(60, anna, closedAs('unknown', anna)));
    expect(alarmForSound([alarm], since(59))?.id).toBe(alarm.id);
    expect(alarmForSound([alarm], since(61))).toBeNull();
    const open = numbered(2, alarmOf('medical'));
    expect(alarmForSound([alarm, open], since(59))?.id).toBe(open.id);
  });
});
