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
import type { Settings } from './settings/settings.ts';
import type { KeyRing } from './sealing/key-ring.ts';

type Parts = {
  system: Database;
  keys: KeyRing;
  clock: Clock;
  settings: Pick<Settings, 'settingOf'>;
};
type Ways = Pick<Config, 'mail' | 'sms' | 'origin'>;

/** Which of the two lists nobody can be paged of, at one centre or more; none must find that out in need. */
export function pageNobody(ways: Pick<Ways, 'mail' | 'sms'>, settings: Settings): Unreachable[] {
  const paging = settings.centreIds().map((id) => settings.settingOf(id, 'paging'));
  const reached: Record<Unreachable, boolean> = {
    supervisor: paging.length > 0 && paging.every(({ supervisor }) => canReach(ways, supervisor)),
    'on-call': paging.length > 0 && paging.every(({ onCall }) => canReach(ways, onCall)),
  };
  return (Object.keys(reached) as Unreachable[]).filter((list) => !reached[list]);
}
export type Unreachable = 'supervisor' | 'on-call';

/** What stands in the configuration of somebody who set nothing. */
const noWays: Ways = {
  mail: null,
  sms: null,
  origin: 'http://127.0.0.1:8080',
};

export function createHandlers(parts: Parts, ways = noWays): Handlers {
  const gateways = {
    mail: ways.mail && createMail(ways.mail),
    sms: ways.sms && createSms(ways.sms),
  };
  const notify = createNotify(gateways, parts.clock);
  const paging = (centreId: string) => parts.settings.settingOf(centreId, 'paging');
  return {
    'page-supervisor': unlessOvertaken(
      parts,
      notify.page((centreId) => paging(centreId).supervisor),
    ),
    'page-on-call': unlessOvertaken(
      parts,
      notify.page((centreId) => paging(centreId).onCall),
    ),
    'draft-incident': createDraftIncident(parts),
    'tell-administrator': createTellAdministrator(parts, notify),
    'police-webhook': createPoliceWebhook({
      ...parts,
      origin: ways.origin,
    }),
  };
}
