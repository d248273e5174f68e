// What programs are told apart by, what they may, how their tokens stand, and why something was not done.
import type { ServiceAccountView } from '@achterwacht/shared/routes/service-accounts.ts';
import type { Scope } from '@achterwacht/shared/service-account/scopes.ts';
import { countingTokens, whyTokenFails } from '@achterwacht/shared/service-account/state.ts';
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { dateText, dayText } from '../time/format.ts';
import { errorText } from '../words.ts';

type Account = ServiceAccountView;
type Token = Account['tokens'][number];

export const scopeWords = {
  'answer-times.read': {
    title: m.integration_scope_answer_times,
    means: m.integration_scope_answer_times_means,
  },
  'system.read': { title: m.integration_scope_system, means: m.integration_scope_system_means },
} satisfies Record<Scope, { title: () => string; means: () => string }>;

export const scopesText = ({ scopes }: Account) =>
  scopes.map((scope) => scopeWords[scope].title()).join(', ');

export function stateText(account: Account, now: Date): string {
  if (account.ended) return m.integration_ended({ at: dayText(account.ended.at) });
  const counting = countingTokens(account, now);
  if (counting.length === 0) return m.integration_no_token();
  const last = counting
    .map(({ expiresAt }) => expiresAt)
    .toSorted()
    .at(-1)!; // there is one
  return m.integration_some_tokens({ count: counting.length, at: dayText(last) });
}

export function tokenStateText(account: Account, token: Token, now: Date): string {
  switch (whyTokenFails(account, token, now)) {
    case null:
      return m.integration_token_until({ at: dayText(token.expiresAt) });
    case 'revoked':
      return m.integration_token_revoked({
        by: token.revoked?.by.name ?? '',
        at: dayText(token.revoked?.at ?? token.expiresAt),
      });
    case 'expired':
      return m.integration_token_expired({ at: dayText(token.expiresAt) });
    case 'ended':
      return m.integration_token_ended();
  }
}

export const usedText = ({ lastUsedOn, uses }: Token) =>
  lastUsedOn === null
    ? m.integration_never_used()
    : m.integration_used({ at: dateText(lastUsedOn), count: uses });

const refusals: Record<string, (details: Record<string, unknown>) => string> = {
  'koppeling-onleesbaar': () => m.refusal_koppeling_onleesbaar(),
  'koppeling-gewijzigd': () => m.refusal_koppeling_gewijzigd(),
  'koppeling-bestaat': ({ name }) => m.refusal_koppeling_bestaat({ name: String(name) }),
  'koppeling-beeindigd': () => m.refusal_koppeling_beeindigd(),
  'verantwoordelijke-onbekend': () => m.refusal_verantwoordelijke_onbekend(),
  'te-veel-sleutels': ({ most }) => m.refusal_te_veel_sleutels({ most: String(most) }),
};

export function serviceAccountErrorText(cause: unknown): string {
  const refusal = cause instanceof ApiError ? refusals[cause.code] : undefined;
  return cause instanceof ApiError && refusal ? refusal(cause.details) : errorText(cause);
}
