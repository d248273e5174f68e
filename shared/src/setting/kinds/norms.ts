// Against what a centre measures its answer times: which norm is shown first, and one of its own where it agreed on
// another with a municipality. The figures of a standard are nobody's to change.
import * as z from 'zod';
import {
  limit,
  profileName,
  profiles,
  type Profile,
  type ProfileName,
} from '../../kpi/profiles.ts';
import { plainLine } from '../plain-line.ts';
import { within, type Bounds } from '../bounds.ts';

const title = z.string().trim().min(1).max(60);

export const norms = z.object({
  first: profileName,
  own: z.object({ title, limits: z.tuple([limit, limit]) }).nullable(),
});
export type Norms = z.infer<typeof norms>;

export const usualNorms: Norms = { first: 'en-50518-hold-up', own: null };

const seconds = {
  least: 5,
  most: 600,
  whyLeast: 'people-need-to-react',
  whyMost: 'alarm-waits-too-long',
} as const;
const permille = {
  least: 500,
  most: 1_000,
  whyLeast: 'half-is-no-norm',
  whyMost: 'all-is-most',
} as const;
export const normBounds: Bounds = {
  'own.limits.*.seconds': seconds,
  'own.limits.*.permille': permille,
};

const askedLimit = z.strictObject({ seconds: within(seconds), permille: within(permille) });

export const askedNorms = z
  .strictObject({
    first: profileName,
    own: z
      .strictObject({ title: plainLine(60), limits: z.tuple([askedLimit, askedLimit]) })
      .nullable(),
  })
  .superRefine(({ first, own }, ctx) => {
    if (first === 'own' && own === null)
      ctx.addIssue({ code: 'custom', path: ['own'], params: { problem: 'missing' } });
    if (!own) return;
    const [early, late] = own.limits;
    for (const field of ['seconds', 'permille'] as const)
      if (late[field] <= early[field])
        ctx.addIssue({
          code: 'custom',
          path: ['own', 'limits', 1, field],
          params: { problem: 'not-after', other: `own.limits.0.${field}` },
        });
  });

/** What a name means at this centre; one of its own that it has no more is the one that it shows first. */
export function profileOf(
  name: ProfileName,
  { first, own }: Norms,
): Profile & { name: ProfileName } {
  const found = name === 'own' && own === null ? first : name;
  if (found !== 'own') return { name: found, ...profiles[found] };
  if (own) return { name: 'own', verified: true, ...own };
  return { name: 'en-50518-hold-up', ...profiles['en-50518-hold-up'] };
}
