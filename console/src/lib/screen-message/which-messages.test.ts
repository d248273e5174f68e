import { expect, it } from 'vitest';
import { bram, claimedBy, raised, start } from '../alarms/example-alarms.ts';
import { overwriteGetLocale } from '../paraglide/runtime.js';
import { callsOf, keyOf, messagesOf } from './which-messages.ts';

overwriteGetLocale(() => 'nl');

it('says the word and the municipality, and nothing of whom', () => {
  const { alarm } = raised();
  const haarlem = { ...alarm, municipality: { id: alarm.id, name: 'Haarlem' } };
  expect(messagesOf([haarlem])).toEqual([
    { key: keyOf(alarm), alarmId: alarm.id, text: 'SPOED – Haarlem' },
  ]);
  expect(messagesOf([{ ...alarm, municipality: null }])[0]?.text).toBe('SPOED');
});

it('calls for SPOED and HOOG that wait, SPOED first, and for nothing else', () => {
  const high = raised({ priority: 'high' }).alarm;
  const urgent = raised({ receivedAt: start + 1_000 }).alarm;
  const taken = claimedBy(raised(), bram).alarm;
  const low = raised({ priority: 'low' }).alarm;
  const test = raised({ kind: 'test', mode: 'test' }).alarm;
  const pulse = raised({ mode: 'synthetic' }).alarm;
  const calls = callsOf([high, low, test, pulse, taken, urgent]);
  expect(calls.map(({ id }) => id)).toEqual([urgent.id, high.id]);
});

it('shows three, and how many more', () => {
  const calls = Array.from({ length: 5 }, () => raised().alarm);
  expect(
    messagesOf(calls)
      .map(({ text }) => text)
      .at(-1),
  ).toBe('Nog 2 alarmen wachten');
  expect(messagesOf(calls)).toHaveLength(4);
  expect(messagesOf(calls.slice(0, 3))).toHaveLength(3);
});
