// Which accounts exist and with which key, held in memory: a frame is decoded without asking the
// database. What a frame fails on is asked again before it is refused, so a button registered or
// given a new key a second ago is known, in every process, without anybody being told.
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import * as sealing from '../sealing/seal.ts';
import type { Dc09KeyAnswer } from './decoders/dc09-decode.ts';

export type Registered = { buttonId: string; centreId: string; key: Uint8Array | null };

export type ButtonDirectory = {
  find: (account: string) => Registered | null;
  keyFor: (account: string) => Dc09KeyAnswer;
  /** Reads the whole register again, so that a key that was taken away stops counting. */
  reload: () => Promise<void>;
  /** Asks the database again about one account. */
  refresh(account: string): Promise<void>;
  defaultCentreId: string;
};

export function keyPurpose(buttonId: string): string {
  return `button-key/${buttonId}`;
}

export async function openButtonDirectory(
  system: Database,
  keys: KeyRing,
): Promise<ButtonDirectory> {
  const [centre] = await system.sql<{ id: string }[]>`
    select id from centres order by is_default desc, name limit 1`;
  if (!centre) throw new Error('no centre is set up in this database');
  let known = new Map<string, Registered>();

  const remember = (row: Row) =>
    known.set(row.account, {
      buttonId: row.id,
      centreId: row.centre_id,
      key: row.key
        ? Buffer.from(sealing.open(keys.master, keyPurpose(row.id), row.key), 'base64')
        : null,
    });
  type Row = { id: string; centre_id: string; account: string; key: string | null };
  async function reload(): Promise<void> {
    const rows = await system.sql<Row[]>`
      select id, centre_id, account, key from buttons where protocol = 'dc09' and known`;
    known = new Map();
    rows.forEach(remember);
  }
  await reload();

  return {
    defaultCentreId: centre.id,
    reload,
    find: (account) => known.get(account) ?? null,
    keyFor: (account) => {
      const button = known.get(account);
      if (!button) return 'unknown';
      return button.key ? { key: button.key } : 'none';
    },
    async refresh(account) {
      const [row] = await system.sql<Row[]>`
        select id, centre_id, account, key from buttons
        where protocol = 'dc09' and account = ${account} and known`;
      if (row) remember(row);
      else known.delete(account);
    },
  };
}
