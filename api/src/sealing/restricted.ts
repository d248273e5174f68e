// What of a holder is never in clear in the database: how to recognise him, why he is threatened, the
// words, what was agreed with the police about his addresses. One sealed text under the holder's own key, gone when that key is.
import { planFlag } from '@achterwacht/shared/alarm/plan/state.ts';
import { aol } from '@achterwacht/shared/places/aol.ts';
import * as z from 'zod';
import type { KeyRing } from './key-ring.ts';
import * as sealing from './seal.ts';

const restricted = z.object({
  description: z.string().nullable(),
  specialInstruction: z.string().nullable(),
  threatContext: z.string().nullable(),
  codeWord: z.string().nullable(),
  duressWord: z.string().nullable(),
  /** Missing where the release before sealed it. */
  aols: z.array(aol).default([]),
  /** The year in which each of the plan's flags was reported, where that is known. */
  reportedIn: z.partialRecord(planFlag, z.int()).default({}),
});
export type Restricted = z.infer<typeof restricted>;

const nothing: Restricted = {
  description: null,
  specialInstruction: null,
  threatContext: null,
  codeWord: null,
  duressWord: null,
  aols: [],
  reportedIn: {},
};

const purposeOf = (holderId: string) => `holder/${holderId}`;

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
