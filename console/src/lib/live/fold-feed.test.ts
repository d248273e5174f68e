import type { AlarmFact } from '@achterwacht/shared/alarm/events.ts';
import { describe, expect, it } from 'vitest';
import { anna, bram, claimedBy, raised, start, followedBy } from '../alarms/example-alarms.ts';
import { foldFeed, type BoardState } from './fold-feed.ts';

const empty: BoardState = { sequence: 0, alarms: new Map() };
const story = () =>
  followedBy(
    claimedBy(raised(), anna),
    { type: 'AlarmReleased', data: { from: anna, why: 'given-back' } },
    start + 9_000,
  );

describe('foldFeed', () => {
  it('folds events that follow each other', () => {
    const { alarm, events } = story();
    const folded = foldFeed(empty, events);
    expect(folded).toMatchObject({ sequence: 3, trouble: null });
    expect(folded.alarms.get(alarm.id)).toEqual(alarm);
  });

  it('ignores what it has already, whole or in part', () => {
    const { events } = story();
    const once = foldFeed(empty, events);
    const twice = foldFeed(once, events);
    expect(twice.applied).toEqual([]);
    expect(twice.sequence).toBe(3);
    expect(foldFeed(foldFeed(empty, events.slice(0, 2)), events).applied).toHaveLength(1);
  });

  it('stops before a hole and says so', () => {
    const { events } = story();
    const folded = foldFeed(empty, [events[0]!, events[2]!]);
    expect(folded).toMatchObject({ sequence: 1, trouble: 'hole' });
    expect(folded.applied).toHaveLength(1);
  });

  it('catches up after a hole without losing or doubling anything', () => {
    const { alarm, events } = story();
    const holed = foldFeed(empty, [events[0]!, events[2]!]);
    const healed = foldFeed(holed, events.slice(1));
    expect(healed.applied.map((event) => event.sequence)).toEqual([2, 3]);
    expect(healed.alarms.get(alarm.id)).toEqual(alarm);
  });

  it('asks for the board when an event speaks of an alarm it never saw', () => {
    const { events } = claimedBy(raised(), bram);
    expect(foldFeed({ sequence: 1, alarms: new Map() }, events).trouble).toBe('stranger');
  });

  it('A8 folds nothing past an event that nobody can read, and asks for the board, which stands beyond it', () => {
    const { events } = story();
    const { sequence, alarmId, version, at } = events[1]!;
    const marked = { type: 'Unreadable', sequence, alarmId, version, at } as const;
    const folded = foldFeed(empty, [events[0]!, marked, events[2]!]);
    expect(folded).toMatchObject({ sequence: 1, trouble: 'unreadable' });
    expect(folded.applied).toHaveLength(1);
  });

  it('passes over a number of which it may know nothing, and takes it for no hole', () => {
    const { alarm, events } = story();
    const moved = events.map((event) => ({ ...event, sequence: event.sequence + 1 }));
    const folded = foldFeed(empty, [{ sequence: 1 }, ...moved, { sequence: 5 }]);
    expect(folded).toMatchObject({ sequence: 5, trouble: null });
    expect(folded.alarms.get(alarm.id)).toEqual(alarm);
    expect(folded.applied).toHaveLength(3);
  });

  it.each<AlarmFact>([
    { type: 'RecordingErased', data: { recordingId: anna.id, why: 'retention' } },
    { type: 'ContentErased', data: { why: 'retention' } },
  ])('passes over what happens to an alarm that was closed long ago: $type', (fact) => {
    const { events } = followedBy(raised(), fact, start + 700_000, {
      type: 'system',
      part: 'listen-in',
    });
    const folded = foldFeed({ sequence: 1, alarms: new Map() }, events);
    expect(folded).toMatchObject({ sequence: 2, trouble: null, applied: [] });
    expect(folded.alarms.size).toBe(0);
  });

  it('does not change the state it was given', () => {
    const { events } = story();
    foldFeed(empty, events);
    expect(empty.alarms.size).toBe(0);
  });
});
