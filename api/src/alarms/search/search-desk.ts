// F3 beyond the board. Persons and buttons come first, and closed alarms are looked up by them and by their number, so that
// no search reads through all alarms there ever were.
import type {
  FoundAlarm,
  FoundButton,
  FoundPerson,
} from '@achterwacht/shared/routes/desk-search.ts';
import type { Transaction } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { patternOf } from '../../db/paged.ts';
import { personsWearing, wearerColumns } from '../by-hand/by-hand.ts';
import { harmlessOutcomes } from '../earlier/read-earlier.ts';

const mostFound = 10;
/** With fewer a telephone number says nothing, and a country's code is left out. */
const fewestDigits = 6;
const digitsCompared = 9;

type Found = { persons: FoundPerson[]; buttons: FoundButton[]; alarms: FoundAlarm[] };

export async function searchDesk(tx: Transaction, search: string, now: Date): Promise<Found> {
  const [persons, buttons] = await Promise.all([
    findPersons(tx, search, now),
    findUnworn(tx, search, now),
  ]);
  const alarms = await findClosed(tx, search, {
    holderIds: persons.map(({ holderId }) => holderId),
    buttonIds: [
      ...persons.flatMap(({ button }) => button?.id ?? []),
      ...buttons.map(({ id }) => id),
    ],
  });
  return { persons, buttons, alarms };
}

/** The newest in which somebody may need help now, of whom or of what the condition says. */
const openAlarmOf = (sql: Transaction['sql'], isHis: ReturnType<Transaction['sql']>) => sql`
  (select alarms.id from alarms
    where open and mode = 'real' and kind in ('duress', 'missed-check', 'medical') and ${isHis}
    order by raised_at desc limit 1) as "openAlarmId"`;

function findPersons({ sql }: Transaction, search: string, now: Date): Promise<FoundPerson[]> {
  const part = patternOf(search);
  const digits = search.replaceAll(/\D/g, '');
  const telephone =
    digits.length >= fewestDigits && !/\p{L}/u.test(search)
      ? patternOf(digits.slice(-digitsCompared))
      : null;
  return sql<FoundPerson[]>`
    select ${wearerColumns(sql)},
      ${openAlarmOf(sql, sql`(alarms.subject_id = holders.id or alarms.button_id = buttons.id)`)}
    from ${personsWearing(sql, now)}
    where holders.name ilike ${part} or holders.function ilike ${part}
      or buttons.serial ilike ${part}
      or regexp_replace(coalesce(holders.phone, ''), '\\D', '', 'g') like ${telephone}
    order by holders.name, buttons.serial limit ${mostFound}`;
}

function findUnworn({ sql }: Transaction, search: string, now: Date): Promise<FoundButton[]> {
  return sql<FoundButton[]>`
    select id, serial, ${openAlarmOf(sql, sql`alarms.button_id = buttons.id`)}
    from buttons
    -- The rows of alarms by hand are no devices.
    where serial ilike ${patternOf(search)} and protocol <> 'system'
      and not exists (select from loans where loans.button_id = buttons.id
        and returned_at is null and starts_at <= ${now.toISOString()})
    order by serial limit ${mostFound}`;
}

async function findClosed(
  { sql }: Transaction,
  search: string,
  { holderIds, buttonIds }: { holderIds: string[]; buttonIds: string[] },
): Promise<FoundAlarm[]> {
  const number = /^#?(\d{1,9})$/.exec(search)?.[1] ?? null;
  const rows = await sql<FoundAlarm[]>`
    select alarms.id as "alarmId", alarms.number, raised_at as "raisedAt",
      alarms.state #>> '{closed,outcome}' as outcome,
      coalesce(alarms.state #>> '{button,serial}', '') as serial,
      -- What is erased is tied to nobody any more.
      case when alarms.state -> 'erased' is null then holders.name end as name
    from alarms left join holders on holders.id = alarms.subject_id
    where not open and mode <> 'synthetic'
      and (alarms.number = ${number}::int
        or (alarms.state -> 'erased' is null
          and (alarms.subject_id = any(${holderIds}) or button_id = any(${buttonIds}))))
      -- Nobody hesitates over a press because of those before it: as beside the alarm itself (earlier/).
      and (coalesce(alarms.state #>> '{closed,outcome}', '') <> all(${harmlessOutcomes})
        or not exists (select from alarms as waiting
          where waiting.open and waiting.mode = 'real'
            and waiting.kind in ('duress', 'missed-check', 'medical')
            and waiting.state #>> '{verification,status}' = 'open'
            and (waiting.subject_id = alarms.subject_id or waiting.button_id = alarms.button_id)))
    order by raised_at desc, alarms.number desc limit ${mostFound}`;
  return rows.map((row) => ({ ...row, raisedAt: iso(row.raisedAt) }));
}
