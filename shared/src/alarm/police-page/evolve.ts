// The part of the fold that is about the pages for the police.
import type { SomeFolds } from '../rule.ts';
import type { Alarm } from '../state.ts';
import type { PoliceLink } from './state.ts';

export const policePageFolds = {
  LinkShared: (alarm, { data: { linkId, by, until }, at }) => {
    const link = { linkId, by, at, until, revokedAt: null, views: 0, lastViewedAt: null };
    return { ...alarm, policeLinks: [...alarm.policeLinks, link] };
  },
  LinkRevoked: (alarm, event) =>
    withLink(alarm, event, (link) => ({ ...link, revokedAt: event.at })),
  LinkViewed: (alarm, event) =>
    withLink(alarm, event, (link) => ({
      ...link,
      views: link.views + 1,
      lastViewedAt: event.at,
    })),
} satisfies SomeFolds;

function withLink(
  alarm: Alarm,
  { data }: { data: { linkId: string } },
  to: (link: PoliceLink) => PoliceLink,
): Alarm {
  return {
    ...alarm,
    policeLinks: alarm.policeLinks.map((link) => (link.linkId === data.linkId ? to(link) : link)),
  };
}
