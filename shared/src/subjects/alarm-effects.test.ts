import { expect, test } from 'vitest';
import { deadlineKind, type DeadlineKind } from '../alarm/deadlines/state.ts';
import { claimed, closedAs, passed, released, verified } from '../testing/facts.ts';
import { anna, at, given, pressed, sweep } from '../testing/given.ts';
import { sent } from '../testing/handover-facts.ts';
import { effectsOf } from './alarm-effects.ts';

const pages: Partial<Record<DeadlineKind, string>> = {
  'unclaimed-supervisor': 'page-supervisor',
  'unclaimed-on-call': 'page-on-call',
  'on-call-over': 'page-supervisor',
  'owner-idle-supervisor': 'page-supervisor',
  'no-decision-supervisor': 'page-supervisor',
  'unverifiable-supervisor': 'page-supervisor',
  'handover-unconfirmed': 'page-supervisor',
  'upgrade-unconfirmed': 'page-supervisor',
};

test.each(deadlineKind.options)('%s', (kind) => {
  const story = given(pressed(), at(40, sweep, passed(kind, 1, 40)));
  const effects = effectsOf(story.alarm, story.log.at(-1)!);
  expect(effects.map((effect) => effect.kind)).toEqual(pages[kind] ? [pages[kind]] : []);
  // It may be read on a locked screen by somebody else.
  for (const { text } of effects) {
    expect(text).toContain('1001');
    expect(text).not.toMatch(/Joke|Haarlem|wethouder/);
  }
});

test.each([
  ['unclaimed-supervisor', 'Alarm 1001 heeft geen eigenaar meer en wacht te lang op aannemen.'],
  ['unclaimed-on-call', 'Alarm 1001 heeft geen eigenaar meer. Ga naar uw post.'],
] as const)('%s of one that somebody had says so', (kind, text) => {
  const story = given(
    pressed(),
    at(5, anna, claimed(anna)),
    at(9, anna, released(anna)),
    at(40, sweep, passed(kind, 1, 40)),
  );
  expect(effectsOf(story.alarm, story.log.at(-1)!)).toMatchObject([{ text }]);
});

test('what people do sends nothing by itself, but for the file that the municipality gets', () => {
  const story = given(
    pressed(),
    at(5, anna, claimed(anna)),
    at(6, anna, closedAs('unknown', anna)),
  );
  expect(story.log.flatMap((event) => effectsOf(story.alarm, event))).toMatchObject([
    { kind: 'draft-incident', recipient: 'gemeente Haarlem' },
  ]);
});

test.each([
  ['a drill', { mode: 'exercise' }],
  ['a test', { mode: 'test' }],
  ['a fault', { kind: 'fault' }],
  ['a press that nobody’s municipality is known of', { municipality: null }],
] as const)('%s makes no file', (_, other) => {
  const { alarm, log } = given(pressed(), at(6, anna, closedAs('unknown', anna)));
  expect(effectsOf({ ...alarm, ...other }, log.at(-1)!)).toEqual([]);
});

test('D8 what nobody confirms pages for a quarter of an hour, and says that it stops', () => {
  const story = given(
    pressed(),
    at(5, anna, claimed(anna)),
    at(6, anna, verified(anna)),
    at(10, anna, sent(anna)),
  );
  story.fastForward(10 + 40 * 60);
  const { alarm, log } = story;
  const texts = log
    .filter(({ type, data }) => type === 'DeadlinePassed' && data.kind === 'handover-unconfirmed')
    .map((event) => effectsOf(alarm, event).map(({ text }) => text));
  expect(texts.length).toBeGreaterThan(30);
  expect(texts.flat()).toHaveLength(15);
  expect(texts[14]).toEqual([
    'Alarm 1001: doormelding niet bevestigd. Bel de meldkamer. Dit is de laatste oproep hierover.',
  ]);
  expect(texts[13]).toEqual(['Alarm 1001: doormelding niet bevestigd. Bel de meldkamer.']);
});
