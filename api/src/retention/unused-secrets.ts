// Takes away the secrets that no setting names any more, neither as it counts nor as it is proposed: of a webhook that
// got others, of a proposal that was withdrawn. A secret and the proposal that names it are written in one transaction,
// so none is ever seen without.
import type { Clock } from '../clock.ts';
import type { Database, Sql } from '../db/connect.ts';
import { ofItems } from '../jobs/item-job.ts';
import type { Job } from '../jobs/job.ts';
import { besideItem, mayBeTried } from '../jobs/set-aside.ts';

const everyMilliseconds = 600_000;
const timeoutMilliseconds = 5_000;
/** A centre has two, and gets others once a year. */
const most = 100;

type Parts = { background: Database; clock: Clock };

export function unusedSecretsJob({ background: { sql }, clock }: Parts): Job {
  return ofItems({
    name: 'unused-secrets',
    everyMilliseconds,
    timeoutMilliseconds,
    lock: true,
    aside: 'erasure',
    idOf: ({ id }) => id,
    async *items() {
      yield await sql<{ id: string }[]>`
        select setting_secrets.id from setting_secrets
        ${besideItem(sql, 'erasure', 'setting_secrets.id::text')}
        where ${isUnused(sql)} and ${mayBeTried(sql, clock.now())}
        order by aside.retry_at nulls first limit ${most}`;
    },
    // Asked again: it may have been proposed meanwhile.
    work: ({ id }) => sql`delete from setting_secrets where id = ${id} and ${isUnused(sql)}`,
  });
}

/** A kind that another has followed names nothing any more, whatever its row says. */
const isUnused = (sql: Sql) => sql`not exists (
  select from settings where settings.centre_id = setting_secrets.centre_id
    and (state #> '{value,secretIds}' @> to_jsonb(setting_secrets.id)
      or state #> '{proposed,value,secretIds}' @> to_jsonb(setting_secrets.id))
    and not (kind = 'police-webhook' and exists (
      select from settings follower
      where follower.centre_id = settings.centre_id and follower.kind = 'webhooks')))`;
