// Column types that the tables share. Policies, roles, partial indexes and grants stand in the hand-written
// migrations beside the generated ones.
import { customType } from '../drizzle.ts';

export const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
/** A moment to the millisecond, as ISO 8601 UTC on our side. */
export const moment = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp(3) with time zone',
  fromDriver: (text) => new Date(text).toISOString(),
});
