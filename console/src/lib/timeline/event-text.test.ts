import { signalled } from '@achterwacht/shared/testing/facts.ts';
import { anna, member, position, signal } from '@achterwacht/shared/testing/given.ts';
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

test('F1 what is heard and not believed says first who said it', () => {
  const fact = signalled(signal('panic', { position: position(52.7) }), 2000, 0);
  if (fact.type !== 'SignalAdded') throw new Error('a signal is a signal');
  const refused = {
    ...fact,
    data: { ...fact.data, signal: { ...fact.data.signal, unbelieved: 'refused' as const } },
  };
  const { events } = followedBy(raised(), refused, start);
  expect(lineOf(events.at(-1)!).text).toMatch(/^Niet-geverifieerde bron: /);
});
