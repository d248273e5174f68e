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
  const [signals, alarms, verdict, inLog] = await Promise.all([
    instance.command<ListedSignal[]>('signals'),
    instance.command<ListedAlarm[]>('alarms'),
    instance.command<LogVerdict>('verify-log'),
    signalsInLog(instance),
  ]);
  const facts = { acknowledged, signals, alarms, verdict, signalsInLog: inLog };
  expect(brokenInvariants(facts)).toEqual([]);
  return { signals, alarms };
}

async function signalsInLog({ system }: Instance): Promise<string[]> {
  const rows = await system.sql<{ text: string }[]>`
    select text from events where type in ('AlarmRaised', 'SignalAdded')`;
  return rows.map(({ text }) => {
    const { data } = JSON.parse(text) as { data: { signal: { signalId: string } } };
    return data.signal.signalId;
  });
}
