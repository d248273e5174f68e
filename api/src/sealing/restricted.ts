// What an alarm shows of a holder once it is claimed, and no row says in clear: how to recognise him, who else is at home,
// why he is threatened, the words, what was agreed with the police about his addresses. One sealed text under the holder's
// own key, gone when that key is. It says again what stands in his sheet, whose row writes it.
import { planFlag } from '@achterwacht/shared/alarm/plan/state.ts';
import { nothingKnown, type Person } from '@achterwacht/shared/person/state.ts';
import { aol } from '@achterwacht/shared/places/aol.ts';
import * as z from 'zod';
import type { KeyRing } from './key-ring.ts';
import * as sealing from './seal.ts';

const restricted = z.object({
  description: z.string().nullable(),
  /** Missing where the release before sealed it. */
  othersAtHome: z.string().nullable().default(null),
  specialInstruction: z.string().nullable(),
  threatContext: z.string().nullable(),
  codeWord: z.string().nullable(),
  duressWord: z.string().nullable(),
  aols: z.array(aol).default([]),
  /** The year in which each of the plan's flags was reported, where that is known. */
  reportedIn: z.partialRecord(planFlag, z.int()).default({}),
});
export type Restricted = z.infer<typeof restricted>;

const nothing: Restricted = restricted.parse(nothingKnown);

const purposeOf = (holderId: string) => `holder/${holderId}`;

/** What is to be sealed of a sheet, and to what it is bound. */
export function restrictedText(holderId: string, sheet: Person['personal']['restricted']) {
  const said = restricted.parse(sheet ?? nothingKnown);
  return { purpose: purposeOf(holderId), clear: JSON.stringify(said) };
}

/** As the row of a person says it. Under a key that is made where there is none, so never inside a transaction. */
export function sealRestricted(
  keys: KeyRing,
  holderId: string,
  facts: z.input<typeof restricted>,
): string {
  return sealing.seal(keys.findOrMake(holderId), purposeOf(holderId), JSON.stringify(facts));
}

/** All null once the holder's key was erased. */
export function openRestricted(keys: KeyRing, holderId: string, sealed: string): Restricted {
  const key = keys.find(holderId);
  const opened = key && sealing.openIfPossible(key, purposeOf(holderId), sealed);
  return opened ? restricted.parse(JSON.parse(opened)) : nothing;
}
