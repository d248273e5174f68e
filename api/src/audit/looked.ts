// That somebody read the audit, as a line of it.
import type { AccessAction } from '@achterwacht/shared/audit/actions.ts';
import type { BreachQuery } from '@achterwacht/shared/routes/audit.ts';
import type { Look } from '../access/access-log.ts';

type Looked = { at: Date; origin: string; action: AccessAction; whom: string | null };

/** @param asked By what it was narrowed, of what was taken along. */
export const lookOf = (
  looked: Looked,
  asked: readonly (readonly [string, string])[] = [],
): Look => ({
  ...looked,
  object: looked.action.split('.')[0]!, // it has a first part
  result: asked.length === 0 ? 'shown' : `shown ${asked.map(said).join(' ')}`,
});

/** What was typed may name a holder, which not everybody who reads this line may know. */
const said = ([name, value]: readonly [string, string]) =>
  name === 'search' ? name : `${name}=${value}`;

export const whomOf = ({ of, id }: BreachQuery) => (of === 'municipality' ? null : id);
