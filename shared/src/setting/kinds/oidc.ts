// The provider by whom a centre's people may log in beside a password or a passkey: a work account. One a centre.
import * as z from 'zod';
import { plainLine, plainUrl } from '../plain-line.ts';

export const oidcProvider = z.object({
  /** Its address, as it names itself in every token; `/.well-known/openid-configuration` stands under it. */
  issuer: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .refine((text) => !/[?#]/.test(text)),
  /** As the provider knows this centre. */
  clientId: z.string().trim().min(1).max(200),
  /** The client's secret: a row of its own, by id. */
  secretIds: z.array(z.uuid()).length(1),
  /** What stands on the button of the log-in page. */
  buttonText: z.string().trim().min(1).max(60),
  /**
   * What the provider says in its token when it asked for a second step itself. Null: it does not say, and our own second
   * step is asked after it.
   */
  secondStep: z
    .object({
      claim: z.enum(['amr', 'acr']),
      /** One of them is enough. */
      values: z.array(z.string().trim().min(1).max(200)).min(1).max(10),
    })
    .nullable(),
});

export const askedOidcProvider = oidcProvider.extend({
  issuer: oidcProvider.shape.issuer.refine((text) => plainUrl.safeParse(text).success),
  clientId: plainLine(200),
  buttonText: plainLine(60),
  secondStep: z
    .object({ claim: z.enum(['amr', 'acr']), values: z.array(plainLine(200)).min(1).max(10) })
    .nullable(),
});
export type OidcProvider = z.infer<typeof oidcProvider>;

/** Of the claims of a token whose signature was checked. */
export function hasSecondStep(
  { secondStep }: Pick<OidcProvider, 'secondStep'>,
  claims: Readonly<Record<string, unknown>>,
): boolean {
  if (!secondStep) return false;
  // `amr` is a list and `acr` a word; what is neither says nothing.
  const said = [claims[secondStep.claim]].flat();
  return said.some((one) => typeof one === 'string' && secondStep.values.includes(one));
}
