// What a program may be allowed: a few of the permissions that people have, and no others. None of them takes, changes
// or hears an alarm, opens what is known of a person, or touches people, rights and settings. A route that asks for one
// of these is open to a token that was given it; every other route is closed to all tokens.
import type * as z from 'zod';
import { permission } from '../roles.ts';

export const scope = permission.extract(['answer-times.read', 'system.read']);
export type Scope = z.infer<typeof scope>;

export function isScope(asked: string): asked is Scope {
  return (scope.options as readonly string[]).includes(asked);
}
