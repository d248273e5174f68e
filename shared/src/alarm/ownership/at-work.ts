// Who is at work on it, as the rules of the other aspects ask: its owner, whoever telephones for him, a supervisor.
import type { Person } from '../../actor.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { Alarm } from '../state.ts';
import { ownerOf } from './state.ts';

export const isOwner = (alarm: Alarm, person: Person): boolean => ownerOf(alarm)?.id === person.id;

export function notOwner(alarm: Alarm, person: Person): Refusal | null {
  if (isOwner(alarm, person)) return null;
  const owner = ownerOf(alarm);
  return owner ? refusal('niet-van-u', { owner: owner.name }) : refusal('geen-eigenaar');
}

/** Both on the alarm act for it; a supervisor steps in where it is needed. */
export function notAtWork(alarm: Alarm, person: Person): Refusal | null {
  if (person.role === 'supervisor' || alarm.caller?.id === person.id) return null;
  return notOwner(alarm, person);
}
