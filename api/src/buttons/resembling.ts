// Whose button an unknown account may be: padded, shortened, mistyped by whoever programmed the device. Only a
// hint for whoever looks at the alarm; nothing of the button it names is changed or believed.
import type { AlarmPersonal } from '@achterwacht/shared/alarm/personal/personal.ts';
import type { Transaction } from '../db/connect.ts';

export type Resembled = NonNullable<AlarmPersonal['resembles']>;

/** Shorter ones are alike by chance. */
const shortestAlike = 4;

/** Most have nothing that pads them or that looks like a digit, and ten thousand are gone through at once. */
const dressed = /^0|[a-zIOL]/;

/** Without what pads it, and with digits where letters look like them. */
function bareAccount(account: string): string {
  if (!dressed.test(account)) return account;
  return account
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .replace(/^0+(?=.)/, '');
}

/** How alike two accounts are, the least being most; null: not at all. */
export function likeness(one: string, other: string): number | null {
  const [bare, otherBare] = [bareAccount(one), bareAccount(other)];
  const [short, long] = bare.length < otherBare.length ? [bare, otherBare] : [otherBare, bare];
  if (short === long) return 0;
  if (short.length < shortestAlike) return null;
  if (long.endsWith(short)) return 1;
  return isOneSlip(short, long) ? 2 : null;
}

/** One character wrong, missing or too many, or two that changed places. */
function isOneSlip(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return (
    short[at] === long[at + 1] &&
    short[at + 1] === long[at] &&
    short.slice(at + 2) === long.slice(at + 2)
  );
}

/** The one that is most like it; null where none is, or several are as much. */
export function mostAlike<T extends { account: string }>(
  account: string,
  registered: readonly T[],
): T | null {
  const bare = bareAccount(account);
  let best: { likeness: number; found: T[] } = { likeness: Infinity, found: [] };
  for (const one of registered) {
    const its = likeness(bare, one.account);
    if (its === null || its > best.likeness) continue;
    if (its < best.likeness) best = { likeness: its, found: [] };
    best.found.push(one);
  }
  return best.found.length === 1 ? best.found[0]! : null;
}

/**
 * Among the registered buttons of one centre, because no other may hear of them. Asked for what is raised of
 * unknown accounts, which is twenty a minute at most.
 */
export async function findResembled(
  { sql }: Transaction,
  { account, centreId }: { account: string; centreId: string },
): Promise<Resembled | null> {
  const registered = await sql<{ id: string; account: string; serial: string }[]>`
    select id, account, serial from buttons
    where centre_id = ${centreId} and protocol = 'dc09' and known`;
  const one = mostAlike(account, registered);
  if (!one) return null;
  const [worn] = await sql<{ name: string }[]>`
    select holders.name from loans join holders on holders.id = loans.holder_id
    where button_id = ${one.id} and returned_at is null order by starts_at desc limit 1`;
  return { account: one.account, serial: one.serial, holder: worn?.name ?? null };
}
