import { anna, member } from '@achterwacht/shared/testing/given.ts';
import { expect, test } from 'vitest';
import { followedBy, raised, start } from '../alarms/example-alarms.ts';
import { lineOf } from './event-text.ts';

test('as what it was passed on says nothing of whether it was verified: somebody may have had a reason', () => {
  const { events } = followedBy(
    raised(),
    {
      type: 'HandoverSent',
      data: {
        by: member(anna),
        class: 'assistance',
        channel: 'telephone',
        route: { regionCode: null, which: 'first' },
      },
      personal: { reason: 'op verzoek van de meldkamer' },
    },
    start + 60_000,
  );
  expect(lineOf(events.at(-1)!).text).toBe('Doormelding per telefoon als politieassistentie');
});
