import { expect, test } from 'vitest';
import type { EarlierAlarm } from '@achterwacht/shared/routes/earlier.ts';
import { knownOf } from './known-of.ts';

const alarm = (number: number, raisedAt: string, reported: EarlierAlarm['reported']) =>
  ({
    alarmId: `${number}`,
    number,
    raisedAt,
    kind: 'duress',
    outcome: 'threat',
    of: 'holder',
    reported,
  }) as const;

test('history has its year and its source, newest first; what was not reported is no line', () => {
  const alarms = [
    alarm(1042, '2026-11-21T13:00:00.000Z', ['weapon', 'injured']),
    alarm(1001, '2024-03-02T08:00:00.000Z', []),
  ];
  expect(knownOf({ 'weapon-reported': 2025, 'no-call': 2026 }, alarms)).toEqual([
    'Bekend uit 2026: wapen gemeld (alarm #1042)',
    'Bekend uit 2026: gewonden (alarm #1042)',
    'Bekend uit 2025: wapen gemeld (dossier)',
  ]);
});

test('the year is that of Amsterdam', () => {
  expect(knownOf({}, [alarm(1001, '2025-12-31T23:30:00.000Z', ['children'])])).toEqual([
    'Bekend uit 2026: kinderen aanwezig (alarm #1001)',
  ]);
});
