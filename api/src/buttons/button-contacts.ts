// "Last heard" of every button. Link tests are no rows: 10,000 buttons polled every 90 seconds would be
// ten million a day. They are gathered here and written together every two seconds. With them goes, once a day,
// a word to the centre's administrator about a button whose clock is off.
import type { Database } from '../db/connect.ts';
import type { Registered } from './register/button-directory.ts';

export const contactWriteMilliseconds = 2_000;

type Contact = {
  buttonId: string;
  centreId: string;
  at: string;
  testAt: string | null;
  batteryPercent: number | null;
  /** How far the button's clock is behind ours, negative when ahead; null where it says no time. */
  behindSeconds: number | null;
};

export type ButtonContacts = {
  heard(
    button: Registered,
    at: Date,
    more?: { test?: boolean; batteryPercent?: number | null; sentAt?: Date | null },
  ): void;
  write(): Promise<void>;
};

export function createButtonContacts(system: Database): ButtonContacts {
  let waiting = new Map<string, Contact>();
  return {
    heard({ buttonId, centreId }, at, { test = false, batteryPercent = null, sentAt = null } = {}) {
      const earlier = waiting.get(buttonId);
      waiting.set(buttonId, {
        buttonId,
        centreId,
        at: at.toISOString(),
        testAt: test ? at.toISOString() : (earlier?.testAt ?? null),
        batteryPercent: batteryPercent ?? earlier?.batteryPercent ?? null,
        behindSeconds: sentAt
          ? Math.round((at.getTime() - sentAt.getTime()) / 1000)
          : (earlier?.behindSeconds ?? null),
      });
    },
    async write() {
      if (waiting.size === 0) return;
      const batch = waiting;
      waiting = new Map();
      try {
        await system.sql`
          insert into button_contacts (button_id, centre_id, municipality_id, last_contact_at,
            last_test_at, battery_percent)
          select buttons.id, buttons.centre_id, buttons.municipality_id, row.at, row."testAt",
            row."batteryPercent"
          from jsonb_to_recordset(${JSON.stringify([...batch.values()])}::jsonb)
            as row("buttonId" uuid, at timestamptz, "testAt" timestamptz, "batteryPercent" float8)
          join buttons on buttons.id = row."buttonId"
          on conflict (button_id) do update set
            last_contact_at = greatest(button_contacts.last_contact_at, excluded.last_contact_at),
            last_test_at = coalesce(excluded.last_test_at, button_contacts.last_test_at),
            battery_percent = coalesce(excluded.battery_percent, button_contacts.battery_percent)`;
        await reportClocks(system, [...batch.values()]);
      } catch (error) {
        // Nothing is lost by a database that was away: the batch goes along with the next one.
        for (const [id, contact] of batch) if (!waiting.has(id)) waiting.set(id, contact);
        throw error;
      }
    },
  };
}

/** More than a frame that was retried for as long as anybody retries can be behind. */
const reportedSeconds = 120;
/** What one person can look into; a centre with more has something else that is wrong, and the rest comes tomorrow. */
const mostClocksADay = 20;

/** An effect whose id is the button's and the day's: told twice it is told once, and takes one place of the day's. */
async function reportClocks({ sql }: Database, contacts: readonly Contact[]): Promise<void> {
  const off = contacts.flatMap(({ buttonId, at, behindSeconds }) =>
    behindSeconds !== null && Math.abs(behindSeconds) >= reportedSeconds
      ? [{ buttonId, at, words: clockWords(behindSeconds) }]
      : [],
  );
  if (off.length === 0) return;
  await sql`
    insert into log.effects (id, centre_id, kind, mode, recipient, text, status, created_at,
      next_attempt_at)
    with off as (
      select md5('clock ' || buttons.id || ' ' || (row.at at time zone 'UTC')::date)::uuid as id,
        centre_id, 'Knop ' || serial || ': ' || row.words as text, row.at
      from jsonb_to_recordset(${JSON.stringify(off)}::jsonb)
        as row("buttonId" uuid, at timestamptz, words text)
      join buttons on buttons.id = row."buttonId"
    ), unreported as (
      -- Written down together they are counted together: where our own clock is off all of them are.
      select off.*, row_number() over (partition by centre_id order by at, id) as place from off
      where not exists (select from log.effects where effects.id = off.id)
    )
    select id, centre_id, 'tell-administrator', 'real', 'beheerder', text, 'waiting', at, at
    from unreported
    where place + (select count(*) from log.effects where effects.centre_id = unreported.centre_id
      and kind = 'tell-administrator' and created_at > unreported.at - interval '1 day')
      <= ${mostClocksADay}
    on conflict (id) do nothing`;
}

function clockWords(behindSeconds: number): string {
  const minutes = Math.round(Math.abs(behindSeconds) / 60);
  const much = minutes < 120 ? `${minutes} minuten` : `${Math.round(minutes / 60)} uur`;
  return `de klok loopt ${much} ${behindSeconds > 0 ? 'achter' : 'voor'}.`;
}
