// How far a handover is, in a word that fits a card.
import { m } from '../../paraglide/messages.js';
import type { Progress } from './by-data.ts';

export const progressWords = {
  none: m.handover_short_none,
  prepared: m.handover_short_prepared,
  calling: m.handover_short_calling,
  sending: m.handover_short_sending,
  sent: m.handover_short_sent,
  'not-sent': m.handover_short_not_sent,
  confirmed: m.handover_short_confirmed,
  'under-way': m.police_under_way,
  'on-scene': m.police_on_scene,
  'not-found': m.police_not_found,
  done: m.police_closed,
} satisfies Record<Progress, () => string>;
