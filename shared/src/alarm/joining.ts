// What a signal means for the alarms: which kind it raises, and which open alarm of its button it
// joins. A fault, a test or a parked alarm can never swallow a press.
import { duressKinds, type DecodedSignal, type Unbelieved } from '../signals.ts';
import type { AlarmKind, AlarmMode } from './raising/state.ts';
import type { Alarm } from './state.ts';

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

/** What a button says of itself all the time; a judgement on what was pressed stays as good as it was. */
const ofItself: ReadonlySet<DecodedSignal['kind']> = new Set([
  'position',
  'status',
  'low-battery',
  'comms',
  'supervision',
]);

/** Whether somebody who judged without it judged something else. */
export function mattersToJudgement({ kind }: Pick<DecodedSignal, 'kind'>): boolean {
  return !ofItself.has(kind);
}

/** Says that a call for help is over: of one that was never heard, the only trace. */
export function endsPress({ kind, restores }: Pick<DecodedSignal, 'kind' | 'restores'>): boolean {
  return kind === 'cancel' || (restores !== undefined && callsForHelp({ kind: restores }));
}

/** Raised by the end of a press that was never heard. */
export function isMissedPress({ kind, warnings }: Pick<Alarm, 'kind' | 'warnings'>): boolean {
  return kind === 'fault' && warnings.includes('restore-without-press');
}

/** The kind of alarm a signal raises when it joins none; null when it raises none. */
export function kindRaisedBy(signal: DecodedSignal): AlarmKind | null {
  if (duressKinds.has(signal.kind)) return 'duress';
  if (signal.kind === 'medical') return 'medical';
  if (signal.kind === 'no-activity') return 'missed-check';
  // A button that lets us listen in and was not heard to press: its press was lost.
  if (signal.kind === 'listen-in' && signal.warnings.includes('sound-without-press'))
    return 'duress';
  if (signal.kind === 'system') return 'system';
  if (signal.kind === 'test')
    return signal.code && periodicTestCodes.has(signal.code) ? null : 'test';
  if (faults.has(signal.kind) || endsPress(signal)) return 'fault';
  if (companions.has(signal.kind) || signal.kind === 'undecodable') return null;
  // Not understood: a person looks at it rather than nobody.
  return 'fault';
}

export function modeRaisedBy(signal: DecodedSignal): AlarmMode {
  return signal.kind === 'test' ? 'test' : 'real';
}

/** Whether this open alarm of the same button takes the signal in. */
export function joins(alarm: Alarm, signal: DecodedSignal, unbelieved?: Unbelieved): boolean {
  if (alarm.closed !== null) return false;
  // Shown apart there, it would leave a medical alarm what it is; raised by itself it is SPOED.
  const isLost = unbelieved === 'refused' && alarm.kind === 'medical' && alarm.believed !== false;
  if (isLost && duressKinds.has(signal.kind)) return false;
  if (callsForHelp(signal)) return carriesPress(alarm);
  if (signal.kind === 'test') return alarm.kind === 'test';
  // Of a press that was put away too; a flat battery knows nothing of presses.
  if (endsPress(signal))
    return (alarm.mode === 'real' && pressedKinds.has(alarm.kind)) || isMissedPress(alarm);
  if (signal.kind === 'system') return alarm.kind === 'system';
  return carriesPress(alarm) || (kindRaisedBy(signal) === 'fault' && alarm.kind === 'fault');
}

/** A test press is listened in to for as long as a test window may last. */
const testMinutes = 10;
const soundTakers: readonly AlarmKind[] = ['duress', 'missed-check', 'medical', 'system', 'test'];

/**
 * Which of a button's alarms its sound belongs to; null when none asked for it. A parked alarm, a
 * fault or a test of long ago can't swallow it, and neither can one that was closed before it began.
 */
export function alarmForSound(alarms: readonly Alarm[], startedAt: Date): Alarm | null {
  const began = startedAt.getTime();
  const takes = (alarm: Alarm): boolean => {
    if (alarm.closed) return Date.parse(alarm.closed.at) >= began;
    if (alarm.ownership.status === 'parked') return false;
    if (alarm.kind !== 'test') return alarm.mode === 'real';
    return began - Date.parse(alarm.times.received ?? alarm.updatedAt) <= testMinutes * 60_000;
  };
  const rank = (alarm: Alarm) => soundTakers.indexOf(alarm.kind) + (alarm.closed ? 100 : 0);
  return (
    alarms
      .filter((alarm) => soundTakers.includes(alarm.kind) && takes(alarm))
      .sort((one, other) => rank(one) - rank(other) || other.number - one.number)[0] ?? null
  );
}

/** Alarms about a person who may need help: what his button says next is about the same. */
const pressedKinds: ReadonlySet<AlarmKind> = new Set(['duress', 'missed-check', 'medical']);

function carriesPress(alarm: Alarm): boolean {
  return (
    alarm.mode === 'real' && alarm.ownership.status !== 'parked' && pressedKinds.has(alarm.kind)
  );
}
