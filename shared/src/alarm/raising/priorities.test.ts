// Which priority what gets: a centre chooses within bounds, and a press is SPOED whatever stands in its setting.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priorityChoices } from '../../setting/kinds/priorities.ts';
import { problemsOf } from '../../setting/problems.ts';
import { signalKind } from '../../signals.ts';
import { given, pressed, signal } from '../../testing/given.ts';
import { kindRaisedBy } from '../joining.ts';
import { priorities, priorityFor, usualPriorities, type Priorities } from './priorities.ts';
import { alarmKind, priority } from './state.ts';

const battery = signal('low-battery');

test('usual: a press is SPOED; only what calls for nobody may wait', () => {
  const usual = alarmKind.options.map((kind) => [kind, priorityFor(kind, battery, null).priority]);
  expect(Object.fromEntries(usual)).toEqual({ ...usualPriorities, test: 'low' });
  expect(problemsOf('priorities', usualPriorities)).toEqual([]);
});

test('whatever stands there, a press is SPOED and nothing that may be a call for help is LAAG', () => {
  const anything = fc.record<Priorities>({
    duress: fc.constantFrom(...priority.options),
    'missed-check': fc.constantFrom(...priority.options),
    medical: fc.constantFrom(...priority.options),
    system: fc.constantFrom(...priority.options),
    fault: fc.constantFrom(...priority.options),
  });
  fc.assert(
    fc.property(anything, fc.constantFrom(...signalKind.options), (chosen, sent) => {
      const raised = kindRaisedBy(signal(sent));
      if (raised === null) return;
      const { priority: given } = priorityFor(raised, signal(sent), chosen);
      if (raised === 'duress') expect(given).toBe('urgent');
      else if (raised !== 'fault' && raised !== 'test') expect(given).not.toBe('low');
      if (raised === 'fault') expect(given).not.toBe('urgent');
      if (sent === 'unknown' || sent === 'cancel') expect(given).toBe('high');
    }),
  );
});

test('every choice that may be made counts, and each other is refused by its field with a reason', () => {
  for (const field of priorities.keyof().options)
    for (const asked of priority.options) {
      const chosen = { ...usualPriorities, [field]: asked };
      const { from, why } = priorityChoices[field];
      const isOne = from.includes(asked);
      expect(problemsOf('priorities', chosen)).toEqual(
        isOne ? [] : [{ path: field, code: 'not-one-of', why }],
      );
      if (isOne) expect(priorityFor(field, battery, chosen).priority).toBe(asked);
    }
  const { fault: _left, ...rest } = usualPriorities;
  expect(problemsOf('priorities', rest)).toEqual([{ path: 'fault', code: 'missing' }]);
});

test('a fault that is looked at sooner says no more of where somebody is', () => {
  const raised = priorityFor('fault', battery, { ...usualPriorities, fault: 'high' });
  const position = {
    latitude: 52.38,
    longitude: 4.64,
    accuracyMetres: 8,
    altitudeMetres: null,
    speedMetresPerSecond: null,
    headingDegrees: null,
    fixAt: null,
    source: 'gnss',
  } as const;
  const sent = signal('low-battery', { position });
  const { alarm } = given(pressed({ kind: 'fault', ...raised, signal: sent }));
  expect(alarm).toMatchObject({ priority: 'high', personal: { position: null, place: null } });
});
