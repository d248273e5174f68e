import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmEvent, AlarmFact } from '@achterwacht/shared/alarm/events.ts';
import { fold } from '@achterwacht/shared/alarm/evolve.ts';
import type { FeedEvent, FeedItem } from '@achterwacht/shared/feed.ts';
import { anna, followedBy, raised, start } from '../alarms/example-alarms.ts';
import { isWhole, joinedLog } from './whole-log.ts';

const events = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ version: from + index }) as FeedEvent);
const versions = (list: readonly FeedItem[]) => list.map(({ version }) => version);
const last = (list: FeedEvent[], count: number) => list.slice(-count);

describe('C4, E9 the timeline', () => {
  it.each([
    ['asked for and kept up by the feed', events(1, 40), events(41, 90), 90, true],
    ['both have a part of it', events(1, 60), events(41, 90), 90, true],
    [
      '560 events, of which the feed keeps 500',
      events(1, 1),
      last(events(2, 560), 500),
      560,
      false,
    ],
    ['the same, asked for again', events(1, 560), last(events(2, 560), 500), 560, true],
    ['a board that was loaded anew', events(1, 10), events(11, 20), 31, false],
    [
      'the feed goes on after that',
      events(1, 10),
      [...events(11, 20), ...events(32, 40)],
      40,
      false,
    ],
    ['nothing was answered yet', [], events(5, 9), 9, false],
    ['the answer is ahead of the board', events(1, 12), [], 10, true],
  ])('%s', (_what, asked, recent, version, whole) => {
    expect(isWhole(joinedLog(asked, recent), version)).toBe(whole);
  });

  it('has each event once and in order, and is whole only where none is missing', () => {
    const some = fc.uniqueArray(fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(some, some, fc.integer({ min: 1, max: 30 }), (asked, recent, version) => {
        const of = (numbers: number[]) => numbers.flatMap((number) => events(number, number));
        const joined = joinedLog(of(asked), of(recent));
        const known = new Set([...asked, ...recent]);
        expect(versions(joined)).toEqual([...known].sort((first, second) => first - second));
        const most = Math.max(version, ...known);
        expect(isWhole(joined, version)).toBe(known.size === most);
      }),
    );
  });

  it('says nothing any more of what was erased since it was asked for', () => {
    const { alarm, events: told } = followedBy(
      followedBy(raised(), noteOf('hoort een radio'), start + 5_000),
      { type: 'ContentErased', data: { why: 'retention' } },
      start + 9_000,
      { type: 'system', part: 'retention' },
    );
    const [first, note, erased] = told;
    expect(JSON.stringify(joinedLog([first!, note!], []))).toContain('hoort een radio');
    const after = joinedLog([first!, note!], [erased!]);
    expect(versions(after)).toEqual([1, 2, 3]);
    expect(JSON.stringify(after)).not.toContain('hoort een radio');
    expect(fold([...after] as AlarmEvent[])).toEqual(alarm);
  });
});

const noteOf = (text: string): AlarmFact => ({
  type: 'NoteAdded',
  data: { noteId: anna.id, by: anna, happenedAt: null },
  personal: { text },
});
