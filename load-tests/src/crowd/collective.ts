// What the collective rule allows (architecture.md): of strangers' calls for help twenty alarms a minute in a centre,
// and one for all the others; and to a list of people twenty pages a minute and one that speaks for the rest.
import { atMost, type Check } from '../harness/result.ts';
import { serialOf } from '../target/target.ts';
import type { CrowdCentre } from './centre.ts';
import { mostWithin } from './desk-watch.ts';

const allowed = 20 + 1;
/** A page is out a little after it was let through, one more and one less: two a minute apart may be closer there. */
const pagesSeconds = 55;

export async function collectiveChecks(centre: CrowdCentre): Promise<Check[]> {
  const { refusedAccounts, watch, sql } = centre;
  const registered = new Set(refusedAccounts.map(serialOf));
  const strangers = watch.raised.filter(
    ({ serial, wasRefused }) => wasRefused && !registered.has(serial),
  );
  const pages = await sql<{ kind: string; at: Date }[]>`
    select kind, sent_at as at from log.effects where kind like 'page-%' and status = 'sent'`;
  const moments = strangers.map(({ raisedAt }) => Date.parse(raisedAt));
  return [
    atMost("strangers' alarms, the most in a minute", mostWithin(60, moments), allowed),
    ...[...Map.groupBy(pages, ({ kind }) => kind)].map(([kind, its]) => {
      const sent = its.map(({ at }) => at.getTime());
      return atMost(`${kind}, the most in a minute`, mostWithin(pagesSeconds, sent), allowed);
    }),
  ];
}
