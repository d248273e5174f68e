// The part of the fold that is about what the police say and are told: how far they are follows from it.
import { changed } from '../handover/evolve.ts';
import type { Handover } from '../handover/state.ts';
import type { SomeFolds, EventOf } from '../rule.ts';
import type { Alarm } from '../state.ts';
import { progressReportOf } from './progress.ts';
import type { PoliceStatus, PoliceReport } from './state.ts';

/** An alarm of which the police said nothing. */
export const unanswered = {
  policeReports: [],
  policeMessages: [],
} satisfies Pick<Alarm, 'policeReports' | 'policeMessages'>;

export const policeReportsFolds = {
  PoliceStatusReported: (alarm, event) => addReport(alarm, event),
  PoliceMessageAdded: (alarm, event) => addMessage(alarm, event),
} satisfies SomeFolds;

const leadsTo = {
  received: 'confirmed',
  'under-way': 'under-way',
  'on-scene': 'on-scene',
  'not-found': 'not-found',
  safe: 'done',
  closed: 'done',
} as const satisfies Record<PoliceStatus, Handover['status']>;

function addReport(alarm: Alarm, event: EventOf<'PoliceStatusReported'>): Alarm {
  const { by: _by, ...stated } = event.data;
  const report = { ...stated, enteredAt: event.at };
  const after = { ...alarm, policeReports: [...alarm.policeReports, report] };
  const handover = nextHandover(after, report);
  return handover ? changed(after, event, handover) : after;
}

/** Null: what was said last changes nothing about how far it is. */
function nextHandover(alarm: Alarm, report: PoliceReport): Handover | null {
  const { handover } = alarm;
  if (handover.status !== 'sent' && !('sent' in handover)) return null;
  const { operator, reference, enteredAt: at } = report;
  const progress = progressReportOf(alarm);
  if (handover.status === 'sent') {
    // Received by whom, but under no number: the control room has not confirmed it.
    if (!progress && reference === null) return null;
    const { status: _status, ...sent } = handover;
    const status = progress ? leadsTo[progress.status] : 'confirmed';
    return { status, sent, policeOperator: operator, incidentNumber: reference, at };
  }
  const known = { ...handover, incidentNumber: handover.incidentNumber ?? reference };
  const status = progress ? leadsTo[progress.status] : handover.status;
  if (progress === report || status !== handover.status) return { ...known, status, at };
  return known.incidentNumber === handover.incidentNumber ? null : known;
}

function addMessage(
  alarm: Alarm,
  { data, personal, version, at }: EventOf<'PoliceMessageAdded'>,
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
