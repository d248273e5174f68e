// Who is paged, and by which gateway: a telephone number by SMS, an address by mail. Everybody on the list
// is told; a gateway that fails for one of them is tried again for that one, and nobody is told twice for it
// as long as this process lives. After its death rather twice than never.
import type { Clock } from '../clock.ts';
import type { Delivery, DueEffect, Handler } from '../outbox/outbox.ts';
import type { Gateways } from './gateways.ts';
import type { Send } from './mail.ts';
import { PageLimit } from './page-limit.ts';

type Ways = Pick<Gateways, 'mailOf' | 'smsOf'>;

/** Effects whose recipients are remembered; far more than are ever under way, far fewer than would hurt. */
const mostRemembered = 500;

const wallClock = { now: () => new Date() };
/** In place of the pages beyond the limit; names no person and no place, as every page. */
const collectiveText = 'Er wachten meer alarmen dan los te melden zijn. Ga naar uw post.';

export function createNotify(gateways: Ways, clock: Pick<Clock, 'now'> = wallClock) {
  const reached = new Map<string, Set<string>>();

  function remember(id: string): Set<string> {
    const known = reached.get(id);
    if (known) return known;
    const [oldest] = reached.keys();
    if (reached.size >= mostRemembered && oldest !== undefined) reached.delete(oldest);
    const fresh = new Set<string>();
    reached.set(id, fresh);
    return fresh;
  }

  async function pageEach(effect: DueEffect, contacts: readonly string[], signal: AbortSignal) {
    const done = remember(effect.id);
    const open = contacts.filter((contact) => !done.has(contact));
    const tries = await Promise.allSettled(
      open.map(async (contact) => {
        const send = gatewayOf(gateways, effect.centreId, contact);
        if (!send) throw new Error('no gateway for a contact');
        await send(
          { id: idOf(effect.id, contacts, contact), to: contact, text: effect.text },
          signal,
        );
        done.add(contact);
      }),
    );
    const failed = tries.filter((result) => result.status === 'rejected');
    if (failed.length > 0) throw failed[0]!.reason;
    reached.delete(effect.id);
  }

  return {
    /**
     * Pages a list of the effect's centre, as it stands at each attempt; without a list, or a gateway for anybody on
     * it, it is withheld and shown.
     */
    page: (contactsOf: (centreId: string) => readonly string[]): Handler => {
      const limits = new Map<string, PageLimit>();
      return async (effect, signal) => {
        const contacts = contactsOf(effect.centreId);
        const limit = limits.get(effect.centreId) ?? new PageLimit();
        limits.set(effect.centreId, limit);
        if (!contacts.some((contact) => gatewayOf(gateways, effect.centreId, contact)))
          return withoutGateway;
        const verdict = limit.judge(effect.id, clock.now());
        if (verdict === 'withhold') return tooMany;
        const paged = verdict === 'page' ? effect : { ...effect, text: collectiveText };
        await pageEach(paged, contacts, signal);
        return { status: 'sent' };
      };
    },
  };
}

const withoutGateway: Delivery = { status: 'withheld', why: 'no-gateway' };
/** One page spoke for all that came with it. */
const tooMany: Delivery = { status: 'withheld', why: 'too-many' };

/** A telephone number needs SMS, an address mail. */
function gatewayOf({ mailOf, smsOf }: Ways, centreId: string, contact: string): Send | null {
  return contact.includes('@') ? mailOf(centreId) : smsOf(centreId);
}

/** Of several recipients each has its own, or a gateway would take the second for a repeat of the first. */
function idOf(id: string, contacts: readonly string[], contact: string): string {
  return contacts.length === 1 ? id : `${id}.${contacts.indexOf(contact) + 1}`;
}
