// Somebody of the centre's staff, as an event names him: who did it stays readable for as long as the log does.
import * as z from 'zod';

export const staffMember = z.object({ id: z.uuid(), name: z.string() });
export type StaffMember = z.infer<typeof staffMember>;
