// Where most stories of an alarm begin: pressed and taken by Anna, and after that verified and told to the police.
import type { AlarmFact } from '../alarm/events.ts';
import { claimed, verified } from './facts.ts';
import { anna, at, given, pressed } from './given.ts';
import { sent } from './handover-facts.ts';

export const owned = (...rest: Parameters<typeof given>) =>
  given(pressed(), at(5, anna, claimed(anna)), ...rest);

export const handedOver = (...rest: AlarmFact[]) =>
  owned(at(8, anna, verified(anna)), at(10, anna, sent(anna), ...rest));
