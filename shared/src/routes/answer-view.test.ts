// No route can answer a desk with what its view withholds.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { alarm } from '../alarm/state.ts';
import { deskItem, feedEvent } from '../feed.ts';
import type { PlacedItem } from '../feed-view.ts';
import { uuid } from '../testing/given.ts';
import { answerView, partsOf, withheld } from './answer-view.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

const all = Object.entries(routes) as [string, Route][];
const desk = { centreId: uuid(20) };
const secret = 'what this desk may not know';

/** A view that withholds whatever holds the secret, as a surprise exercise would be. */
const view = {
  mayKnowAlarm: (_desk: unknown, state: object) => !JSON.stringify(state).includes(secret),
  viewOf: (_desk: unknown, item: PlacedItem) => {
    const { centreId: _centre, streamType: _type, ...whole } = item;
    return JSON.stringify(item).includes(secret) ? { sequence: item.sequence } : whole;
  },
};

const words = fc.constantFrom(secret, 'what everybody may know');
const item = fc.record({ sequence: fc.integer({ min: 1 }), words }).map(
  ({ sequence, words: text }) =>
    ({
      sequence,
      alarmId: uuid(1),
      version: 1,
      schemaVersion: 1,
      at: '2026-03-02T08:00:00.000Z',
      actor: { type: 'system', part: 'outbox' },
      type: 'EffectFailed',
      data: { effectId: uuid(2), effectKind: text, attempts: 1 },
      centreId: uuid(20),
      streamType: 'alarm',
    }) satisfies PlacedItem,
);

/** An answer of a route: what it has beside alarms and events is nothing to its view. */
function answerOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  if (schema === (alarm as z.ZodType)) return fc.record({ id: fc.uuid(), personal: words });
  if (schema === (deskItem as z.ZodType)) return item;
  if (schema instanceof z.ZodArray) return fc.array(answerOf(schema.element as z.ZodType));
  if (schema instanceof z.ZodObject)
    return fc.record(
      Object.fromEntries(
        Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, part]) => [
          key,
          answerOf(part),
        ]),
      ),
    );
  return fc.constant('something else');
}

const schemasIn = (schema: z.ZodType): z.ZodType[] =>
  schema === (alarm as z.ZodType) || schema === (deskItem as z.ZodType)
    ? [schema]
    : [schema, ...partsOf(schema).flatMap(schemasIn)];

test('these answer with alarms or events, and each to somebody who is logged in', () => {
  const holders = all.filter(([, { response }]) => answerView(response) !== null);
  expect(holders.map(([name]) => name)).toEqual([
    'board',
    'alarmLog',
    'alarmCommand',
    'alarmRaise',
    'alarmListenIn',
    'sharePoliceLink',
  ]);
  for (const [, { access }] of holders) expect(['public', 'police-link']).not.toContain(access);
});

describe.each(all)('%s', (_name, { response }) => {
  const inView = answerView(response, view);

  test('answers nothing that is withheld, and all the rest', () => {
    fc.assert(
      fc.property(answerOf(response), (answer) => {
        const seen = inView ? inView(desk, answer) : answer;
        if (seen === withheld) return;
        expect(JSON.stringify(seen)).not.toContain(secret);
        if (!JSON.stringify(answer).includes(secret))
          expect(seen).toEqual(
            JSON.parse(
              JSON.stringify(answer, (key: string, value: unknown) =>
                key === 'centreId' || key === 'streamType' ? undefined : value,
              ),
            ),
          );
      }),
    );
  });

  test('has no room for an alarm or an event that its view would not know', () => {
    const [bare] = fc.sample(item, 1);
    const { centreId: _centre, streamType: _type, ...event } = bare!;
    for (const schema of schemasIn(response)) {
      if (schema === (alarm as z.ZodType) || schema === (deskItem as z.ZodType)) continue;
      const taken = schema.safeParse(event);
      expect(taken.success && JSON.stringify(taken.data).includes('effectKind')).toBe(false);
      if (schema instanceof z.ZodObject)
        expect(Object.keys(schema.shape as object)).not.toEqual(
          expect.arrayContaining(['ownership', 'verification', 'handover']),
        );
    }
  });
});

test.each([
  ['a bare event', z.object({ events: z.array(feedEvent) })],
  ['an alarm that may be missing', z.object({ alarm: alarm.nullable() })],
  ['one among others', z.object({ of: z.union([deskItem, z.string()]) })],
  ['alarms by their names', z.record(z.string(), alarm)],
])('%s in an answer is refused when the route is served', (_what, response) => {
  expect(() => answerView(response)).toThrow();
});
