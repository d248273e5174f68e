import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayKnowAlarm, viewOf, type PlacedItem } from './feed-view.ts';
import { deskItem, isWithheld } from './feed.ts';

const [own, other, alarmId] = [
  '0192f0c1-7d3a-4b6e-9a51-2f6d8c0b1a01',
  '0192f0c1-7d3a-4b6e-9a51-2f6d8c0b1a02',
  '0192f0c1-7d3a-4b6e-9a51-2f6d8c0b1a03',
];
const at = '2026-03-02T08:00:00.000Z';
const live = ['alarm', 'shift', 'drill'];
const secret = 'what nobody here may know';

/** Whatever a feed can hold: of either centre, of any subject, also of one that nobody has thought of yet. */
const place = fc.record({
  centreId: fc.constantFrom(own, other),
  streamType: fc.oneof(
    fc.constantFrom(...live, 'incident', 'person', 'button', 'plan', 'setting', ''),
    fc.string(),
  ),
});
const feed = fc
  .array(fc.record({ place, isReadable: fc.boolean() }), { maxLength: 60 })
  .chain((entries) =>
    fc.nat(1_000_000).map((before) => entries.map((entry, index) => itemOf(entry, before + index))),
  );

function itemOf(
  entry: { place: { centreId: string; streamType: string }; isReadable: boolean },
  before: number,
): PlacedItem {
  const common = { ...entry.place, sequence: before + 1, alarmId, version: 1, at };
  if (!entry.isReadable) return { ...common, type: 'Unreadable' };
  const mayKnow = entry.place.centreId === own && live.includes(entry.place.streamType);
  return {
    ...common,
    schemaVersion: 1,
    actor: { type: 'system', part: 'outbox' },
    type: 'EffectFailed',
    data: { effectId: alarmId, effectKind: mayKnow ? 'sms' : secret, attempts: 1 },
  };
}

test('whatever happens, a desk gets every number, in order, and nothing of what is withheld', () => {
  fc.assert(
    fc.property(feed, (items) => {
      const seen = items.map((item) => viewOf({ centreId: own }, item));
      expect(seen.map(({ sequence }) => sequence)).toEqual(items.map(({ sequence }) => sequence));
      for (const [index, item] of items.entries()) {
        const mayKnow = item.centreId === own && live.includes(item.streamType);
        const { centreId: _, streamType: __, ...whole } = item;
        expect(seen[index]).toStrictEqual(mayKnow ? whole : { sequence: item.sequence });
      }
      const text = JSON.stringify(seen);
      expect(text).not.toContain(secret);
      expect(text).not.toContain(other);
      // And every one of them is what a desk takes.
      expect(seen.map((item) => deskItem.parse(item))).toStrictEqual(seen);
    }),
  );
});

test('an item is withheld or whole: one with its number and something else is neither', () => {
  expect(deskItem.safeParse({ sequence: 4, at }).success).toBe(false);
  expect(isWithheld({ sequence: 4 })).toBe(true);
});

test('of alarms those of the own centre are in view', () => {
  expect(mayKnowAlarm({ centreId: own }, { centreId: own })).toBe(true);
  expect(mayKnowAlarm({ centreId: own }, { centreId: other })).toBe(false);
});
