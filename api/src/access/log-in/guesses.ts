// How often somebody may guess. Counted is each account from each place, and a place is an address, or a browser in which
// this account was logged in before. After five failures one waits, ever longer; what comes from one place makes no other
// wait, so a stranger keeps nobody out. Only where many addresses guess one account together do all places wait that do
// not know it: whoever sits at his own desk, or has a passkey, does not notice.
//
// An attempt is counted as it comes and forgiven when it was right, so that a hundred at once are a hundred. Accounts
// that do not exist are counted alike, or the answer would tell which do. Only keyed hashes are kept.
import { createHmac } from 'node:crypto';
import { senderOf } from '@achterwacht/shared/net/sender-of.ts';
import type { Database } from '../../db/connect.ts';

/** Free of waiting; then two seconds, doubled with each failure. */
const free = 5;
const longestWaitSeconds = 900;
/** A place that was silent this long begins anew. */
const rememberedHours = 24;
/** In an hour, of all addresses together, each counting no more than `mostOfOne`. */
const mostOfAll = 40;
const mostOfOne = 10;

export type Place = { address: string; device: string | null };
export type Taken =
  { isAllowed: true; failures: number } | { isAllowed: false; waitSeconds: number };

export function createGuesses({ sql }: Database, secret: string) {
  const hash = (kind: string, text: string) =>
    createHmac('sha256', secret).update(`guess ${kind} ${text}`).digest('base64url');
  const keysOf = (email: string, { address, device }: Place) => ({
    account: hash('account', email.trim().toLowerCase()),
    place: device
      ? `device:${hash('device', device)}`
      : `address:${hash('address', senderOf(address))}`,
  });

  return {
    /** Counts one more; `failures` as if it were wrong. */
    async take(email: string, from: Place): Promise<Taken> {
      const { account, place } = keysOf(email, from);
      if (!from.device && (await isBesieged(account)))
        return { isAllowed: false, waitSeconds: longestWaitSeconds };
      await sql`delete from auth.guess where last_at < now() - ${rememberedHours} * interval '1 hour'`;
      const [taken] = await sql<{ failures: number }[]>`
        insert into auth.guess as known (account, place, failures, last_at)
        values (${account}, ${place}, 1, now())
        on conflict (account, place) do update set failures = known.failures + 1, last_at = now()
          where known.last_at + case when known.failures < ${free} then 0
            else least(${longestWaitSeconds}, power(2, known.failures - ${free - 1})) end
            * interval '1 second' <= now()
        returning failures`;
      if (taken) return { isAllowed: true, failures: taken.failures };
      const [row] = await sql<{ seconds: number }[]>`
        select ceil(extract(epoch from last_at - now())
          + least(${longestWaitSeconds}, power(2, failures - ${free - 1})))::int as seconds
        from auth.guess where account = ${account} and place = ${place}`;
      return { isAllowed: false, waitSeconds: Math.max(1, row?.seconds ?? 1) };
    },

    /** It was right, and is half of a log-in: the other half may follow at once, or no wait would ever be long enough. */
    async forgive(email: string, from: Place): Promise<void> {
      const { account, place } = keysOf(email, from);
      await sql`
        update auth.guess set failures = greatest(failures - 1, 0),
          last_at = last_at - ${longestWaitSeconds} * interval '1 second'
        where account = ${account} and place = ${place}`;
    },

    /** Somebody logged in with all that is asked of him. */
    async forget(email: string, from: Place): Promise<void> {
      const { account, place } = keysOf(email, from);
      await sql`delete from auth.guess where account = ${account} and place = ${place}`;
    },
  };

  async function isBesieged(account: string): Promise<boolean> {
    const [row] = await sql<{ all: number }[]>`
      select coalesce(sum(least(failures, ${mostOfOne})), 0)::int as all from auth.guess
      where account = ${account} and place like 'address:%' and last_at > now() - interval '1 hour'`;
    return (row?.all ?? 0) >= mostOfAll;
  }
}

/** At which failures it is told in the access log that somebody is made to wait. */
export const isLimitReached = (failures: number) => failures === free || failures % 10 === 0;
