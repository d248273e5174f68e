// What must hold after every fault (quality.md, "Faults"), looked at from outside: by the commands an
// administrator has, and the log they read. The judgement is shared with the chaos scenarios.
import { expect } from 'vitest';
import {
  brokenInvariants,
  type Acknowledged,
  type ListedAlarm,
  type ListedSignal,
  type LogVerdict,
} from '../../../load-tests/src/outside/invariants.ts';
import type { Instance } from './test-instance.ts';

export type { Acknowledged, ListedAlarm, ListedSignal };

export async function expectInvariants(
  instance: Instance,
  acknowledged: readonly Acknowledged[],
): Promise<{ signals: ListedSignal[]; alarms: ListedAlarm[] }> {
  let facts = await factsOf(instance, acknowledged);
  // A retry that had waited for the database may have come while we looked; it is decided in a second.
  await expect
    .poll(
      async () => {
        const broken = brokenInvariants(facts);
        if (broken.length > 0) facts = await factsOf(instance, acknowledged);
        return broken;
      },
      { timeout: settlingMilliseconds, interval: 500 },
    )
    .toEqual([]);
  return facts;
}

const settlingMilliseconds = 10_000;

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
    select text from events where type in ('AlarmRaised', 'SignalAdded')`;
  return rows.map(({ text }) => {
    const { data } = JSON.parse(text) as { data: { signal: { signalId: string } } };
    return data.signal.signalId;
  });
}
