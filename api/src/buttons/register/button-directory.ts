// Which accounts exist and with which key, held in memory: a frame is decoded without asking the
// database. The database tells which of them changed (register-news.ts); what a frame fails on is asked again
// before it is refused, so that nobody depends on that news.
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/connect.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { setAside } from '../../jobs/set-aside.ts';
import * as sealing from '../../sealing/seal.ts';

export type Registered = {
  buttonId: string;
  centreId: string;
  key: Uint8Array | null;
  /** Whose key its messages are sealed under: who wears it, else the button's own. */
  subjectId: string;
};

/** As it stands in the register, so that only what changed is opened again. */
type Entry = Registered & { sealedKey: string | null };

export type ButtonDirectory = {
  find: (account: string) => Registered | null;
  /**
   * Reads the whole register again: news that was missed, and loans that began meanwhile. Opens only keys that
   * changed.
   */
  reload: () => Promise<void>;
  /** Asks the database again about one account. */
  refresh(account: string): Promise<void>;
  /** The same about many, as of news: nobody waits for it. */
  refreshAll(accounts: readonly string[]): Promise<void>;
  defaultCentreId: string;
};

export function keyPurpose(buttonId: string): string {
  return `button-key/${buttonId}`;
}

export async function openButtonDirectory({
  press,
  background,
  keys,
  clock,
}: {
  /** Asked about one account while its press waits. */
  press: Database;
  /** Asked about all of them. */
  background: Database;
  keys: KeyRing;
  clock: Clock;
}): Promise<ButtonDirectory> {
  const [centre] = await background.sql<{ id: string }[]>`
    select id from centres order by is_default desc, name limit 1`;
  if (!centre) throw new Error('no centre is set up in this database');
  let known = new Map<string, Entry>();
  /** Of each reading of the whole register that is under way: which accounts were asked anew since it began. */
  const underWay = new Set<Set<string>>();

  const registered = (row: Row): Entry => {
    const subjectId = row.holder_id ?? row.id;
    const { id: buttonId, centre_id: centreId, key: sealedKey } = row;
    const before = known.get(row.account);
    // To look for and open tens of thousands once a minute would hold up presses.
    if (before?.subjectId !== subjectId) makeKey(keys, subjectId);
    const isSame = before?.buttonId === buttonId && before.sealedKey === sealedKey;
    const key = isSame ? before.key : openKey(keys, buttonId, sealedKey);
    return { buttonId, centreId, key, sealedKey, subjectId };
  };
  /** Null where its key cannot be opened: unknown until it is given another, and in nobody else's way. */
  const registeredIfSound = (row: Row): Entry | null => {
    try {
      return registered(row);
    } catch {
      return null;
    }
  };
  type Row = {
    id: string;
    centre_id: string;
    account: string;
    key: string | null;
    holder_id: string | null;
  };
  const read = ({ sql }: Database, accounts: readonly string[] | null) => sql<Row[]>`
    select buttons.id, buttons.centre_id, account, key, holder_id from buttons
    -- Its last holder, as read_press finds him.
    left join lateral (
      select holder_id from loans
      where button_id = buttons.id and starts_at <= ${clock.now().toISOString()}
      order by returned_at is null desc, starts_at desc limit 1) as loan on true
    where protocol = 'dc09' and known
      and ${accounts === null ? sql`true` : sql`account = any(${[...accounts]})`}`;
  async function reload(): Promise<void> {
    const meanwhile = new Set<string>();
    underWay.add(meanwhile);
    const rows = await read(background, null).finally(() => underWay.delete(meanwhile));
    const next = new Map<string, Entry>();
    const unopened: string[] = [];
    for (const row of rows) {
      const entry = registeredIfSound(row);
      if (entry) next.set(row.account, entry);
      else unopened.push(row.id);
    }
    // What was asked anew since is newer than this, which was a while on its way.
    for (const account of meanwhile) {
      const entry = known.get(account);
      if (entry) next.set(account, entry);
      else next.delete(account);
    }
    known = next;
    for (const id of unopened) await setAside(background, { kind: 'button-key', id }, clock.now());
  }
  async function refresh(database: Database, accounts: readonly string[]): Promise<void> {
    const readings = [...underWay];
    const rows = await read(database, accounts);
    const found = new Map(rows.map((row) => [row.account, row]));
    for (const account of accounts) {
      const row = found.get(account);
      const entry = row && registeredIfSound(row);
      if (entry) known.set(account, entry);
      else known.delete(account);
      for (const meanwhile of readings) meanwhile.add(account);
    }
  }
  await reload();

  return {
    defaultCentreId: centre.id,
    reload,
    find: (account) => known.get(account) ?? null,
    refresh: (account) => refresh(press, [account]),
    refreshAll: (accounts) => refresh(background, accounts),
  };
}

function openKey(keys: KeyRing, buttonId: string, sealed: string | null): Uint8Array | null {
  if (sealed === null) return null;
  return Buffer.from(sealing.open(keys.master, keyPurpose(buttonId), sealed), 'base64');
}

/** Now, so that no press waits for a key to reach the disk. */
function makeKey(keys: KeyRing, subjectId: string): void {
  try {
    keys.findOrMake(subjectId);
  } catch {
    // One damaged key must not keep all other buttons out of the register; its own press will say so.
  }
}
