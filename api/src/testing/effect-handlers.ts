// Who carries out which effect, as main puts them together, for tests of what becomes of effects.
import { effectKinds } from '@achterwacht/shared/subjects/alarm-effects.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/connect.ts';
import { oneOfEach } from '../folder.ts';
import { createDraftIncident } from '../municipality/incidents/draft-incident.ts';
import { openNotify } from '../notify/open-notify.ts';
import type { Handlers } from '../outbox/outbox.ts';
import { createPoliceWebhook } from '../police/notices/police-webhook.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Settings } from '../settings/settings.ts';

type Parts = {
  system: Database;
  keys: KeyRing;
  clock: Clock;
  settings: Pick<Settings, 'settingOf'>;
};

/** What stands in the configuration of somebody who set nothing. */
const noWays: Pick<Config, 'mail' | 'sms' | 'origin'> = {
  mail: null,
  sms: null,
  origin: 'http://127.0.0.1:8080',
};

export function createHandlers(parts: Parts, ways = noWays): Handlers {
  const settings = { ...parts.settings, centreIds: () => [] };
  const notify = openNotify({ ...parts, background: parts.system, settings, ways });
  return oneOfEach('effect', effectKinds, [
    notify.handlers,
    { 'draft-incident': createDraftIncident(parts) },
    { 'police-webhook': createPoliceWebhook({ ...parts, origin: ways.origin }) },
  ]);
}
