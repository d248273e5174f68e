// What is typed is what is asked for, and never something near it.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baseLocale, overwriteGetLocale } from '../paraglide/runtime.js';
import { commandIds, fold, vocabulary, type CommandId } from './commands.ts';
import { complete, mostSuggested } from './complete.ts';
import { parse, type Order } from './parse.ts';

overwriteGetLocale(() => 'nl');
const dutch = vocabulary();
overwriteGetLocale(() => 'en');
const english = vocabulary();
// Other tests run in this process.
overwriteGetLocale(() => baseLocale);

const order = (line: string, words = dutch) => {
  const parsed = parse(line, words);
  return parsed.status === 'order' ? parsed.order : parsed;
};

test.each<[string, Order]>([
  ['aan 1042', { id: 'claim', number: 1042 }],
  ['AAN  #1042 ', { id: 'claim', number: 1042 }],
  ['aan', { id: 'claim', number: null }],
  ['n man staat  voor de deur', { id: 'note', text: 'man staat  voor de deur' }],
  ['bel 1', { id: 'call', who: { place: 1 } }],
  ['bel Zoë van ’t Hof', { id: 'call', who: { name: 'Zoë van ’t Hof' } }],
  ['bel drager', { id: 'call', who: 'holder' }],
  ['loos per ongeluk', { id: 'harmless', outcome: 'false-accident' }],
  ['loos Per  Ongeluk', { id: 'harmless', outcome: 'false-accident' }],
  ['loos', { id: 'harmless', outcome: null }],
  ['over bram', { id: 'give', name: 'bram' }],
  ['prio1', { id: 'handover', number: null }],
  ['park 1050 30m wacht op monteur', parked(1050, { minutes: 30 })],
  ['park 1050 30 min wacht op monteur', parked(1050, { minutes: 30 })],
  ['park 2u wacht op monteur', parked(null, { minutes: 120 })],
  ['park 1050 14:30 wacht op monteur', parked(1050, { clock: '14:30' })],
  ['park tot 14:30 wacht op monteur', parked(null, { clock: '14:30' })],
  ['zoek knop 233', { id: 'search', text: '233' }],
  ['zoek Knopper', { id: 'search', text: 'Knopper' }],
  ['timer 12 partner terugbellen', { id: 'timer', minutes: 12, text: 'partner terugbellen' }],
  ['timer 12', { id: 'timer', minutes: 12, text: '' }],
  ['timer 10m 2 keer bellen', { id: 'timer', minutes: 10, text: '2 keer bellen' }],
  ['herinner 2u', { id: 'timer', minutes: 120, text: '' }],
  ['b schreeuw', { id: 'marker', label: 'schreeuw' }],
  ['b', { id: 'marker', label: null }],
])('%s', (line, asked) => {
  expect(order(line)).toEqual(asked);
});

function parked(number: number | null, until: Extract<Order, { id: 'park' }>['until']): Order {
  return { id: 'park', number, until, reason: 'wacht op monteur' };
}

test.each([
  ['aan joke', 'number'],
  ['aan 1042 1043', 'too-much'],
  ['aan 12345678901', 'number'],
  ['ga', 'number'],
  ['n', 'text'],
  ['bel', 'contact'],
  ['loos want hij lacht', 'outcome'],
  ['over', 'name'],
  ['park 1050', 'time'],
  ['park 1050 straks', 'time'],
  // Thirty of what, nobody knows.
  ['park 1050 30 monteur', 'time'],
  ['park 1050 0m monteur', 'time'],
  ['park 1050 30m', 'reason'],
  ['zoek knop', 'text'],
  ['timer', 'time'],
  ['timer 0', 'time'],
  ['timer straks bellen', 'time'],
  ['timer 1234 bellen', 'time'],
])('%s lacks: %s', (line, missing) => {
  expect(order(line)).toMatchObject({ status: 'incomplete', missing });
});

test.each([
  ['ana 1042', 'aan'],
  ['aann', 'aan'],
  ['lsoo', null],
  ['los', 'loos'],
  ['dormelden', 'doormelden'],
  ['aanemen', 'aannemen'],
  ['prio', 'prio1'],
  // Of one letter every other one would be as near.
  ['x', null],
  ['hallo', null],
  ['claim 1042', null],
])('%s is none of ours; meant: %s', (line, meant) => {
  expect(parse(line, dutch)).toMatchObject({ status: 'unknown', meant });
});

test('the words are those of the reader’s language', () => {
  expect(order('claim 1042', english)).toEqual({ id: 'claim', number: 1042 });
  expect(order('park 1050 30m waits', english)).toMatchObject({ id: 'park', reason: 'waits' });
  expect(order('aan 1042', english)).toMatchObject({ status: 'unknown' });
});

test.each([dutch, english])('no two commands share a word', ({ commands }) => {
  const all = [...commands.values()].flat();
  expect(new Set(all).size).toBe(all.length);
});

describe('whatever is typed', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc
      .tuple(
        fc.constantFrom(...[...dutch.commands.values()].flat()),
        fc.constantFrom(' ', '\u00a0', '  ', ''),
        fc.string({ unit: 'grapheme' }),
      )
      .map((parts) => parts.join('')),
  );

  test('is one of four things, and an order has the command of its first word', () => {
    fc.assert(
      fc.property(odd, (line) => {
        const parsed = parse(line, dutch);
        expect(['empty', 'unknown', 'incomplete', 'order']).toContain(parsed.status);
        if (parsed.status !== 'order') return;
        const word = fold(line.trim().split(/\s/u)[0]!); // an order has a word
        expect(dutch.commands.get(parsed.order.id)).toContain(word);
      }),
    );
  });

  test('text and names come out as they went in', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((name) => name.trim())
      .filter((name) => name !== '');
    fc.assert(
      fc.property(names, (name) => {
        expect(order(`n ${name}`)).toEqual({ id: 'note', text: name });
        expect(order(`over ${name}`)).toEqual({ id: 'give', name });
      }),
    );
  });

  test('what is suggested is understood, begins with the same command and is not there already', () => {
    const choices = [
      { value: '1042', detail: 'SPOED, José Çelik, ’s-Hertogenbosch' },
      { value: 'Zoë', detail: '' },
    ];
    const possible = { choicesOf: () => choices, usageOf: (id: CommandId) => id };
    fc.assert(
      fc.property(odd, (line) => {
        const suggested = complete(line, dutch, possible);
        expect(suggested.length).toBeLessThanOrEqual(mostSuggested);
        for (const { line: whole } of suggested) {
          expect(parse(whole, dutch).status).not.toBe('unknown');
          expect(whole.trim()).not.toBe(line.trim());
        }
      }),
    );
  });
});

describe('completion', () => {
  const possible = {
    usageOf: (id: CommandId) => id,
    choicesOf: (id: CommandId) =>
      id === 'claim'
        ? [
            { value: '1042', detail: 'SPOED, Joke van Dam, Haarlem' },
            { value: '1043', detail: 'SPOED, José Çelik, Ede' },
          ]
        : [],
  };
  const lines = (typed: string) => complete(typed, dutch, possible).map(({ line }) => line);

  test('an empty line shows what there is', () => {
    expect(lines('')).toHaveLength(Math.min(mostSuggested, commandIds.length));
  });

  test.each([
    ['aa', ['aan ']],
    ['aan ', ['aan 1042', 'aan 1043']],
    ['aan 1043', []],
    ['aan dam', ['aan 1042']],
    // Without its accents, and by the name after the first.
    ['aan celik', ['aan 1043']],
    ['aannemen ede', ['aannemen 1043']],
    ['qqq', []],
    ['n tekst', []],
  ])('%s', (typed, expected) => {
    expect(lines(typed)).toEqual(expected);
  });
});
