// Which alarm sound belongs to the board as it is now. One at a time, the highest wins. A waiting SPOED
// alarm sounds at every post from the first second until anybody takes it; whoever owns a SPOED alarm
// himself may have his own post silent for 15 s, but never for an alarm that came later.
import { isWaiting, ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import { timesOf, type Alarm } from '@achterwacht/shared/alarm/state.ts';
import { handoverTroubleOf } from '../handover/progress/trouble.ts';
import type { ToneName } from './tones.ts';

export type Silence = { until: number; alarmIds: ReadonlySet<string> };
export const silenceMilliseconds = 15_000;

export type Wanted = {
  tone: ToneName;
  /** Decibels on top of the post's own volume. */
  gainDecibels: number;
  /** What it is for: a new reason starts at once, the same one waits for its repeat. */
  reason: string;
  repeatMilliseconds: number;
  /** Plays at most so often for this reason. */
  most: number;
};

type Situation = {
  alarms: Iterable<Alarm>;
  myId: string;
  now: number;
  silence: Silence | null;
  broken: boolean;
  /** Whose sound arrives and is on nobody's line. */
  unheard: readonly Alarm[];
};

const softDecibels = -12;
const louderDecibels = 3;
/** Older arrivals than this are not news any more when a desk opens. */
const newsMilliseconds = 60_000;

export function wantedSound({
  alarms,
  myId,
  now,
  silence,
  broken,
  unheard,
}: Situation): Wanted | null {
  const all = [...alarms].filter((alarm) => alarm.closed === null && alarm.mode !== 'synthetic');
  const waiting = all.filter(isWaiting);
  const urgent = waiting.filter(
    (alarm) =>
      alarm.priority === 'urgent' &&
      !(silence && now < silence.until && silence.alarmIds.has(alarm.id)),
  );
  if (urgent.length > 0) {
    const louder = urgent.some(isPastLouder);
    const busy = all.some((alarm) => ownerOf(alarm)?.id === myId);
    return {
      tone: 'urgent',
      gainDecibels: louder ? louderDecibels : busy ? softDecibels : 0,
      reason: urgent.map((alarm) => `${alarm.id}×${newsOf(alarm)}`).join(' '),
      repeatMilliseconds: 5_000,
      most: Number.POSITIVE_INFINITY,
    };
  }
  if (broken)
    return {
      tone: 'system',
      gainDecibels: 0,
      reason: 'broken',
      repeatMilliseconds: 10_000,
      most: Number.POSITIVE_INFINITY,
    };
  const troubles = all
    .filter((alarm) => handoverTroubleOf(alarm) !== null)
    .map((alarm) => `${alarm.id} ${handoverTroubleOf(alarm)}`);
  const silent = unheard.map((alarm) => `${alarm.id} unheard`);
  if (troubles.length + silent.length > 0)
    return {
      tone: 'system',
      gainDecibels: 0,
      reason: [...silent, ...troubles].join(' '),
      repeatMilliseconds: 10_000,
      most: Number.POSITIVE_INFINITY,
    };
  return news(waiting, 'high', now) ?? news(waiting, 'low', now);
}

/**
 * A press on a waiting alarm is heard at once, not at the next repeat; of many the first ones, for a tone that starts
 * anew at every press is no pattern that anybody knows. What was refused and is not believed is shown, and no press.
 */
const mostHeardAtOnce = 10;
function newsOf(alarm: Alarm): number {
  return Math.min(timesOf(alarm).count, mostHeardAtOnce);
}

function isPastLouder(alarm: Alarm): boolean {
  const passed = alarm.passed['unclaimed-louder'];
  return passed !== undefined && passed >= alarm.ownership.since;
}

function news(waiting: Alarm[], priority: 'high' | 'low', now: number): Wanted | null {
  const fresh = waiting.filter(
    (alarm) =>
      alarm.priority === priority && now - Date.parse(alarm.ownership.since) < newsMilliseconds,
  );
  const latest = fresh.sort((first, second) =>
    second.ownership.since.localeCompare(first.ownership.since),
  )[0];
  if (!latest) return null;
  return {
    tone: latest.kind === 'system' ? 'system' : priority,
    gainDecibels: priority === 'low' ? -6 : 0,
    // Faults come in floods, so a LAAG alarm sounds at most once a minute.
    reason:
      priority === 'low'
        ? latest.ownership.since.slice(0, 16)
        : `${latest.id} ${latest.ownership.since}`,
    repeatMilliseconds: 20_000,
    most: priority === 'high' ? 3 : 1,
  };
}

/** F7: only while owning a SPOED alarm, only for what sounds now. */
export function silenceNow(alarms: Iterable<Alarm>, myId: string, now: number): Silence | null {
  const open = [...alarms].filter((alarm) => alarm.closed === null && alarm.priority === 'urgent');
  if (!open.some((alarm) => ownerOf(alarm)?.id === myId)) return null;
  return {
    until: now + silenceMilliseconds,
    alarmIds: new Set(open.filter(isWaiting).map((alarm) => alarm.id)),
  };
}
