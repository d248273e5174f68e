// Who carries out which effect, as main puts them together, for tests of what becomes of effects.
import { effectKinds } from '@achterwacht/shared/subjects/effects.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { oneOfEach } from '../folder.ts';
import { createDraftIncident } from '../municipality/incidents/draft-incident.ts';
import { openNotify } from '../notify/open-notify.ts';
import type { Handlers } from '../outbox/outbox.ts';
import { createTellMembers } from '../people/tell-members.ts';
import { createPoliceWebhook } from '../police/notices/police-webhook.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Settings } from '../settings/settings.ts';

type Parts = {
  system: Database;
  keys: KeyRing;
  clock: Clock;
  settings: Pick<Settings, 'settingOf'>;
};

export function createHandlers(parts: Parts, origin = 'http://127.0.0.1:8080'): Handlers {
  const settings = { ...parts.settings, centreIds: () => [] };
  const notify = openNotify({ ...parts, background: parts.system, settings });
  return oneOfEach('effect', effectKinds, [
    notify.handlers,
    createTellMembers({ ...parts, background: parts.system, gateways: notify.gateways, origin }),
    { 'draft-incident': createDraftIncident(parts) },
    { 'police-webhook': createPoliceWebhook({ ...parts, origin }) },
  ]);
}
