// Who gives the police a page of this alarm, and who ends it. How long one lives stands in `link.ts`.
import { withPolice } from '../handover/conditions.ts';
import { notAtWork } from '../ownership/at-work.ts';
import { refusal } from '../refusal.ts';
import { staff, type SomeRules } from '../rule.ts';
import { linkMinutes } from './link.ts';

export const policePageRules = {
  ShareLink: {
    sentBy: 'person',
    roles: staff,
    when: (alarm, person) =>
      alarm.mode === 'real' ? withPolice(alarm, person) : refusal('oefening-niet-naar-buiten'),
    decide: ({ policeLinks }, { linkId, until }, { by, now }) => {
      if (policeLinks.some((link) => link.linkId === linkId)) return [];
      if (Date.parse(until) <= now.getTime()) return refusal('einde-in-verleden');
      // Whoever names a moment himself gets no link that outlives what a desk can choose.
      const latest = now.getTime() + linkMinutes.most * 60_000;
      const within = new Date(Math.min(Date.parse(until), latest)).toISOString();
      return [{ type: 'LinkShared', data: { linkId, by, until: within } }];
    },
  },
  // Also afterwards: a page that lives on half an hour may have to end now.
  RevokeLink: {
    sentBy: 'person',
    roles: staff,
    when: (alarm, person) => (alarm.closed ? null : notAtWork(alarm, person)),
    decide: ({ policeLinks }, { linkId }, { by }) => {
      const link = policeLinks.find((each) => each.linkId === linkId);
      if (!link) return refusal('link-onbekend');
      return link.revokedAt ? [] : [{ type: 'LinkRevoked', data: { linkId, by } }];
    },
  },
  ReportLinkViewed: {
    sentBy: 'system',
    decide: ({ policeLinks }, { linkId }) =>
      policeLinks.some((link) => link.linkId === linkId)
        ? [{ type: 'LinkViewed', data: { linkId } }]
        : [],
  },
} satisfies SomeRules;
