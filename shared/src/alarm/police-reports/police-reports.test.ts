// What the police say, in the order in which it was so and not in which it was tapped.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../../municipality/incident.ts';
import { claimed, secondPress } from '../../testing/facts.ts';
import { anna, at, button, given, moment, pressed, system } from '../../testing/given.ts';
import {
  confirmed,
  policeReport,
  policeReported,
  report,
  sent,
} from '../../testing/handover-facts.ts';
import { policeStatus, type PoliceStatus } from './state.ts';

const page = system('police-link');
const told = () =>
  given(pressed(), at(5, anna, claimed(anna)), at(10, anna, sent(anna), confirmed(anna)));

/** `[status, stated at]`, tapped in this order. */
type ReportAfter = [PoliceStatus, number][];
const after = (said: ReportAfter) => {
  const story = told();
  for (const [index, [status, second]] of said.entries())
    story.when(policeReport(status, second), page, 200 + index).accepted();
  return story;
};

describe('D3 the moment they state counts', () => {
  it.each([
    [
      'there, told after a late tap on "under way"',
      [
        ['under-way', 150],
        ['on-scene', 120],
      ],
      'on-scene',
    ],
    [
      'there, and a second unit sets out',
      [
        ['on-scene', 120],
        ['under-way', 150],
      ],
      'on-scene',
    ],
    [
      'there, told after it was over',
      [
        ['safe', 180],
        ['on-scene', 120],
      ],
      'done',
    ],
    [
      'nobody found, and sent back to look',
      [
        ['not-found', 120],
        ['under-way', 150],
      ],
      'under-way',
    ],
    [
      'under way, told after nobody was found',
      [
        ['not-found', 150],
        ['under-way', 120],
      ],
      'not-found',
    ],
    [
      'there, told after somebody else heard of it',
      [
        ['received', 150],
        ['on-scene', 120],
      ],
      'on-scene',
    ],
    [
      'two at the same moment',
      [
        ['on-scene', 120],
        ['under-way', 120],
      ],
      'on-scene',
    ],
  ] as [string, ReportAfter, string][])('%s', (_what, said, status) => {
    expect(after(said).alarm.handover.status).toBe(status);
  });

  it('the municipality reads when they were there, however late it was told', () => {
    for (const said of [
      [
        ['under-way', 150],
        ['on-scene', 120],
      ],
      [
        ['safe', 180],
        ['on-scene', 120],
      ],
      [
        ['on-scene', 160],
        ['on-scene', 120],
      ],
    ] as ReportAfter[])
      expect(factsOf(after(said).alarm).times['on-scene']).toBe(moment(120));
    // The clock is the server’s.
    expect(
      after([
        ['under-way', 150],
        ['on-scene', 120],
      ]).alarm.times['on-scene'],
    ).toBe(moment(201));
  });

  it('before anybody confirmed: under way counts, also where it was so before it was received', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)), at(10, anna, sent(anna)));
    story.when(policeReport('received', 30), page, 31).accepted();
    story.when(policeReport('under-way', 20), page, 32).accepted();
    expect(story.alarm.handover.status).toBe('under-way');
  });

  it('their number counts, however late they give it', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)), at(10, anna, sent(anna)));
    story.when(policeReport('under-way', 30), page, 31).accepted();
    story.when(report('received', 20, '2026-77'), anna, 40).accepted();
    expect(story.alarm.handover).toMatchObject({ status: 'under-way', incidentNumber: '2026-77' });
  });

  it('of a case that was over nothing counts in the next one', () => {
    const story = given(
      pressed(),
      at(5, anna, claimed(anna)),
      at(10, anna, sent(anna), confirmed(anna)),
      at(20, anna, policeReported('on-scene', 20, anna), policeReported('safe', 21, anna)),
    );
    story.when(secondPress(40), button, 40).accepted();
    story.add([sent(anna), confirmed(anna)], anna, 50);
    expect(story.alarm.handover.status).toBe('confirmed');
    story.when(policeReport('under-way', 55), page, 60).accepted();
    expect(story.alarm.handover.status).toBe('under-way');
  });

  it('the order of taps changes nothing about how far they are', () => {
    const said = fc.uniqueArray(
      fc.tuple(fc.constantFrom(...policeStatus.options), fc.integer({ min: 20, max: 30 })),
      { minLength: 2, maxLength: 6, selector: String },
    );
    const shuffled = said.chain((reports) =>
      fc.tuple(
        fc.constant(reports),
        fc.shuffledSubarray(reports, { minLength: reports.length, maxLength: reports.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const [first, second] = [after(one).alarm, after(other).alarm];
        expect(second.handover.status).toBe(first.handover.status);
        expect(factsOf(second).times['on-scene']).toBe(factsOf(first).times['on-scene']);
      }),
    );
  });
});
