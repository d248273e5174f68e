// The part of the fold that is about the police and about who does what for them: how far the handover
// is, who telephones, what was called and checked, and the steps of the plan.
import type { AlarmEvent } from './events.ts';
import { progressReportOf } from './police-progress.ts';

import { unstarted } from './plan/evolve.ts';
import { uncalled } from './calling/evolve.ts';
import { type Handover } from './handover/state.ts';
import { unreported, changed } from './handover/evolve.ts';
import type { Alarm, PoliceReport, PoliceStatus } from './state.ts';

type Of<T extends AlarmEvent['type']> = Extract<AlarmEvent, { type: T }>;

export type HandoverEvent = Of<
  | 'PoliceStatusReported'
  | 'PoliceMessageAdded'
  | 'ReadBackTicked'
  | 'ReadBackOutdated'
  | 'LinkShared'
  | 'LinkRevoked'
  | 'LinkViewed'
  | 'ClosingProposed'
>;

type Untouched = Pick<
  Alarm,
  | 'handover'
  | 'upgrade'
  | 'dataNotice'
  | 'caller'
  | 'declined'
  | 'readBack'
  | 'policeReports'
  | 'policeMessages'
  | 'policeLinks'
  | 'calling'
  | 'callAttempts'
  | 'words'
  | 'steps'
  | 'closingProposed'
>;

/** An alarm of which nobody was told yet; also what one is that the release before wrote down. */
export function untold(
  { kind, plan }: Pick<Alarm, 'kind' | 'plan'>,
  receivedAt: string,
): Untouched {
  return {
    ...unreported,
    caller: null,
    readBack: [],
    policeReports: [],
    policeMessages: [],
    policeLinks: [],
    ...uncalled({ kind }, receivedAt),
    steps: unstarted(plan),
    closingProposed: null,
  };
}

export function applyHandover(alarm: Alarm, event: HandoverEvent): Alarm {
  switch (event.type) {
    case 'PoliceStatusReported':
      return policeSaid(alarm, event);
    case 'PoliceMessageAdded':
      return addMessage(alarm, event);
    case 'ReadBackTicked': {
      const { field, on } = event.data;
      const others = alarm.readBack.filter((each) => each !== field);
      return { ...alarm, readBack: on ? [...others, field] : others };
    }
    case 'ReadBackOutdated': {
      const { fields } = event.data;
      return { ...alarm, readBack: alarm.readBack.filter((each) => !fields.includes(each)) };
    }
    case 'LinkShared': {
      const { linkId, by, until } = event.data;
      const link = { linkId, by, at: event.at, until };
      return {
        ...alarm,
        policeLinks: [
          ...alarm.policeLinks,
          { ...link, revokedAt: null, views: 0, lastViewedAt: null },
        ],
      };
    }
    case 'LinkRevoked':
      return withLink(alarm, event, (link) => ({ ...link, revokedAt: event.at }));
    case 'LinkViewed':
      return withLink(alarm, event, (link) => ({
        ...link,
        views: link.views + 1,
        lastViewedAt: event.at,
      }));
    case 'ClosingProposed':
      return { ...alarm, closingProposed: { ...event.data, at: event.at } };
  }
}

/**
 * Somebody presses again: what was said to be safe a moment ago no longer counts, and police who were done
 * are not done with this.
 */
export function pressedAgain(alarm: Alarm, event: AlarmEvent): Alarm {
  const again = {
    ...alarm,
    words: { ...alarm.words, codeWordAt: null },
    closingProposed: null,
    declined: null,
  };
  return alarm.handover.status === 'done'
    ? {
        ...changed(again, event, { status: 'none', since: event.at }),
        upgrade: null,
        readBack: [],
        dataNotice: null,
      }
    : again;
}

const leadsTo = {
  received: 'confirmed',
  'under-way': 'under-way',
  'on-scene': 'on-scene',
  'not-found': 'not-found',
  safe: 'done',
  closed: 'done',
} as const satisfies Record<PoliceStatus, Handover['status']>;

function policeSaid(alarm: Alarm, event: Of<'PoliceStatusReported'>): Alarm {
  const { by: _by, ...said } = event.data;
  const report = { ...said, enteredAt: event.at };
  const told = { ...alarm, policeReports: [...alarm.policeReports, report] };
  const handover = nextHandover(told, report);
  return handover ? changed(told, event, handover) : told;
}

/** Null: what was said last changes nothing about how far it is. */
function nextHandover(told: Alarm, said: PoliceReport): Handover | null {
  const { handover } = told;
  if (handover.status !== 'sent' && !('sent' in handover)) return null;
  const { operator, reference, enteredAt: at } = said;
  const progress = progressReportOf(told);
  if (handover.status === 'sent') {
    // Received by whom, but under no number: the control room has not confirmed it.
    if (!progress && reference === null) return null;
    const { status: _status, ...sent } = handover;
    const status = progress ? leadsTo[progress.status] : 'confirmed';
    return { status, sent, policeOperator: operator, incidentNumber: reference, at };
  }
  const known = { ...handover, incidentNumber: handover.incidentNumber ?? reference };
  const status = progress ? leadsTo[progress.status] : handover.status;
  if (progress === said || status !== handover.status) return { ...known, status, at };
  return known.incidentNumber === handover.incidentNumber ? null : known;
}

function addMessage(
  alarm: Alarm,
  { data, personal, version, at }: Of<'PoliceMessageAdded'>,
): Alarm {
  const { why, by } = data;
  const added = {
    ...alarm,
    policeMessages: [...alarm.policeMessages, { version, why, by, at }],
  };
  if (!personal || !alarm.personal) return added;
  const policeTexts = { ...alarm.personal.policeTexts, [version]: personal.text };
  return { ...added, personal: { ...alarm.personal, policeTexts } };
}

type Link = Alarm['policeLinks'][number];

function withLink(
  alarm: Alarm,
  { data }: { data: { linkId: string } },
  to: (link: Link) => Link,
): Alarm {
  return {
    ...alarm,
    policeLinks: alarm.policeLinks.map((link) => (link.linkId === data.linkId ? to(link) : link)),
  };
}
