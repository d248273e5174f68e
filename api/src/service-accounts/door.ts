// Whom a token lets in. Asked with every request that brings one, and so one question to the database: that a token was
// revoked, or what its account may, counts from the next request on in every process.
import { timingSafeEqual } from 'node:crypto';
import { dutchDay } from '@achterwacht/shared/dutch-day.ts';
import type { AccessResult } from '@achterwacht/shared/routes/audit-results.ts';
import { isScope } from '@achterwacht/shared/service-account/scopes.ts';
import { whyTokenFails, type ServiceAccount } from '@achterwacht/shared/service-account/state.ts';
import { logService } from '../access/access-log.ts';
import type { ServiceVisitor } from '../access/as-actor.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { hashOf, readToken } from './token.ts';

export type Entry =
  | { status: 'in'; service: ServiceVisitor }
  /** Told to nobody but whoever has the secret. */
  | { status: 'refused'; why: 'ended' | 'revoked' | 'expired'; service: ServiceVisitor }
  | { status: 'unknown' };

export type Refused = { what: string; why: AccessResult; address: string };

export type ServiceDoor = {
  /** @param authorization As the header says it. */
  enter(authorization: string): Promise<Entry>;
  countUse(tokenId: string): void;
  /** A line of the access log. */
  logRefusal(service: ServiceVisitor, refused: Refused): Promise<void>;
  /** Writes down how often which token was let in since the last time. */
  keepCounts(): Promise<void>;
};

type State = Omit<ServiceAccount, 'personal'>;

/** Compared with where there is no token of that id: an id that is one takes as long to be refused. */
const nobodysHash = Buffer.alloc(32);

type Parts = { accounts: Database; clock: Pick<Clock, 'now'> };

export function createServiceDoor({ accounts, clock }: Parts): ServiceDoor {
  let uses = new Map<string, number>();
  return {
    async enter(authorization) {
      const [, text = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
      const token = readToken(text);
      if (!token) return { status: 'unknown' };
      const [row] = await accounts.sql<{ hash: Buffer; centre_id: string; state: State }[]>`
        select hash, service_accounts.centre_id, state
        from service_tokens join service_accounts on service_accounts.id = service_account_id
        where service_tokens.id = ${token.id}`;
      const isRight = timingSafeEqual(hashOf(token.secret), row?.hash ?? nobodysHash);
      const kept = row?.state.tokens.find(({ id }) => id === token.id);
      if (!row || !kept || !isRight) return { status: 'unknown' };
      const { id, name, scopes } = row.state;
      const service: ServiceVisitor = {
        type: 'service',
        id,
        name,
        centreId: row.centre_id,
        municipalityId: null,
        tokenId: token.id,
        // What the release before could give and this one can't opens nothing.
        scopes: scopes.filter(isScope),
      };
      const why = whyTokenFails(row.state, kept, clock.now());
      return why ? { status: 'refused', why, service } : { status: 'in', service };
    },
    countUse(tokenId) {
      uses.set(tokenId, (uses.get(tokenId) ?? 0) + 1);
    },
    logRefusal: (service, { what, why, address }) =>
      logService(accounts, service, {
        at: clock.now(),
        object: what,
        result: why,
        address,
      }),
    async keepCounts() {
      if (uses.size === 0) return;
      const counted = [...uses].map(([id, count]) => ({ id, count }));
      uses = new Map();
      const day = dutchDay(clock.now());
      try {
        await accounts.sql`
          update service_tokens set uses = uses + count,
            last_used_on = greatest(last_used_on, ${day}::date)
          from jsonb_to_recordset(${JSON.stringify(counted)}::text::jsonb)
            as counted(id uuid, count int)
          where service_tokens.id = counted.id`;
      } catch (error) {
        // Nothing was written; it comes again with what is counted meanwhile.
        for (const { id, count } of counted) uses.set(id, (uses.get(id) ?? 0) + count);
        throw error;
      }
    },
  };
}
