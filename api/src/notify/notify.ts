// Who is paged, and by which gateway: a telephone number by SMS, an address by mail. Everybody on the list
// is told, in the language that he reads; a gateway that fails for one of them is tried again for that one, and nobody
// is told twice for it as long as this process lives. After its death rather twice than never.
import type { Language } from '@achterwacht/shared/language.ts';
import { wayTo } from '@achterwacht/shared/setting/ways.ts';
import type { Clock } from '../clock.ts';
import { outgoingIn, textOf } from '../http/texts.ts';
import type { Delivery, DueEffect, Handler } from '../outbox/outbox.ts';
import type { Gateways } from './gateways.ts';
import type { Send } from './mail.ts';
import { PageLimit } from './page-limit.ts';
import type { LanguagesOf } from './read-contact-languages.ts';

type Ways = Pick<Gateways, 'mailOf' | 'smsOf'>;

/** Effects whose recipients are remembered; far more than are ever under way, far fewer than would hurt. */
const mostRemembered = 500;

const wallClock = { now: () => new Date() };
/** What everybody is told; it names no person and no place. */
type Page = Pick<DueEffect, 'id' | 'centreId'> & { textIn: (language: Language) => string };

export function createNotify(
  gateways: Ways,
  languagesOf: LanguagesOf,
  clock: Pick<Clock, 'now'> = wallClock,
) {
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

  async function pageEach(page: Page, contacts: readonly string[], signal: AbortSignal) {
    const { id, centreId, textIn } = page;
    const done = remember(id);
    const open = contacts.filter((contact) => !done.has(contact));
    const languages = await languagesOf(centreId, open);
    const tries = await Promise.allSettled(
      open.map(async (to) => {
        const send = gatewayOf(gateways, centreId, to);
        if (!send) throw new Error('no gateway for a contact');
        const language = languages.get(to)!; // it was asked about
        const [subject, text] = [textOf('mail_subject', {}, language), textIn(language)];
        await send({ id: idOf(id, contacts, to), to, subject, text }, signal);
        done.add(to);
      }),
    );
    const failed = tries.filter((result) => result.status === 'rejected');
    if (failed.length > 0) throw failed[0]!.reason;
    reached.delete(id);
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
        const textIn = (language: Language) =>
          verdict === 'page'
            ? outgoingIn(effect.text, language)
            : textOf('outgoing_many', {}, language);
        await pageEach({ ...effect, textIn }, contacts, signal);
        return { status: 'sent' };
      };
    },
  };
}

const withoutGateway: Delivery = { status: 'withheld', why: 'no-gateway' };
/** One page spoke for all that came with it. */
const tooMany: Delivery = { status: 'withheld', why: 'too-many' };

function gatewayOf({ mailOf, smsOf }: Ways, centreId: string, contact: string): Send | null {
  return wayTo(contact) === 'mail' ? mailOf(centreId) : smsOf(centreId);
}

/** Of several recipients each has its own, or a gateway would take the second for a repeat of the first. */
function idOf(id: string, contacts: readonly string[], contact: string): string {
  return contacts.length === 1 ? id : `${id}.${contacts.indexOf(contact) + 1}`;
}
