import { describe, expect, test } from 'vitest';
import { claimed, closedAs, verified } from '../../testing/facts.ts';
import {
  anna,
  at,
  button,
  given,
  moment,
  position,
  pressed,
  type AnyAsked,
} from '../../testing/given.ts';
import { confirmed, policeReported, sent } from '../../testing/handover-facts.ts';
import type { AlarmFact } from '../events.ts';
import { trackedUntil } from './tracking.ts';

const hour = 3_600;
const handedOver = [claimed(anna), verified(anna), sent(anna), confirmed(anna)];
const moves: AnyAsked = {
  type: 'AddPosition',
  fix: position(52.4),
  place: { text: 'Haarlem', basis: 'nearest' },
  warnings: [],
  receivedAt: moment(60),
};
const story = (before: AlarmFact[], outcome: Parameters<typeof closedAs>[0] = 'real-incident') =>
  given(pressed(), at(5, anna, ...before), at(30, anna, closedAs(outcome, anna)));
const last = (of: ReturnType<typeof given>) => of.log.at(-1)?.type;

describe('5.2 after closing', () => {
  test('it is followed while the police are busy, and an hour at most', () => {
    const followed = story(handedOver);
    expect(trackedUntil(followed.alarm)?.toISOString()).toBe(moment(30 + hour));
    followed.when(moves, button, 29 + hour).accepted();
    expect(last(followed)).toBe('PositionAdded');
    expect(followed.alarm.personal?.position?.fix.latitude).toBe(52.4);

    const over = story(handedOver);
    over.when(moves, button, 30 + hour).accepted();
    expect(last(over)).toBe('AlarmClosed');
  });

  test.each<[string, AlarmFact[], Parameters<typeof closedAs>[0]]>([
    ['that was harmless', handedOver, 'false-accident'],
    ['that the police are done with', [...handedOver, policeReported('safe', 20)], 'threat'],
    ['that the police do not have', [claimed(anna), verified(anna)], 'real-incident'],
  ])('nobody is of an alarm %s', (_what, before, outcome) => {
    const closed = story(before, outcome);
    expect(trackedUntil(closed.alarm)).toBeNull();
    closed.when(moves, button, 60).accepted();
    expect(last(closed)).toBe('AlarmClosed');
  });
});
