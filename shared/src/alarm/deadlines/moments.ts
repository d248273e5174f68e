// At which moments an alarm acts by itself, derived from its state alone: `evolve` calls this after
// every event, so the log, the row, the sweep and the desk agree without anybody copying a time.
// Numbers are the centre's settings, copied into the alarm's plan when it was raised.
import { settled, type Moments } from '../../deadlines.ts';
import { isWaiting } from '../ownership/state.ts';
import type { Timings } from '../plan/state.ts';
import { isPassedOn } from '../handover/state.ts';
import { isStanding } from '../police-reports/progress.ts';
import type { Alarm } from '../state.ts';
import type { Deadline, DeadlineKind } from './state.ts';
import { isUpgradeOpen, upgradeDueSince } from '../handover/upgrade.ts';

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

type LaterTiming = {
  [T in keyof Timings]-?: undefined extends Timings[T] ? T : never;
}[keyof Timings];

/** So many seconds after a moment; never where the alarm's settings are of the release before. */
function after(timing: LaterTiming, since: (alarm: Alarm) => string | null): Rule {
  return (alarm) => {
    const seconds = alarm.plan.timings[timing];
    const from = pages(alarm) ? since(alarm) : null;
    return seconds === undefined || from === null ? null : plus(from, seconds);
  };
}

/** The same, and again after as long for as long as it holds. */
function every(
  kind: DeadlineKind,
  timing: LaterTiming,
  since: (alarm: Alarm) => string | null,
): Rule {
  return (alarm) => {
    const from = since(alarm);
    const last = alarm.passed[kind];
    const latest = from !== null && last && last > from ? last : from;
    return after(timing, () => latest)(alarm);
  };
}

const latest = (one: string, other: string | undefined) =>
  other !== undefined && other > one ? other : one;

/** Somebody has it and has decided nothing, since he took it or since a decision was withdrawn. */
function undecidedSince({ ownership, verification }: Alarm): string | null {
  return ownership.status === 'owned' && verification.status === 'open'
    ? latest(ownership.since, verification.since)
    : null;
}

function unverifiableSince(alarm: Alarm): string | null {
  const { verification } = alarm;
  if (isPassedOn(alarm) || alarm.declined || verification.status !== 'unverifiable') return null;
  return unreportedSince(alarm, verification.at);
}

function verifiedSince(alarm: Alarm): string | null {
  const { verification } = alarm;
  if (isPassedOn(alarm) || verification.status !== 'verified') return null;
  return unreportedSince(alarm, verification.at);
}

/** Since it was judged, or since the police were done and somebody pressed again. */
function unreportedSince({ handover }: Alarm, judgedAt: string): string {
  return latest(judgedAt, handover.status === 'none' ? handover.since : undefined);
}

function newsSince({ handover, policeReports }: Alarm): string | null {
  switch (handover.status) {
    case 'confirmed':
    case 'under-way':
    case 'on-scene':
      return latest(handover.at, policeReports.findLast(isStanding)?.enteredAt);
    default:
      return null;
  }
}

/** A thousand silent buttons must not speak up every ten minutes; forty-eight of those are eight hours. */
const onceAShift = 48;

/** Ten minutes at the usual forty seconds: who has not come by then is not woken by a sixteenth. */
const mostOnCallRounds = 15;

/** How often those on call were paged since it waits, and when they would be again; null when it does not wait. */
function onCallRounds(alarm: Alarm): { paged: number; next: number } | null {
  const round = alarm.plan.timings.unclaimedOnCallSeconds;
  const first = waiting(() => round)(alarm);
  if (first === null) return null;
  const passed = alarm.passed['unclaimed-on-call'];
  const last = passed === undefined ? Number.NEGATIVE_INFINITY : milliseconds(passed);
  if (last < first) return { paged: 0, next: first };
  const wait = round * 1000;
  return { paged: Math.round((last - first) / wait) + 1, next: last + wait };
}

const rules = {
  'unclaimed-louder': waiting((alarm) => alarm.plan.timings.unclaimedLouderSeconds),
  'unclaimed-supervisor': waiting((alarm) => alarm.plan.timings.unclaimedSupervisorSeconds),
  // By round: whoever is on call is paged again until somebody takes it, or the rounds are over.
  'unclaimed-on-call': (alarm) => {
    const rounds = onCallRounds(alarm);
    if (!rounds) return null;
    return rounds.paged < mostOnCallRounds ? rounds.next : null;
  },
  // Then it is said once that nobody on call came, to the supervisor too.
  'on-call-over': (alarm) => {
    const rounds = onCallRounds(alarm);
    return rounds && rounds.paged >= mostOnCallRounds ? rounds.next : null;
  },
  'owner-idle-reminder': idle((alarm) => alarm.plan.timings.ownerIdleReminderSeconds),
  'owner-idle-supervisor': idle((alarm) => alarm.plan.timings.ownerIdleSupervisorSeconds),
  'no-decision-reminder': after('noDecisionReminderSeconds', undecidedSince),
  'no-decision-supervisor': after('noDecisionSupervisorSeconds', undecidedSince),
  'unverifiable-second': after('unverifiableSecondSeconds', unverifiableSince),
  'unverifiable-supervisor': after('unverifiableSupervisorSeconds', unverifiableSince),
  'verified-not-handed-over': after('verifiedNotHandedOverSeconds', verifiedSince),
  // By round, each on another route, until somebody there says his name and a number.
  'handover-unconfirmed': every(
    'handover-unconfirmed',
    'handoverUnconfirmedSeconds',
    ({ handover }) =>
      handover.status === 'sent' || handover.status === 'calling' ? handover.at : null,
  ),
  'upgrade-not-told': after('verifiedNotHandedOverSeconds', upgradeDueSince),
  'upgrade-unconfirmed': every('upgrade-unconfirmed', 'handoverUnconfirmedSeconds', (alarm) =>
    isUpgradeOpen(alarm) && alarm.upgrade ? alarm.upgrade.at : null,
  ),
  'police-silent': every('police-silent', 'policeSilentSeconds', newsSince),
  'not-found-over': after('notFoundSeconds', ({ handover }) =>
    handover.status === 'not-found' ? handover.at : null,
  ),
  'parked-end': (alarm) =>
    alarm.ownership.status === 'parked' ? milliseconds(alarm.ownership.until) : null,
  // Repeats: an acknowledged alarm can't be forgotten. One that is parked has its own end.
  'no-activity': (alarm) => {
    if (alarm.ownership.status === 'parked') return null;
    const last = alarm.passed['no-activity'];
    const since = last && last > alarm.lastActivityAt ? last : alarm.lastActivityAt;
    const { noActivitySeconds } = alarm.plan.timings;
    return plus(
      since,
      alarm.priority === 'low' ? noActivitySeconds * onceAShift : noActivitySeconds,
    );
  },
} satisfies Record<DeadlineKind, Rule>;

/** The alarm with its deadlines as its state demands them; a closed one demands none. */
export function withDeadlines(alarm: Alarm): Alarm {
  return { ...alarm, ...settled(alarm, momentsOf(alarm)) };
}

const kinds = Object.keys(rules) as DeadlineKind[];

function momentsOf(alarm: Alarm): Moments<DeadlineKind> {
  const moments = kinds.map((kind) => [kind, alarm.closed === null ? rules[kind](alarm) : null]);
  // Each kind has its rule, so each has its moment.
  return Object.fromEntries(moments) as Moments<DeadlineKind>;
}

/** The earliest deadline; null only for a closed alarm. */
export function nextDeadline(alarm: Alarm): Deadline | null {
  return alarm.deadlines.reduce<Deadline | null>(
    (first, deadline) => (first === null || deadline.at < first.at ? deadline : first),
    null,
  );
}
