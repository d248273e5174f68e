// What the database tells a holder of his own button and alarms. It answers by the log-in of the transaction, so that no
// question here can name somebody else.
import { isHarmless, outcome } from '@achterwacht/shared/alarm/outcome.ts';
import type { OwnAlarm, OwnButton } from '@achterwacht/shared/routes/persons.ts';
import * as z from 'zod';
import type { Transaction } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { pagingBy, rowsOfPage } from '../../db/paged.ts';

/** Whose log-in this is. */
export async function ownPersonId({ sql }: Transaction, accountId: string): Promise<string | null> {
  const [own] = await sql<{ id: string }[]>`
    select id from holders where account_id = ${accountId}`;
  return own?.id ?? null;
}

type Named = { name: string; phone: string };

/** With whom he calls when it is lost or broken: his municipality at any hour where it said a number, and the centre. */
export async function ownButtons(
  { sql }: Transaction,
  personId: string,
  now: Date,
): Promise<{
  buttons: OwnButton[];
  centre: Named;
  municipality: { name: string; phone: string | null };
} | null> {
  const [place] = await sql<
    { centre: string; centrePhone: string; municipality: string; phone: string | null }[]
  >`
    select centres.name as centre, centres.phone as "centrePhone",
      municipalities.name as municipality, municipalities.state ->> 'dayAndNightPhone' as phone
    from holders join centres on centres.id = holders.centre_id
    join municipalities on municipalities.id = holders.municipality_id
    where holders.id = ${personId}`;
  if (!place) return null;
  const rows = await sql<OwnButton[]>`select * from own_buttons(${now.toISOString()})`;
  const buttons = rows.map((row) => ({
    ...row,
    lastContactAt: row.lastContactAt && iso(row.lastContactAt),
    testedAt: row.testedAt && iso(row.testedAt),
    startsAt: iso(row.startsAt),
    endsAt: row.endsAt && iso(row.endsAt),
    reviewAt: iso(row.reviewAt),
  }));
  return {
    buttons,
    centre: { name: place.centre, phone: place.centrePhone },
    municipality: { name: place.municipality, phone: place.phone },
  };
}

/** As long as the presses of a device are counted over. */
const harmlessMonths = 12;
const harmless = outcome.options.filter(isHarmless);

const byMoment = pagingBy(z.object({ at: z.iso.datetime(), id: z.uuid() }));

/** Newest first. */
export async function ownAlarms(
  { sql }: Transaction,
  { cursor, now }: { cursor?: string | undefined; now: Date },
): Promise<{ alarms: OwnAlarm[]; harmless: number; next: string | null }> {
  const from = byMoment.read(cursor);
  const found = await sql<(OwnAlarm & { id: string })[]>`
    select * from own_alarms() as own
    ${from ? sql`where ("raisedAt", id) < (${from.at}::timestamptz, ${from.id}::uuid)` : sql``}
    order by "raisedAt" desc, id desc limit ${rowsOfPage}`;
  const { rows, next } = byMoment.pageOf(found, ({ raisedAt, id }) => ({ at: iso(raisedAt), id }));
  const since = new Date(now);
  since.setUTCMonth(since.getUTCMonth() - harmlessMonths);
  const [counted] = await sql<{ count: number }[]>`
    select count(*)::int as count from own_alarms()
    where kind = 'duress' and mode = 'real' and outcome = any(${[...harmless]})
      and "raisedAt" >= ${since.toISOString()}`;
  return {
    alarms: rows.map(({ id: _id, ...alarm }) => ({
      ...alarm,
      raisedAt: iso(alarm.raisedAt),
      claimedAt: alarm.claimedAt && iso(alarm.claimedAt),
      handedOverAt: alarm.handedOverAt && iso(alarm.handedOverAt),
      closedAt: iso(alarm.closedAt),
    })),
    harmless: counted!.count, // a count is one row
    next,
  };
}
