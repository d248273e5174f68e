// What the server said no with, where it is about somebody who logs in; else as everywhere.
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { errorText } from '../words.ts';

const refusals: Record<string, () => string> = {
  'password-too-short': m.refusal_password_too_short,
  'password-too-long': m.refusal_password_too_long,
  'password-too-common': m.refusal_password_too_common,
  'password-has-own': m.refusal_password_has_own,
};

export function peopleErrorText(cause: unknown): string {
  const refusal = cause instanceof ApiError ? refusals[cause.code] : undefined;
  return refusal?.() ?? errorText(cause);
}
