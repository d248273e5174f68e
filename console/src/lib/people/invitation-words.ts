// Of an invitation that opens nothing: one calm sentence, and whom to call. Whether it was used, withdrawn or never
// there is not told apart: a stranger learns nothing by trying.
import * as z from 'zod';
import type { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { phoneText } from '../phone-text.ts';

const whomToCall = z.object({ centre: z.object({ phone: z.string().min(1) }) });

export function endedText({ details }: Pick<ApiError, 'details'>): string {
  const { data } = whomToCall.safeParse(details);
  return data
    ? m.invitation_over_call({ phone: phoneText(data.centre.phone) })
    : m.invitation_over();
}
