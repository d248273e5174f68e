// At which moments an alarm acts by itself, derived from its state alone: `evolve` calls this after
// every event, so the log, the row, the sweep and the desk agree without anybody copying a time.
// Numbers are the centre's settings, copied into the alarm's plan when it was raised.
import { isWaiting, type Alarm, type Deadline, type DeadlineKind } from './state.ts';

type Rule = (alarm: Alarm) => number | null;

const milliseconds = (iso: string) => Date.parse(iso);
const plus = (iso: string, seconds: number) => milliseconds(iso) + seconds * 1000;

/** Drills keep the clock of a real one; tests and synthetic presses page nobody. */
const pages = (alarm: Alarm) =>
  alarm.priority === 'urgent' && (alarm.mode === 'real' || alarm.mode === 'exercise');

function waiting(seconds: (alarm: Alarm) => number): Rule {
  return (alarm) =>
    pages(alarm) && isWaiting(alarm) ? plus(alarm.ownership.since, seconds(alarm)) : null;
}

/** Runs on from the owner's last action until a verification decision is made. */
function idle(seconds: (alarm: Alarm) => number): Rule {
  return (alarm) =>
    pages(alarm) && alarm.ownership.status === 'owned' && alarm.verification.status === 'open'
      ? plus(alarm.ownership.activeAt, seconds(alarm))
      : null;
}

const rules = {
  'unclaimed-louder': waiting((alarm) => alarm.plan.timings.unclaimedLouderSeconds),
  'unclaimed-supervisor': waiting((alarm) => alarm.plan.timings.unclaimedSupervisorSeconds),
  // By round: whoever is on call is paged again until somebody takes it.
  'unclaimed-on-call': (alarm) => {
    const round = alarm.plan.timings.unclaimedOnCallSeconds;
    const first = waiting(() => round)(alarm);
    const last = alarm.passed['unclaimed-on-call'];
    return first !== null && last && milliseconds(last) >= first ? plus(last, round) : first;
  },
  'owner-idle-reminder': idle((alarm) => alarm.plan.timings.ownerIdleReminderSeconds),
  'owner-idle-supervisor': idle((alarm) => alarm.plan.timings.ownerIdleSupervisorSeconds),
  'parked-end': (alarm) =>
    alarm.ownership.status === 'parked' ? milliseconds(alarm.ownership.until) : null,
  // Repeats: an acknowledged alarm can't be forgotten.
  'no-activity': (alarm) => {
    const last = alarm.passed['no-activity'];
    const since = last && last > alarm.lastActivityAt ? last : alarm.lastActivityAt;
    return plus(since, alarm.plan.timings.noActivitySeconds);
  },
} satisfies Record<DeadlineKind, Rule>;

const kinds = Object.keys(rules) as DeadlineKind[];

/**
 * The alarm with its deadlines as its state demands them. A moment that already acted is not set
 * again; a revision rises only when its own deadline moves.
 */
export function withDeadlines(alarm: Alarm): Alarm {
  const deadlines: Deadline[] = [];
  const revisions = { ...alarm.revisions };
  if (alarm.closed === null) {
    for (const kind of kinds) {
      const moment = rules[kind](alarm);
      const passed = alarm.passed[kind];
      if (moment === null || (passed && milliseconds(passed) >= moment)) continue;
      const at = new Date(moment).toISOString();
      const present = alarm.deadlines.find((deadline) => deadline.kind === kind);
      if (present?.at === at) {
        deadlines.push(present);
        continue;
      }
      const revision = (revisions[kind] ?? 0) + 1;
      revisions[kind] = revision;
      deadlines.push({ kind, at, revision });
    }
  }
  return { ...alarm, deadlines, revisions };
}

/** The earliest deadline; null only for a closed alarm. */
export function nextDeadline(alarm: Alarm): Deadline | null {
  return alarm.deadlines.reduce<Deadline | null>(
    (first, deadline) => (first === null || deadline.at < first.at ? deadline : first),
    null,
  );
}
