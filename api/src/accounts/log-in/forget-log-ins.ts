// What is over of logging in goes: sessions that ended, each with an address and a browser, what was asked and nobody
// answered, and how often which address asked. For how long it is known who logged in from where, the access log says.
import type { Database } from '../../db/connect.ts';
import { ofRounds, type Job } from '../../jobs/job.ts';

const everyMilliseconds = 600_000;
/** Far longer than any limit counts. */
const countedHours = 24;

/** One statement a table: none of them is somebody's, and none can fail by itself. */
export function forgetLogInsJob({ sql }: Database): Job {
  return ofRounds({
    name: 'past-log-ins',
    everyMilliseconds,
    lock: true,
    round: async () => {
      await sql`delete from auth.session where expires_at <= now()`;
      await sql`delete from auth.verification where expires_at <= now()`;
      // In the log-in library's own measure.
      await sql`
        delete from auth.rate_limit
        where last_request < extract(epoch from now() - ${countedHours} * interval '1 hour') * 1000`;
    },
  });
}
