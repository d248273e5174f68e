// How long a police link lives. By default two hours; while police are under way it never ends under their
// hands, and after closing it stays for half an hour, for the reference that is still to come.
import type { Alarm } from '../state.ts';

export const linkMinutes = { default: 120, most: 720, afterClosing: 30 };

type Facts = Pick<Alarm, 'handover' | 'closed' | 'policeLinks'>;

/** Until when it opens; null: revoked, or none of this alarm. */
export function linkEndsAt(alarm: Facts, linkId: string, now: Date): Date | null {
  const link = alarm.policeLinks.find((one) => one.linkId === linkId);
  if (!link || link.revokedAt !== null) return null;
  if (alarm.closed) return minutesAfter(alarm.closed.at, linkMinutes.afterClosing);
  const until = new Date(link.until);
  // Not beyond what is to come: asked again a minute later it has moved along.
  return isWithPolice(alarm) && until.getTime() <= now.getTime()
    ? minutesAfter(now.toISOString(), 1)
    : until;
}

export function opens(alarm: Facts, linkId: string, now: Date): boolean {
  const endsAt = linkEndsAt(alarm, linkId, now);
  return endsAt !== null && now.getTime() < endsAt.getTime();
}

function isWithPolice({ handover }: Facts): boolean {
  return ['under-way', 'on-scene', 'not-found'].includes(handover.status);
}

function minutesAfter(iso: string, minutes: number): Date {
  return new Date(Date.parse(iso) + minutes * 60_000);
}
