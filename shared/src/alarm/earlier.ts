// Which earlier alarms may be told to whoever works on one: nobody hesitates over a press because the ones before it
// were harmless, so those are told once it has been judged.
import { isDuress, type Alarm } from './state.ts';

/** Whether the judgement that harmless earlier alarms could sway has been made; a fault or a test is never judged. */
export function mayTellHarmless(alarm: Pick<Alarm, 'kind' | 'verification' | 'closed'>): boolean {
  const isJudged = isDuress(alarm) || alarm.kind === 'medical';
  return !isJudged || alarm.closed !== null || alarm.verification.status !== 'open';
}
