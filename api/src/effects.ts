// Which handler carries out which effect. The compiler asks for every kind. Without a gateway a
// message is withheld and stands on the outbox page, so that a person sees what would have gone out.
import type { Clock } from './clock.ts';
import type { Database } from './db/connect.ts';
import { createDraftIncident } from './municipality/draft-incident.ts';
import type { Handlers } from './outbox/outbox.ts';
import type { KeyRing } from './sealing/key-ring.ts';

const withoutGateway: Handlers['page-supervisor'] = async () => ({
  status: 'withheld',
  why: 'no-gateway',
});

type Parts = { system: Database; keys: KeyRing; clock: Clock };

export const createHandlers = (parts: Parts): Handlers => ({
  'page-supervisor': withoutGateway,
  'page-on-call': withoutGateway,
  'draft-incident': createDraftIncident(parts),
});
