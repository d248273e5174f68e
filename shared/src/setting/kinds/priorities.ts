// Which priorities a centre may give to what, and why no other. What an alarm was raised with it keeps.
import * as z from 'zod';
import type { Priorities } from '../../alarm/raising/priorities.ts';
import { priority, type Priority } from '../../alarm/raising/state.ts';
import type { BoundReason } from '../bounds.ts';

type Choice = { from: readonly Priority[]; why: BoundReason };

/** The highest first. */
export const priorityChoices: Record<keyof Priorities, Choice> = {
  duress: { from: ['urgent'], why: 'press-never-waits' },
  'missed-check': { from: ['urgent', 'high'], why: 'somebody-may-need-help' },
  medical: { from: ['urgent', 'high'], why: 'somebody-may-need-help' },
  system: { from: ['urgent', 'high'], why: 'product-itself-is-ill' },
  fault: { from: ['high', 'low'], why: 'press-would-drown' },
};

const chosenFrom = ({ from, why }: Choice) =>
  priority.refine((asked) => from.includes(asked), { params: { problem: 'not-one-of', why } });

/** All of them: what is left out would be a surprise. */
export const askedPriorities: z.ZodType<Priorities> = z.strictObject({
  duress: chosenFrom(priorityChoices.duress),
  'missed-check': chosenFrom(priorityChoices['missed-check']),
  medical: chosenFrom(priorityChoices.medical),
  system: chosenFrom(priorityChoices.system),
  fault: chosenFrom(priorityChoices.fault),
});
