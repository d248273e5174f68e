// What every HTTP route says of itself, and what every refusal looks like. The server registers from the table of all
// (`routes.ts`), the console's client is derived from it, the OpenAPI document is printed from it.
import * as z from 'zod';
import type { permission } from '../roles.ts';

/** What every refusal looks like: 401, 403, 404, 409, 422, 429 alike. */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** Of a question that a page asks while nobody is at it: it prolongs no session. Whoever leaves it out gains what he has. */
export const unattendedHeader = 'achterwacht-unattended';

export type Route = {
  method: 'GET' | 'POST';
  path: string;
  summary: string;
  /** `public`: no session asked; `police-link`: a device that a police link let in, and no account. Everything else names one permission of roles.ts. */
  access: z.infer<typeof permission> | 'police-link' | 'public';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  response: z.ZodType;
  /** Requests of one address, where far fewer than usual make sense. */
  perMinute?: number;
  /** Of a body that is more than a page of prose. */
  mostBodyBytes?: number;
};
