// The fold: one alarm and one event give the next alarm. Server, desk, report and replay all use this
// function and no other, so what is drawn is what was decided. It never refuses: events are facts. What an event changes
// stands with each aspect; here is what holds for all of them.
import { assigningFolds } from './assigning/evolve.ts';
import { callerFolds } from './caller/evolve.ts';
import { callingFolds } from './calling/evolve.ts';
import { closingFolds } from './closing/evolve.ts';
import { withListeningTime } from './closing/listening-time.ts';
import { deadlinesFolds } from './deadlines/evolve.ts';
import { withDeadlines } from './deadlines/moments.ts';
import { effectsFolds } from './effects/evolve.ts';
import { erasingFolds } from './erasing/evolve.ts';
import type { EventType, AlarmEvent } from './events.ts';
import { handoverFolds } from './handover/evolve.ts';
import { notesFolds } from './notes/evolve.ts';
import { ownershipFolds } from './ownership/evolve.ts';
import { oneTable } from '../one-table.ts';
import { planFolds } from './plan/evolve.ts';
import { policePageFolds } from './police-page/evolve.ts';
import { policeReportsFolds } from './police-reports/evolve.ts';
import { wereOnScene } from './police-reports/progress.ts';
import { begin } from './raising/evolve.ts';
import { readBackFolds } from './read-back/evolve.ts';
import type { Folds } from './rule.ts';
import { signalsFolds } from './signals/evolve.ts';
import { situationFolds } from './situation/evolve.ts';
import { soundFolds } from './sound/evolve.ts';
import { stamp } from './stages.ts';
import type { Alarm } from './state.ts';
import { verificationFolds } from './verification/evolve.ts';

/**
 * Which fold the events of an alarm are read by. Whoever changes what `evolve` gives for events that were written
 * before raises it: the rows, which hold the fold, are then folded anew before the product starts.
 */
export const foldVersion = 12;

const folds = oneTable(
  signalsFolds,
  ownershipFolds,
  assigningFolds,
  callerFolds,
  notesFolds,
  verificationFolds,
  callingFolds,
  planFolds,
  handoverFolds,
  policeReportsFolds,
  situationFolds,
  readBackFolds,
  policePageFolds,
  soundFolds,
  closingFolds,
  deadlinesFolds,
  effectsFolds,
  erasingFolds,
) satisfies Folds<Exclude<EventType, 'AlarmRaised'>>;

/** Folds one event; the first must be `AlarmRaised`, versions must follow each other. */
export function evolve(alarm: Alarm | null, event: AlarmEvent): Alarm {
  if (event.type === 'AlarmRaised') return withDeadlines(begin(event));
  if (alarm === null) throw new Error(`${event.type} before AlarmRaised`);
  if (event.version !== alarm.version + 1)
    throw new Error(`version ${event.version} does not follow ${alarm.version}`);
  // Each row takes its own event only, which the compiler cannot follow: it is the row of this very event.
  const foldOne = folds[event.type] as (alarm: Alarm, event: AlarmEvent) => Alarm;
  const folded = withPoliceStages(foldOne(alarm, event), event.at);
  const changed = withActivity(withListeningTime(alarm, folded, event), event);
  return withDeadlines({ ...changed, version: event.version, updatedAt: event.at });
}

/** Folds a whole log. */
export function fold(events: readonly AlarmEvent[]): Alarm | null {
  return events.reduce<Alarm | null>(evolve, null);
}

/** A desk that reports what it painted or what came out of it is nobody at work. */
const reports: ReadonlySet<AlarmEvent['type']> = new Set([
  'AlarmPresented',
  'AlarmAudible',
  'HearingChanged',
]);

/** Who did something with it, and when. */
function withActivity(alarm: Alarm, { type, actor, at }: AlarmEvent): Alarm {
  if (actor.type !== 'person' || reports.has(type)) return alarm;
  const active = { ...alarm, lastActivityAt: at };
  const { ownership } = alarm;
  if (alarm.closed || ownership.status !== 'owned' || ownership.by.id !== actor.id) return active;
  return { ...active, ownership: { ...ownership, activeAt: at } };
}

/**
 * Handed over is what somebody of the police answered for. The server's moments; what the police say of an earlier
 * one stands in their report.
 */
function withPoliceStages(alarm: Alarm, at: string): Alarm {
  const { handover } = alarm;
  if (!('sent' in handover)) return alarm;
  const handedOver = stamp(alarm, 'handed-over', at);
  const answered =
    handover.incidentNumber === null ? handedOver : stamp(handedOver, 'police-confirmed', at);
  return wereOnScene(alarm) ? stamp(answered, 'on-scene', at) : answered;
}
