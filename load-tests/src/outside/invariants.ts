// What must hold after every fault (quality.md, "Faults"), as sentences about what does not. It judges only
// what can be seen from outside: the commands an administrator has, and the log. The chaos scenarios and
// the api's own fault tests gather the facts in their own ways and share the judgement.

export type ListedSignal = {
  id: string;
  account: string | null;
  kind: string;
  disposition: string;
  latitude: number | null;
  longitude: number | null;
  raw: string | null;
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
/** What `achterwacht verify-log` says. */
export type LogVerdict = { alarms: number; events: number; faults: unknown[] };

/** A press that the device was told is received. */
export type Acknowledged = { account: string; sequence: number };

export type Facts = {
  acknowledged: readonly Acknowledged[];
  signals: readonly ListedSignal[];
  alarms: readonly ListedAlarm[];
  verdict: LogVerdict;
  /** Ids of the signals that stand in the alarms' logs, each as often as it stands there. */
  signalsInLog: readonly string[];
};

/** One sentence for each thing that should be otherwise; none when all is well. */
export function brokenInvariants(facts: Facts): string[] {
  const { alarms, verdict, signalsInLog } = facts;
  const broken = verdict.faults.map((fault) => `the log is not whole: ${JSON.stringify(fault)}`);
  for (const { number, status, deadlineAt } of alarms)
    if (status !== 'closed' && !deadlineAt) broken.push(`alarm ${number} is open without deadline`);
  if (new Set(signalsInLog).size !== signalsInLog.length)
    broken.push('a signal stands in two places of the log');
  const counted = alarms.reduce((sum, alarm) => sum + alarm.signals, 0);
  if (counted !== signalsInLog.length)
    broken.push(`alarms count ${counted} signals, their logs have ${signalsInLog.length}`);
  return [...broken, ...facts.acknowledged.flatMap((press) => brokenFor(press, facts))];
}

/** Exactly one signal, in exactly one alarm, and nothing of it still undecided. */
function brokenFor({ account, sequence }: Acknowledged, facts: Facts): string[] {
  const name = `press ${sequence} of ${account}`;
  const header = `${String(sequence).padStart(4, '0')}R1L0#${account}[`;
  const its = facts.signals.filter((signal) => signal.raw?.includes(header));
  const accepted = its.filter(({ disposition }) => disposition === 'accepted');
  if (accepted.length !== 1) return [`${name}, acknowledged, is ${accepted.length} signals`];
  if (its.some(({ disposition }) => disposition === 'pending')) return [`${name} is undecided`];
  const inLog = facts.signalsInLog.filter((id) => its.some((signal) => signal.id === id));
  return inLog.length === 1 && inLog[0] === accepted[0]?.id
    ? []
    : [`${name} stands ${inLog.length} times in the alarms' logs`];
}
