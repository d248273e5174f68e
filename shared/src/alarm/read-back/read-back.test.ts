import { describe, expect, test } from 'vitest';
import {
  claimed,
  closedAs,
  marked,
  unverifiable,
  verified,
  withdrawn,
} from '../../testing/facts.ts';
import {
  anna,
  at,
  button,
  given,
  moment,
  position,
  pressed,
  signal,
  uuid,
  type AnyAsked,
} from '../../testing/given.ts';
import {
  call,
  confirmed,
  enter,
  piket,
  readBack,
  sent,
  situationEntered,
} from '../../testing/handover-facts.ts';
import { scriptField, type ScriptField } from '../script/fields.ts';
import type { AlarmFact } from '../events.ts';

const there = position(52.38);
/** Everything was read back. */
const readAloud = (...before: AlarmFact[]) =>
  given(
    pressed({
      place: { text: 'Haarlem', basis: 'nearest' },
      signal: signal('panic', { position: there }),
    }),
    at(5, anna, claimed(anna), ...before),
    at(9, anna, ...scriptField.options.map((field) => readBack(anna, field))),
  );

const fixed = (fix: typeof there, text = 'Haarlem'): AnyAsked => ({
  type: 'AddPosition',
  fix,
  place: { text, basis: 'nearest' },
  warnings: [],
  receivedAt: '2026-03-02T08:00:20.000Z',
});
const verify = { type: 'Verify', basis: 'sound', note: 'een schot' } as const;

describe('E5 a tick falls when what was read back says something else', () => {
  test.each<[string, AlarmFact[], AnyAsked, ScriptField[]]>([
    ['judged', [], verify, ['heard', 'basis']],
    ['judged anew', [unverifiable(anna)], verify, ['heard', 'basis']],
    [
      'the judgement is withdrawn',
      [verified(anna)],
      { type: 'Unverify', reason: 'vergissing' },
      ['heard', 'basis'],
    ],
    ['a weapon', [], enter({ weapon: 'yes' }), ['danger']],
    [
      'the weapon was none',
      [situationEntered(anna, { weapon: 'yes' })],
      enter({ weapon: 'no' }),
      ['danger'],
    ],
    ['the perpetrator knows', [], enter({ perpetratorKnows: 'yes' }), ['approach']],
    ['elsewhere', [], fixed(position(52.4), 'Bloemendaal'), ['where']],
    ['less exact', [], fixed({ ...there, accuracyMetres: 90 }), ['position']],
    [
      'on the move',
      [],
      fixed({ ...there, speedMetresPerSecond: 4, headingDegrees: 90 }),
      ['position'],
    ],
    [
      'maybe at home',
      [],
      {
        ...fixed(there),
        place: {
          text: 'Haarlem',
          basis: 'nearest',
          possibly: { label: 'Thuis', address: 'Kleverparkweg 40', floor: null, metres: 8 },
        },
      } as AnyAsked,
      ['where'],
    ],
  ])('%s', (_what, before, asked, fields) => {
    const story = readAloud(...before);
    const actor = asked.type === 'AddPosition' ? button : anna;
    story.when(asked, actor, 20).accepted();
    expect(story.log.at(-1)).toMatchObject({ type: 'ReadBackOutdated', data: { fields } });
    expect(story.alarm.readBack).toEqual(
      scriptField.options.filter((field) => !fields.includes(field)),
    );
  });

  test('what was read of a mark falls with the judgement, or with another mark', () => {
    const story = readAloud(marked(anna, 2));
    story.add([marked(anna, 8)], anna, 10);
    story.when(verify, anna, 20).accepted();
    expect(story.alarm.readBack).not.toContain('heard');
  });

  test('who it is, when that becomes known', () => {
    const holder = { name: 'Joke', function: 'wethouder', phone: null, returned: false };
    const story = given(
      pressed({ bare: true }),
      at(5, anna, claimed(anna), readBack(anna, 'who'), readBack(anna, 'danger')),
    );
    const said: AnyAsked = {
      type: 'AddSignal',
      signalId: uuid(99),
      signal: signal('panic'),
      place: null,
      holder,
      receivedAt: moment(20),
    };
    story.when(said, button, 20).accepted();
    expect(story.alarm.personal?.holder).toEqual(holder);
    expect(story.alarm.readBack).toEqual(['danger']);
  });

  test('not of a closed alarm: nothing is read aloud any more', () => {
    const story = readAloud(verified(anna), sent(anna), confirmed(anna));
    story.add([closedAs('real-incident', anna)], anna, 15);
    story.when(fixed(position(52.4), 'Bloemendaal'), button, 20).accepted();
    expect(story.log.at(-1)).toMatchObject({ type: 'PositionAdded' });
    expect(story.alarm.readBack).toEqual(scriptField.options);
  });

  test.each<[string, AlarmFact[], AnyAsked]>([
    ['the same fix, younger', [], fixed(there)],
    ['a call', [verified(anna)], call()],
    ['a judgement that was withdrawn before', [verified(anna), withdrawn('by-centralist')], call()],
  ])('not by %s', (_what, before, asked) => {
    const story = readAloud(...before);
    story.when(asked, asked.type === 'AddPosition' ? button : anna, 20, piket).accepted();
    expect(story.alarm.readBack).toEqual(scriptField.options);
  });
});
