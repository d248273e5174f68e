// Who is paged, by which ways: without a gateway a page is withheld and stands on the outbox page, so that a person
// sees what would have gone out.
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Settings } from '../settings/settings.ts';
import { createGateways } from './gateways.ts';
import { createNotify } from './notify.ts';
import { findNobodyPaged, pageNobody } from './page-nobody.ts';
import { createLanguagesOf } from './read-contact-languages.ts';
import { createTellAdministrator } from './tell-administrator.ts';
import { unlessOvertaken } from './unless-overtaken.ts';

type Parts = {
  background: Database;
  keys: KeyRing;
  clock: Clock;
  settings: Settings;
};

export function openNotify({ background: system, keys, clock, settings }: Parts) {
  const gateways = createGateways({ system, keys, settings });
  const notify = createNotify(gateways, createLanguagesOf({ system, settings }), clock);
  const page = (list: 'supervisor' | 'onCall') =>
    unlessOvertaken(
      { system, keys },
      notify.page((centreId) => settings.settingOf(centreId, 'paging')[list]),
    );
  return {
    gateways,
    handlers: {
      'page-supervisor': page('supervisor'),
      'page-on-call': page('onCall'),
      'tell-administrator': createTellAdministrator({ system }, notify),
    },
    tasks: findNobodyPaged(settings),
    pagesNobody: () => pageNobody(settings),
  };
}
