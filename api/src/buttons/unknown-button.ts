// A device that no register knows gets a row among the buttons all the same: something to lock and to raise an alarm
// on, in the listener's default centre.
import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '../db/connect.ts';

/** Presses whose account could not be read, and the collective alarm of a flood of refused ones. */
const unreadableAccount = 'onleesbaar';

/** What cannot be read, and the flood beyond what is raised one by one, has a row in each centre. */
export async function findOrMakeUnknownButton(
  { sql }: Database,
  device: { centreId: string; protocol: string; account: string | null },
): Promise<string> {
  const { protocol, centreId } = device;
  const account = device.account ?? `${unreadableAccount}/${centreId}`;
  const find = () => sql<{ id: string }[]>`
    select id from buttons where protocol = ${protocol} and (account = ${account}
      -- Of a release that had one for all centres.
      or ${device.account === null} and account = ${unreadableAccount} and centre_id = ${centreId})`;
  const serial = `onbekend-${device.account ?? unreadableAccount}`;
  // Serials are one list over all centres, so all but the first centre's names its own.
  for (const name of [serial, `${serial}-${centreId}`]) {
    const [row] = await find();
    if (row) return row.id;
    await sql`
      insert into buttons (id, centre_id, serial, protocol, account, model, known)
      values (${randomUUID()}, ${centreId}, ${name}, ${protocol}, ${account}, 'onbekend', false)
      on conflict do nothing`;
  }
  const [row] = await find();
  if (!row) throw new Error('no row for an unknown button could be made');
  return row.id;
}

/** The row that a device has because it pressed before anybody registered it, by how it speaks; locked. */
export async function findStranger(
  { sql }: Transaction,
  { protocol, account }: { protocol: string; account: string },
): Promise<{ id: string; centreId: string } | null> {
  const [row] = await sql<{ id: string; centreId: string }[]>`
    select id, centre_id as "centreId" from buttons
    where not known and protocol = ${protocol} and account = ${account} for no key update`;
  return row ?? null;
}

/** Its account is another's from here on; its alarms stay its own. */
export async function makeWay({ sql }: Transaction, strangerId: string): Promise<void> {
  await sql`
    update buttons set account = account || '/' || id, serial = serial || '-' || id
    where id = ${strangerId} and not known`;
}
