// The part of the fold that is about what the police say and are told: how far they are follows from it.
import { changed } from '../handover/evolve.ts';
import type { Handover } from '../handover/state.ts';
import type { SomeFolds, EventOf } from '../rule.ts';
import type { Alarm } from '../state.ts';
import { isStanding, progressReportOf } from './progress.ts';
import type { PoliceStatus, PoliceReport } from './state.ts';
import { handoverWithout, timesWithout } from './withdrawing.ts';

/** An alarm of which the police said nothing. */
export const unanswered = {
  policeReports: [],
  policeMessages: [],
} satisfies Pick<Alarm, 'policeReports' | 'policeMessages'>;

export const policeReportsFolds = {
  PoliceStatusReported: (alarm, event) => addReport(alarm, event),
  PoliceStatusWithdrawn: (alarm, event) => withdrawn(alarm, event),
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
  const report = { version: event.version, ...stated, enteredAt: event.at };
  const after = { ...alarm, policeReports: [...alarm.policeReports, report] };
  const handover = nextHandover(after, report);
  return handover ? changed(after, event, handover) : after;
}

/** Null: what was said last changes nothing about how far it is. */
function nextHandover(
  alarm: Pick<Alarm, 'handover' | 'policeReports'>,
  report: PoliceReport,
): Handover | null {
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

function withdrawn(alarm: Alarm, event: EventOf<'PoliceStatusWithdrawn'>): Alarm {
  const { data, personal, version, at } = event;
  const after = withText(
    {
      ...alarm,
      policeReports: alarm.policeReports.map((report) =>
        report.version === data.version && isStanding(report)
          ? { ...report, withdrawn: { version, by: data.by, at } }
          : report,
      ),
    },
    version,
    personal?.reason,
  );
  const timed = { ...after, times: timesWithout(after) };
  const handover = handoverWithout(timed, nextHandover);
  return handover ? changed(timed, event, handover) : timed;
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
  return withText(added, version, personal?.text);
}

/** Words under the version of the event that brought them. */
function withText(alarm: Alarm, version: number, text: string | undefined): Alarm {
  if (text === undefined || !alarm.personal) return alarm;
  const policeTexts = { ...alarm.personal.policeTexts, [version]: text };
  return { ...alarm, personal: { ...alarm.personal, policeTexts } };
}
