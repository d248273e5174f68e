// What must hold after every fault (quality.md, "Faults"), looked at from outside: by the commands an
// administrator has, and the log they read.
import { expect } from 'vitest';
import type { Instance } from './test-instance.ts';

export type ListedSignal = {
  id: string;
  account: string | null;
  kind: string;
  disposition: string;
  latitude: number | null;
  longitude: number | null;
  raw: string;
};
export type ListedAlarm = {
  id: string;
  number: number;
  status: string;
  kind: string;
  priority: string;
  button: string;
  signals: number;
  deadlineAt: string | null;
};
type Verdict = { alarms: number; events: number; faults: unknown[] };

/** A press that the device was told is received. */
export type Acknowledged = { account: string; sequence: number };

export async function expectInvariants(
  instance: Instance,
  acknowledged: readonly Acknowledged[],
): Promise<{ signals: ListedSignal[]; alarms: ListedAlarm[] }> {
  const [signals, alarms, verdict, inLog] = await Promise.all([
    instance.command<ListedSignal[]>('signals'),
    instance.command<ListedAlarm[]>('alarms'),
    instance.command<Verdict>('verify-log'),
    signalsInLog(instance),
  ]);
  expect(verdict.faults).toEqual([]);
  expect(alarms.filter(({ status, deadlineAt }) => status !== 'closed' && !deadlineAt)).toEqual([]);
  // Counted by each alarm, and standing in the logs: the same, and nothing in two of them.
  expect(new Set(inLog).size).toBe(inLog.length);
  expect(alarms.reduce((sum, alarm) => sum + alarm.signals, 0)).toBe(inLog.length);
  for (const { account, sequence } of acknowledged) {
    const header = `${String(sequence).padStart(4, '0')}R1L0#${account}[`;
    const its = signals.filter((signal) => signal.raw.includes(header));
    const counted = its.filter(({ disposition }) => disposition === 'accepted');
    expect({ account, sequence, signals: counted.length }).toEqual({
      account,
      sequence,
      signals: 1,
    });
    expect(its.filter(({ disposition }) => disposition === 'pending')).toEqual([]);
    expect(inLog.filter((id) => its.some((signal) => signal.id === id))).toEqual([counted[0]?.id]);
  }
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
