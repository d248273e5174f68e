// What must hold after every fault (quality.md, "Faults"), looked at from outside: by the commands an
// administrator has, and the log they read. The judgement is shared with the chaos scenarios.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import {
  brokenInvariants,
  type Acknowledged,
  type ListedAlarm,
  type ListedSignal,
  type LogVerdict,
} from '../../../../load-tests/src/outside/invariants.ts';
import { until, type Instance } from './test-instance.ts';

export type { Acknowledged, ListedAlarm, ListedSignal };

export async function expectInvariants(
  instance: Instance,
  acknowledged: readonly Acknowledged[],
): Promise<{ signals: ListedSignal[]; alarms: ListedAlarm[] }> {
  const facts = await inAQuietMoment(instance, () => factsOf(instance, acknowledged));
  expect(brokenInvariants(facts)).toEqual([]);
  return facts;
}

/**
 * What was seen between two moments in which every message was decided and no new one had come: the retry
 * of a press that was acknowledged long ago may still come, and each look takes seconds.
 */
async function inAQuietMoment<T>(instance: Instance, look: () => Promise<T>): Promise<T> {
  for (;;) {
    await until('every decision', async () => (await messagesOf(instance)).undecided === 0);
    const before = await messagesOf(instance);
    const seen = await look();
    const after = await messagesOf(instance);
    if (before.undecided === 0 && isDeepStrictEqual(before, after)) return seen;
  }
}

/** `handled` apart: what was refused on the wire is never undecided, and may become an alarm late. */
async function messagesOf({ system }: Instance) {
  const [row] = await system.sql<{ all: number; handled: number; undecided: number }[]>`
    select count(*)::int as all, count(handled_at)::int as handled,
      count(*) filter (where disposition = 'pending')::int as undecided from messages`;
  return row!; // counts are one row
}

async function factsOf(instance: Instance, acknowledged: readonly Acknowledged[]) {
  const [signals, alarms, verdict, inLog] = await Promise.all([
    instance.command<ListedSignal[]>('signals'),
    instance.command<ListedAlarm[]>('alarms'),
    instance.command<LogVerdict>('verify-log'),
    signalsInLog(instance),
  ]);
  return { acknowledged, signals, alarms, verdict, signalsInLog: inLog };
}

async function signalsInLog({ system }: Instance): Promise<string[]> {
  const rows = await system.sql<{ text: string }[]>`
    select text from log.events where type in ('AlarmRaised', 'SignalAdded')`;
  return rows.map(({ text }) => {
    const { data } = JSON.parse(text) as { data: { signal: { signalId: string } } };
    return data.signal.signalId;
  });
}
