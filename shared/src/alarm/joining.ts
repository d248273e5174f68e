// What a signal means for the alarms: which kind it raises, and which open alarm of its button it
// joins. A fault, a test or a parked alarm can never swallow a press.
import { duressKinds, type DecodedSignal } from '../signals.ts';
import type { Alarm, AlarmKind, AlarmMode, Priority } from './state.ts';

/** Periodic tests keep the button's "last test" and raise nothing; a test by hand is looked at. */
const periodicTestCodes: ReadonlySet<string> = new Set(['602', 'RP']);

const faults: ReadonlySet<DecodedSignal['kind']> = new Set([
  'low-battery',
  'tamper',
  'comms',
  'supervision',
]);

/** Signals that say something about a running alarm and raise none of their own. */
const companions: ReadonlySet<DecodedSignal['kind']> = new Set([
  'cancel',
  'restore',
  'status',
  'position',
  'listen-in',
]);

/** Whether somebody (or a dead man's switch for him) calls for help with it, now. */
export function callsForHelp({ kind }: Pick<DecodedSignal, 'kind'>): boolean {
  return duressKinds.has(kind) || kind === 'medical' || kind === 'no-activity';
}

/** The kind of alarm a signal raises when it joins none; null when it raises none. */
export function kindRaisedBy(signal: DecodedSignal): AlarmKind | null {
  if (duressKinds.has(signal.kind)) return 'duress';
  if (signal.kind === 'medical') return 'medical';
  if (signal.kind === 'no-activity') return 'missed-check';
  if (signal.kind === 'test')
    return signal.code && periodicTestCodes.has(signal.code) ? null : 'test';
  if (faults.has(signal.kind)) return 'fault';
  if (companions.has(signal.kind) || signal.kind === 'undecodable') return null;
  // Not understood: a person looks at it rather than nobody.
  return 'fault';
}

export function modeRaisedBy(signal: DecodedSignal): AlarmMode {
  return signal.kind === 'test' ? 'test' : 'real';
}

export const defaultPriorities = {
  duress: 'urgent',
  'missed-check': 'urgent',
  medical: 'urgent',
  system: 'high',
  fault: 'low',
  test: 'low',
} satisfies Record<AlarmKind, Priority>;

/** Whether this open alarm of the same button takes the signal in. */
export function joins(alarm: Alarm, signal: DecodedSignal): boolean {
  if (alarm.closed !== null) return false;
  if (callsForHelp(signal)) return carriesPress(alarm);
  if (signal.kind === 'test') return alarm.kind === 'test';
  return carriesPress(alarm) || (kindRaisedBy(signal) === 'fault' && alarm.kind === 'fault');
}

function carriesPress(alarm: Alarm): boolean {
  return (
    alarm.mode === 'real' &&
    alarm.ownership.status !== 'parked' &&
    (alarm.kind === 'duress' || alarm.kind === 'medical')
  );
}
