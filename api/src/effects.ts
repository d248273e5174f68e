// Which handler carries out which effect. The compiler asks for every kind. Without a gateway a message is
// withheld and stands on the outbox page, so that a person sees what would have gone out.
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/connect.ts';
import { createDraftIncident } from './municipality/incidents/draft-incident.ts';
import { createMail } from './notify/mail.ts';
import { canReach, createNotify } from './notify/notify.ts';
import { createSms } from './notify/sms.ts';
import { createTellAdministrator } from './notify/tell-administrator.ts';
import { unlessOvertaken } from './notify/unless-overtaken.ts';
import type { Handlers } from './outbox/outbox.ts';
import { createPoliceWebhook } from './police/notices/police-webhook.ts';
import type { KeyRing } from './sealing/key-ring.ts';

type Parts = { system: Database; keys: KeyRing; clock: Clock };
type Ways = Pick<
  Config,
  'mail' | 'sms' | 'supervisorContacts' | 'onCallContacts' | 'policeWebhook' | 'origin'
>;

/** Which of the two lists nobody can be paged of; a centre must not find that out in need. */
export function pageNobody(ways: Omit<Ways, 'policeWebhook' | 'origin'>): Unreachable[] {
  const lists = { supervisor: ways.supervisorContacts, 'on-call': ways.onCallContacts } as const;
  return (Object.keys(lists) as Unreachable[]).filter((list) => !canReach(ways, lists[list]));
}
export type Unreachable = 'supervisor' | 'on-call';

/** What stands in the configuration of somebody who set nothing. */
const noWays: Ways = {
  mail: null,
  sms: null,
  supervisorContacts: [],
  onCallContacts: [],
  policeWebhook: null,
  origin: 'http://127.0.0.1:8080',
};

export function createHandlers(parts: Parts, ways = noWays): Handlers {
  const gateways = {
    mail: ways.mail && createMail(ways.mail),
    sms: ways.sms && createSms(ways.sms),
  };
  const notify = createNotify(gateways, parts.clock);
  return {
    'page-supervisor': unlessOvertaken(parts, notify.page(ways.supervisorContacts)),
    'page-on-call': unlessOvertaken(parts, notify.page(ways.onCallContacts)),
    'draft-incident': createDraftIncident(parts),
    'tell-administrator': createTellAdministrator(parts, notify),
    'police-webhook': createPoliceWebhook({
      ...parts,
      settings: ways.policeWebhook,
      origin: ways.origin,
    }),
  };
}
