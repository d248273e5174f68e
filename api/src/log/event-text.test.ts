// Events of an older schema, as the present release reads them.
import { expect, test } from 'vitest';
import { chainStart } from '@achterwacht/shared/evidence/chain.ts';
import { alarmSubject } from '@achterwacht/shared/subjects/alarm.ts';
import { claimed } from '@achterwacht/shared/testing/facts.ts';
import { anna, at, given, pressed } from '@achterwacht/shared/testing/given.ts';
import { readEvent, writeEvent } from './event-text.ts';

const { log } = given(pressed(), at(5, anna, claimed(anna)));
const claim = log.at(-1)!;
const { text } = writeEvent(alarmSubject, claim, null, chainStart);

/** Two schemas later: what was `by` became `who` and then stood in a list. */
const later = {
  ...alarmSubject,
  schemaVersion: 3,
  upcast: {
    AlarmClaimed: {
      1: (data: object) => ({ who: (data as { by: object }).by }),
      2: (data: object) => ({ all: [(data as { who: object }).who] }),
    },
  },
};

test('an older event is brought up to the present schema, a step a schema', () => {
  const { by } = claim.data as { by: object };
  expect(readEvent(later, text, [])).toMatchObject({ schemaVersion: 1, data: { all: [by] } });
});

test('from where it was written on', () => {
  const between = text.replace('"schemaVersion":1', '"schemaVersion":2').replace('"by"', '"who"');
  const { by } = claim.data as { by: object };
  expect(readEvent(later, between, [])).toMatchObject({ data: { all: [by] } });
});

test('where no step stands it stays as it was written', () => {
  const others = { ...later, upcast: {} };
  expect(readEvent(others, text, [])).toEqual({ ...claim, personal: null });
});
