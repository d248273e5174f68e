// By which numbers an alarm goes to the police or an ambulance, from what a desk remembers.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { policeRegionOf, routesOf, type Route } from '@achterwacht/shared/police/route.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';

/** The same numbers, in the same order, as F8 offers. */
export function routesFor(centre: Session['centre'], alarm: Alarm): Route[] {
  const fix = alarm.personal?.position?.fix ?? null;
  const region = policeRegionOf(fix, alarm.municipality?.name ?? null);
  return routesOf(centre, region, alarm.kind === 'medical' ? 'ambulance' : 'police');
}
