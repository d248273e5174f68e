// Which grounds make a duress harmless.
import { type Refusal, refusal } from '../refusal.ts';
import type { Alarm } from '../state.ts';
import type { HarmlessGround } from './state.ts';

/**
 * Why this is no ground for *loos* here. The right code word, heard since the last press, or somebody trusted
 * who sees the holder; a second person of the centre only where no code word could be asked for. Once a duress
 * word or a wrong one was heard nothing is, unless that was withdrawn as a mistake.
 */
export function whyNotGround(alarm: Alarm, ground: HarmlessGround): Refusal | null {
  const { codeWordAgreed } = alarm.plan;
  const { codeWordAt, duressAt } = alarm.words;
  if (duressAt) return refusal('dwangwoord-gehoord');
  if (ground === 'code-word' && !codeWordAgreed) return refusal('geen-codewoord');
  if (ground === 'code-word' && !codeWordAt) return refusal('codewoord-niet-gehoord');
  if (ground === 'second-person' && codeWordAgreed) return refusal('codewoord-afgesproken');
  return null;
}
