// Which priority an alarm gets when it is raised. What may be somebody's call for help is never LAAG, and a press is always
// SPOED; a known fault is never SPOED, or a flat battery would sound like a press. Between those a centre chooses, and an
// open alarm keeps what it was raised with.
import * as z from 'zod';
import type { DecodedSignal } from '../../signals.ts';
import { endsPress } from '../joining.ts';
import { priority, type AlarmKind, type Priority } from './state.ts';

/** What a centre says of each; a test calls nobody and is LAAG. */
export const priorities = z.object({
  duress: priority,
  'missed-check': priority,
  medical: priority,
  system: priority,
  fault: priority,
});
export type Priorities = z.infer<typeof priorities>;

export const usualPriorities: Priorities = {
  duress: 'urgent',
  'missed-check': 'urgent',
  medical: 'urgent',
  system: 'high',
  fault: 'low',
};

/** `withoutPlace`: a fault needs nobody's whereabouts, however soon it is looked at. */
type Raised = { priority: Priority; withoutPlace?: true };

/** `chosen`: null where the centre's setting cannot be read, or was never made. */
export function priorityFor(
  kind: AlarmKind,
  signal: Pick<DecodedSignal, 'kind' | 'restores'>,
  chosen: Priorities | null,
): Raised {
  if (kind === 'test') return { priority: 'low' };
  // Whatever stands there: no setting makes a press wait.
  if (kind === 'duress') return { priority: 'urgent' };
  const { [kind]: asked } = chosen ?? usualPriorities;
  if (kind !== 'fault') return { priority: asked === 'low' ? usualPriorities[kind] : asked };
  // Not understood at all, or all that is left of a press: above a known fault.
  if (signal.kind === 'unknown' || endsPress(signal)) return { priority: 'high' };
  return asked === 'high' ? { priority: 'high', withoutPlace: true } : { priority: 'low' };
}
