// The follower over a real feed: many writers at once, a bus that loses most of it, and a process that
// starts late. Whoever follows has every event of the centre, in order, once.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placed, placeOfAlarms, viewOf } from '@achterwacht/shared/feed-view.ts';
import { isReadable, type FeedEvent } from '@achterwacht/shared/feed.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { createEventSource } from './event-source.ts';
import { createFollower } from './follower.ts';

let centre: AlarmCentre;
const writers = 8;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: writers });
});
afterAll(() => centre.end());

function follow() {
  const events: FeedEvent[] = [];
  const errors: unknown[] = [];
  const follower = createFollower(
    createEventSource(centre.database.system, centre.keys),
    { events: (_centreId, list) => void events.push(...list.filter(isReadable)), canary: () => {} },
    (error) => void errors.push(error),
  );
  return { follower, events, errors };
}

describe('eight writers at once', () => {
  test('numbers without holes, and what is told matches what is read back', async () => {
    const { follower, events, errors } = follow();
    await follower.ask();
    let told = 0;
    const announce = (events: FeedEvent[]) => {
      const list = placed(placeOfAlarms(centre.centreId), events);
      told += 1;
      // Two of three never arrive, one of five arrives twice.
      if (told % 3 === 0) follower.accept(centre.centreId, list);
      if (told % 5 === 0) follower.accept(centre.centreId, list);
    };
    await Promise.all(
      centre.buttons.map(async (button) => {
        const { alarmId, events: raised } = await centre.press(button);
        announce(raised);
        for (let note = 0; note < 12; note += 1) {
          const outcome = await centre.ask(centre.anna, alarmId, {
            type: 'AddNote',
            noteId: randomUUID(),
            text: `notitie ${note}`,
            happenedAt: null,
          });
          if (outcome.status === 'accepted') announce(outcome.events);
        }
      }),
    );
    await follower.ask();
    follower.stop();
    const total = writers * 13;
    expect(errors).toEqual([]);
    expect(events.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: total }, (_, index) => index + 1),
    );
    const read = await createEventSource(centre.database.system, centre.keys).after(
      centre.centreId,
      0,
      1000,
    );
    expect(events).toMatchObject(
      read.map(({ sequence, alarmId, type }) => ({ sequence, alarmId, type })),
    );
  });

  test('whoever comes late reads on from where he was, as many as he asks for', async () => {
    const source = createEventSource(centre.database.system, centre.keys);
    const [head] = await source.heads();
    expect(head).toMatchObject({ centreId: centre.centreId, lastSequence: writers * 13 });
    const page = await source.after(centre.centreId, 100, 2);
    expect(page.map(({ sequence }) => sequence)).toEqual([101, 102]);
    expect(await source.after(centre.centreId, writers * 13, 10)).toEqual([]);
    expect(await source.after(randomUUID(), 0, 10)).toEqual([]);
  });

  test('what is of another subject keeps its number, and a desk learns nothing else of it', async () => {
    const source = createEventSource(centre.database.system, centre.keys);
    const sequence = writers * 13 + 1;
    await centre.database.superuser`
      insert into log.events (stream_type, stream_id, version, centre_id, sequence, type, at, text,
        previous_hash, hash)
      values ('incident', ${randomUUID()}, 1, ${centre.centreId}, ${sequence}, 'X', now(), '{}', 'x', 'x')`;
    const read = await source.after(centre.centreId, sequence - 2, 10);
    const seen = read.map((item) => viewOf({ centreId: centre.centreId }, item));
    expect(seen).toEqual([expect.objectContaining({ sequence: sequence - 1 }), { sequence }]);
  });
});
