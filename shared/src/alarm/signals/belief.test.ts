import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calledFalse, claimed, closedAs, secondPress } from '../../testing/facts.ts';
import { sent } from '../../testing/handover-facts.ts';
import { anna, at, button, given, moment, position, pressed, signal } from '../../testing/given.ts';
import type { SignalKind } from '../../signals.ts';
import type { RaiseCommand } from '../raising/commands.ts';
import { alarmEvent } from '../events.ts';
import { joins } from '../joining.ts';
import { nearbyPresses } from '../verification/nearby.ts';
import { alarm as alarmSchema, type Alarm } from '../state.ts';

const here = { text: 'Stadhuis, Grote Markt 2', basis: 'stated' as const };
const elsewhere = { text: 'Meppel', basis: 'nearest' as const };
const atHome = { place: here, signal: signal('panic', { position: position(52.38) }) };

/** As a frame that needs the account's number and nothing else. */
const forged = (second: number, kind: SignalKind = 'panic', latitude = 52.7) => ({
  ...secondPress(second, 2000 + second, signal(kind, { position: position(latitude) })),
  place: elsewhere,
  unbelieved: 'refused' as const,
});
const accepted = (second: number, kind: SignalKind = 'position', latitude = 52.39) => ({
  ...secondPress(second, 1000 + second, signal(kind, { position: position(latitude) })),
  place: elsewhere,
});

const placeOf = ({ personal }: Alarm) => ({
  latitude: personal?.position?.fix.latitude,
  place: personal?.place?.text,
});
/** What nobody may change in another's name: everything but what is shown apart. */
function known({ hearsay: _hearsay, version: _version, updatedAt: _at, ...alarm }: Alarm) {
  const { hearsay: _place, ...personal } = alarm.personal!;
  return { ...alarm, personal };
}

describe('F1 a refused signal on an alarm that an accepted one raised', () => {
  test('F1 is shown apart: what it says, where, how often, with which doubts', () => {
    const story = given(pressed(atHome), at(5, anna, claimed(anna), sent(anna)));
    const before = story.alarm;
    const downgrade = { ...forged(60).signal, warnings: ['not-encrypted' as const] };
    story.when({ ...forged(60), signal: downgrade }, button, 60).accepted();
    story.when(forged(70, 'position', 52.8), button, 70).accepted();
    expect(known(story.alarm)).toEqual(known(before));
    expect(story.alarm.hearsay).toEqual({
      count: 2,
      presses: 1,
      lastAt: moment(70),
      kind: 'position',
      warnings: ['not-encrypted'],
    });
    expect(story.alarm.personal?.hearsay).toMatchObject({
      position: { fix: { latitude: 52.8 } },
      place: elsewhere,
    });
    expect(alarmSchema.parse(story.alarm)).toEqual(story.alarm);
    expect(story.log.map((event) => alarmEvent.parse(event))).toEqual(story.log);
  });

  test('F1 voids no judgement, tells the police nothing, and outdates no decision', () => {
    const story = given(pressed(atHome), at(5, anna, claimed(anna), sent(anna), calledFalse(anna)));
    const { verification, policeMessages, changedAt } = story.alarm;
    for (const kind of ['panic', 'cancel', 'restore', 'medical'] as const)
      story.when(forged(60, kind), button, 60).accepted();
    expect(story.alarm).toMatchObject({ verification, policeMessages, changedAt });
  });

  test('F1 makes no duress of a medical alarm: there it raises one of its own', () => {
    const medical = given(pressed({ kind: 'medical', priority: 'high' })).alarm;
    expect(joins(medical, signal('panic'), 'refused')).toBe(false);
    expect(joins(medical, signal('panic'))).toBe(true);
    expect(joins(given(pressed()).alarm, signal('panic'), 'refused')).toBe(true);
  });

  test('F1 a closed alarm takes none', () => {
    const story = given(pressed(), at(5, anna, claimed(anna), closedAs('unknown', anna)));
    story.when(forged(60), button, 60).refused('gesloten');
  });
});

describe('F1 an alarm that only refused signals raised', () => {
  const unbelieved = (changes: Partial<RaiseCommand> = {}) =>
    given(pressed({ ...atHome, unbelieved: 'refused', ...changes }));

  test('F1 says so, of itself and of its position, and verifies nobody', () => {
    const { alarm } = unbelieved();
    expect(alarm).toMatchObject({
      believed: false,
      presses: { count: 1 },
      personal: { position: { unbelieved: true }, place: here },
    });
    const other = given(
      pressed({ ...atHome, button: { ...alarm.button, id: alarm.id }, number: 1002 }),
    ).alarm;
    const theirs = { ...other, personal: { ...other.personal!, holder: marten } };
    const near = { metres: 150, seconds: 300 };
    expect(nearbyPresses(theirs, [alarm], near)).toEqual([]);
    expect(nearbyPresses(alarm, [theirs], near)).toEqual([]);
    expect(nearbyPresses({ ...theirs, believed: false }, [alarm], near)).toEqual([]);
  });
  const marten = { name: 'Marten', function: 'griffier', phone: null, returned: false };

  test('F1 takes what else is heard, for nothing better is known', () => {
    const story = unbelieved();
    story.when(forged(10), button, 10).accepted();
    expect(story.alarm).toMatchObject({ believed: false, presses: { count: 2 } });
    expect(placeOf(story.alarm)).toEqual({ latitude: 52.7, place: 'Meppel' });
    expect(story.alarm.personal?.position?.unbelieved).toBe(true);
  });

  test('F1 takes the place of the first that is believed, however old its fix, and keeps it', () => {
    const story = unbelieved({
      signal: signal('panic', { position: position(52.7, moment(100)) }),
    });
    const stale = signal('status', { position: position(52.38, moment(-60)) });
    story.when({ ...accepted(10), signal: stale, place: null }, button, 10).accepted();
    // A place that the unbelieved position was near to is left with it.
    expect(placeOf(story.alarm)).toEqual({ latitude: 52.38, place: undefined });
    expect(story.alarm.believed).toBe(false);
    story.when(forged(20), button, 20).accepted();
    expect(placeOf(story.alarm)).toEqual({ latitude: 52.38, place: undefined });
    expect(story.alarm.personal?.hearsay?.position.fix.latitude).toBe(52.7);
  });

  test('F1 is believed from the first accepted press on', () => {
    const story = unbelieved();
    story.when(secondPress(10), button, 10).accepted();
    expect(story.alarm).not.toHaveProperty('believed');
    expect(story.alarm).toMatchObject({
      presses: { count: 2 },
      personal: { position: { unbelieved: true } },
    });
    story.when(forged(20), button, 20).accepted();
    expect(story.alarm).toMatchObject({ presses: { count: 2 }, hearsay: { presses: 1 } });
    expect(placeOf(story.alarm).latitude).toBe(52.38);
  });
});

describe('F1 a button without a key', () => {
  const plain = () => given(pressed({ ...atHome, sender: 'its own' }));

  test('F1 a position from where its press came moves it', () => {
    const story = plain();
    story.when({ ...accepted(10), sender: 'its own' }, button, 10).accepted();
    expect(placeOf(story.alarm).latitude).toBe(52.39);
  });

  test.each(['position', 'panic'] as const)(
    'F1 a %s from elsewhere counts, and its position is shown apart',
    (kind) => {
      const story = plain();
      story.when({ ...accepted(10, kind), sender: 'another' }, button, 10).accepted();
      expect(placeOf(story.alarm)).toEqual({ latitude: 52.38, place: here.text });
      expect(story.alarm).toMatchObject({
        signals: { count: 2 },
        presses: { count: kind === 'panic' ? 2 : 1 },
        hearsay: { count: 1, presses: 0 },
        personal: { sender: 'its own', hearsay: { position: { fix: { latitude: 52.39 } } } },
      });
    },
  );

  test.each([signal('cancel'), signal('restore', { restores: 'panic' })])(
    'that it is over, from another sender, is shown apart, and the police hear nothing of it: $kind',
    (end) => {
      const story = given(
        pressed({ ...atHome, sender: 'its own' }),
        at(5, anna, claimed(anna), sent(anna)),
      );
      const over = (second: number, sender: string) => ({
        ...secondPress(second, 1000 + second, end),
        sender,
      });
      story.when(over(10, 'another'), button, 10).accepted();
      expect(story.alarm).toMatchObject({ policeMessages: [], hearsay: { kind: end.kind } });
      story.when(over(20, 'its own'), button, 20).accepted();
      expect(story.alarm.policeMessages).toMatchObject([{ why: 'possibly-false' }]);
    },
  );

  test('F1 raised by what was refused: its sender is the first that is believed', () => {
    const story = given(pressed({ ...atHome, unbelieved: 'refused', sender: 'anybody' }));
    story.when({ ...accepted(10, 'panic'), sender: 'its own' }, button, 10).accepted();
    expect(story.alarm.personal).toMatchObject({ sender: 'its own' });
    expect(placeOf(story.alarm).latitude).toBe(52.39);
    story.when({ ...accepted(20), sender: 'anybody' }, button, 20).accepted();
    expect(placeOf(story.alarm).latitude).toBe(52.39);
  });
});

test('F1 whatever comes in, in whatever order, what was accepted is moved by nothing unaccepted', () => {
  const kinds = ['panic', 'position', 'medical', 'cancel', 'status', 'low-battery'] as const;
  const coming = fc.record({
    kind: fc.constantFrom(...kinds),
    latitude: fc.option(fc.double({ min: 51, max: 53, noNaN: true })),
    fixAt: fc.option(fc.integer({ min: -100, max: 400 }).map(moment)),
    batteryPercent: fc.option(fc.integer({ min: 0, max: 100 })),
    how: fc.constantFrom('accepted', 'refused', 'its own', 'another'),
  });
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.option(fc.constant('its own'), { nil: undefined }),
      fc.array(coming, { maxLength: 30, size: 'max' }),
      (isRefused, sender, signals) => {
        const story = given(
          pressed({ ...atHome, sender, ...(isRefused && { unbelieved: 'refused' }) }),
        );
        for (const [index, each] of signals.entries()) {
          const before = story.alarm;
          const { latitude, fixAt, kind, batteryPercent, how } = each;
          const fix = latitude === null ? null : position(latitude, fixAt);
          story
            .when(
              {
                ...secondPress(
                  index,
                  3000 + index,
                  signal(kind, { position: fix, batteryPercent }),
                ),
                place: elsewhere,
                ...(how === 'refused'
                  ? { unbelieved: 'refused' as const }
                  : how !== 'accepted' && sender !== undefined && { sender: how }),
              },
              button,
              index,
            )
            .accepted();
          const { alarm } = story;
          alarmSchema.parse(alarm);
          const isForged = how === 'refused';
          if (isForged && before.believed !== false) expect(known(alarm)).toEqual(known(before));
          const first = sender && before.personal?.sender;
          const isElsewhere = isForged || (first && how !== 'accepted' && how !== first);
          if (isElsewhere && !before.personal?.position?.unbelieved)
            expect(placeOf(alarm)).toEqual(placeOf(before));
          // Vouched for once is vouched for ever.
          if (isForged) expect(alarm.believed).toBe(before.believed);
        }
      },
    ),
  );
});
