// What a program may be allowed: a few of the permissions that people have, and no others. None of them takes, changes
// or hears an alarm, opens what is known of a person, or touches people, rights and settings. A route that asks for one
// of these is open to a token that was given it; every other route is closed to all tokens.
import type * as z from 'zod';
import { permission } from '../roles.ts';

export const scope = permission.extract(['answer-times.read', 'system.read']);
export type Scope = z.infer<typeof scope>;

/**
 * Why whoever manages service accounts may give a program what he has not himself. Whoever gives himself a token that way
 * gains what is said here, and the supervisor, who has it, reads in the audit that he did.
 */
export const beyondAdministrators: Partial<Record<Scope, string>> = {
  'answer-times.read':
    'counts of the whole centre, which it publishes in its year report: of no alarm, no holder and nobody who works there',
};

export function isScope(asked: string): asked is Scope {
  return (scope.options as readonly string[]).includes(asked);
}
