// "Last heard" of every button. Link tests are no rows: 10,000 buttons polled every 90 seconds would be
// ten million a day. They are gathered here and written together every two seconds.
import type { Database } from '../db/connect.ts';
import type { Registered } from './button-directory.ts';

export const contactWriteMilliseconds = 2_000;

type Contact = {
  buttonId: string;
  centreId: string;
  at: string;
  testAt: string | null;
  batteryPercent: number | null;
};

export type ButtonContacts = {
  heard(
    button: Registered,
    at: Date,
    more?: { test?: boolean; batteryPercent?: number | null },
  ): void;
  write(): Promise<void>;
};

export function createButtonContacts(system: Database): ButtonContacts {
  let waiting = new Map<string, Contact>();
  return {
    heard({ buttonId, centreId }, at, { test = false, batteryPercent = null } = {}) {
      const earlier = waiting.get(buttonId);
      waiting.set(buttonId, {
        buttonId,
        centreId,
        at: at.toISOString(),
        testAt: test ? at.toISOString() : (earlier?.testAt ?? null),
        batteryPercent: batteryPercent ?? earlier?.batteryPercent ?? null,
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
      } catch (error) {
        // Nothing is lost by a database that was away: the batch goes along with the next one.
        for (const [id, contact] of batch) if (!waiting.has(id)) waiting.set(id, contact);
        throw error;
      }
    },
  };
}
