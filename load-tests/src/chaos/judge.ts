// What is looked at once a fault is over and things have settled: by the commands an administrator has, by a
// supervisor's log-in, and by what the consoles saw. Whatever is not as it should be is a sentence.
import { setTimeout as pause } from 'node:timers/promises';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { OutboxEntry } from '@achterwacht/shared/routes/system.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import {
  brokenInvariants,
  type Acknowledged,
  type ListedAlarm,
  type ListedSignal,
  type LogVerdict,
} from '../outside/invariants.ts';
import type { Consoles } from './consoles.ts';
import type { Stage } from './stage.ts';

export type Judgement = {
  alarms: number;
  events: number;
  /** How long after its moment the latest deadline acted. */
  latestDeadlineMilliseconds: number;
  broken: string[];
};

/** A message that was recorded and not decided is taken up within seconds; so is a feed that stopped. */
const settlingMilliseconds = 30_000;

type Readiness = { dependencies: Record<string, string>; unhandledMessages: number | null };

/**
 * Waits until the product says that it is ready and has nothing left to decide; a sentence if it never
 * does. `staysOff` names what a fault leaves ill on purpose.
 */
export async function untilSettled({ target }: Stage, staysOff?: string): Promise<string[]> {
  const until = performance.now() + settlingMilliseconds;
  let lastAnswer = 'nothing';
  while (performance.now() < until) {
    const response = await fetch(`${target.api.origin}/readyz`).catch(() => null);
    if (response) {
      const body = (await response.json()) as Readiness;
      lastAnswer = JSON.stringify(body);
      const blocking = Object.entries(body.dependencies).filter(
        ([name, state]) => state !== 'ok' && name !== staysOff,
      );
      if (blocking.length === 0 && body.unhandledMessages === 0) return [];
    }
    await pause(200);
  }
  return [`not ready half a minute after the fault: ${lastAnswer}`];
}

export async function judge(
  stage: Stage,
  consoles: Consoles,
  acknowledged: readonly Acknowledged[],
): Promise<Judgement> {
  const { sequence } = await stage.desk.board();
  const seen = await consoles.judge(sequence, settlingMilliseconds);
  const signals = await stage.command<ListedSignal[]>('signals');
  const alarms = await stage.command<ListedAlarm[]>('alarms');
  const verdict = await stage.command<LogVerdict>('verify-log');
  const logs = await Promise.all(alarms.map(({ id }) => logOf(stage, id)));
  const events = logs.flat();
  const signalsInLog = events.flatMap((event) =>
    event.type === 'AlarmRaised' || event.type === 'SignalAdded'
      ? [event.data.signal.signalId]
      : [],
  );
  const lateness = events.flatMap((event) =>
    event.type === 'DeadlinePassed' ? [event.data.lateMilliseconds] : [],
  );
  return {
    alarms: alarms.length,
    events: events.length,
    latestDeadlineMilliseconds: Math.max(0, ...lateness),
    broken: [
      ...brokenInvariants({ acknowledged, signals, alarms, verdict, signalsInLog }),
      ...brokenEffects(events, await allEffects(stage)),
      ...seen,
    ],
  };
}

/** Deadlines that page somebody; each time one passes, one effect is committed with it. */
const paging = new Set([
  'unclaimed-supervisor',
  'unclaimed-on-call',
  'on-call-over',
  'owner-idle-supervisor',
]);

function brokenEffects(events: readonly FeedEvent[], effects: readonly OutboxEntry[]): string[] {
  const passed = events.filter(
    (event) => event.type === 'DeadlinePassed' && paging.has(event.data.kind),
  );
  const ids = new Set(effects.map(({ id }) => id));
  const broken = ids.size === effects.length ? [] : ['two effects share an id'];
  for (const [alarmId, its] of Map.groupBy(passed, (event) => event.alarmId)) {
    const committed = effects.filter((effect) => effect.alarmId === alarmId).length;
    // More than that were committed between the two readings.
    if (committed < its.length)
      broken.push(`an alarm paged ${its.length} times has ${committed} effects`);
  }
  return broken;
}

async function logOf({ desk }: Stage, alarmId: string): Promise<FeedEvent[]> {
  const { events } = await desk.get<{ events: FeedEvent[] }>(
    routes.alarmLog.path.replace(':alarmId', alarmId),
  );
  return events;
}

/** Page by page, newest first. */
async function allEffects({ desk }: Stage): Promise<OutboxEntry[]> {
  const all: OutboxEntry[] = [];
  for (;;) {
    const before = all.at(-1)?.createdAt;
    const query = before === undefined ? '' : `?before=${encodeURIComponent(before)}`;
    const { entries } = await desk.get<{ entries: OutboxEntry[] }>(`${routes.outbox.path}${query}`);
    if (entries.length === 0) return all;
    all.push(...entries);
  }
}
