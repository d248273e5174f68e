// Of an invitation or a code that opens nothing: one calm sentence, and whom to call where the server says so.
import type { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';

/** Whether it was used, withdrawn or never there is not told apart: a stranger learns nothing by trying. */
export function endedText({ details }: Pick<ApiError, 'details'>): string {
  const phone = typeof details.phone === 'string' ? details.phone : null;
  return phone === null ? m.invitation_over() : m.invitation_over_call({ phone });
}
