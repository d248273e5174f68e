// A register of buttons from a CSV file: serial, protocol, account, key, model, municipality, holder, and for
// a DC-09 button that can be listened in to `sound`. A line that is there already changes nothing; one that
// differs changes that. In batches so short that somebody may press meanwhile.
import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '../../db/connect.ts';
import { isLockHeld } from '../../db/errors.ts';
import { pressLockMilliseconds } from '../../db/pools.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import * as sealing from '../../sealing/seal.ts';
import { keyPurpose } from './button-directory.ts';
import { readLines, type Line } from './button-lines.ts';
import { lendTo, prepareHolder, type NewHolder } from './lend-imported.ts';
import { makeSoundToken, openSoundToken, sealSoundToken } from './sound-token.ts';

export type ImportResult = { added: number; changed: number; unchanged: number };

/**
 * A transaction of an import holds what it has touched until it ends, and a press of one of those buttons
 * waits: for no longer than a fifth of what a press is ready to.
 */
const batchMilliseconds = pressLockMilliseconds / 5;
/**
 * Prepared at once, and thrown away where there was no time for them, each with a key on disk: so the next batch has
 * twice as many at the most as this one had time for.
 */
const mostInBatch = 100;

/**
 * What can be wrong with a file is found before any of it is written. What happens in between, as a press
 * whose button is in it, fails its own line by name: those before it stand, and the same file goes on there.
 */
export async function importButtons(
  { system, keys, now }: { system: Database; keys: KeyRing; now: Date },
  csv: string,
): Promise<ImportResult> {
  const lines = readLines(csv);
  const [centre] = await system.sql<{ id: string }[]>`
    select id from centres order by is_default desc, name limit 1`;
  if (!centre) throw new Error('Er is nog geen centrale; eerst achterwacht init.');
  await refuseUnknownMunicipalities(system, centre.id, lines);
  await refuseTakenAccounts(system, lines);
  const result: ImportResult = { added: 0, changed: 0, unchanged: 0 };
  let [most, isPatient] = [mostInBatch, false];
  for (let done = 0; done < lines.length;) {
    const batch = lines.slice(done, done + most);
    const prepared = await prepare(system, keys, batch);
    const outcomes: (keyof ImportResult)[] = [];
    const about = { prepared, outcomes, first: done, centreId: centre.id, now, isPatient };
    try {
      await system.transaction((tx) => importBatch(tx, keys, about));
    } catch (error) {
      if (isPatient || !isLockHeld(error)) throw error;
      // Those before the row that somebody holds are taken first, then it alone: who waits long holds nothing.
      isPatient = outcomes.length === 0;
      most = Math.max(outcomes.length, 1);
      continue;
    }
    for (const outcome of outcomes) result[outcome] += 1;
    done += outcomes.length;
    [most, isPatient] = [Math.min(2 * outcomes.length, mostInBatch), false];
  }
  return result;
}

/** A municipality is chosen from the list and never made up by a file: all that are not there are named at once. */
async function refuseUnknownMunicipalities(
  { sql }: Database,
  centreId: string,
  lines: readonly Line[],
): Promise<void> {
  const named = [...new Set(lines.map(({ municipality }) => municipality).filter(Boolean))];
  const unknown = await sql<{ name: string }[]>`
    select name from unnest(${named}::text[]) with ordinality as asked(name, place)
    where not exists (select from municipalities where centre_id = ${centreId}
      and lower(municipalities.name) = lower(asked.name) and ended_at is null)
    order by place`;
  if (unknown.length > 0) throw new Error(unknownText(unknown.map(({ name }) => name)));
}

const mostNamed = 10;

function unknownText(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).join(', ');
  const more = names.length > mostNamed ? ` en ${names.length - mostNamed} andere` : '';
  const isAre = names.length > 1 ? 'staan' : 'staat';
  return `${shown}${more} ${isAre} niet bij uw gemeenten: voeg die eerst toe (Beheer, Gemeenten). Er is niets ingelezen.`;
}

/** One account is one button's: the first line that asks for another's is refused, and all others with it. */
async function refuseTakenAccounts({ sql }: Database, lines: readonly Line[]): Promise<void> {
  const rows = await sql<{ serial: string; protocol: string; account: string; known: boolean }[]>`
    select serial, protocol, account, known from buttons`;
  const placeOf = (of: { protocol: string; account: string }) => `${of.protocol}/${of.account}`;
  const serialAt = new Map(rows.map((row) => [placeOf(row), row.serial]));
  const placeNow = new Map(rows.map((row) => [row.serial, placeOf(row)]));
  const isStranger = new Set(rows.filter(({ known }) => !known).map(({ serial }) => serial));
  for (const [index, row] of lines.entries()) {
    const place = placeOf(row);
    const there = serialAt.get(place);
    const takesOver = !placeNow.has(row.serial) && there !== undefined && isStranger.has(there);
    if (there !== undefined && there !== row.serial && !takesOver)
      throw new Error(`regel ${index + 2}: account ${row.account} is al van knop ${there}`);
    serialAt.delete(placeNow.get(row.serial) ?? place);
    serialAt.set(place, row.serial);
    placeNow.set(row.serial, place);
  }
}

type Prepared = {
  row: Line;
  /** Of its button: the one that is there, or the one that will be. */
  id: string;
  /** Whom it is lent to by this line, unless he wears it. */
  holder: NewHolder | null;
};

/** Whatever takes long, before anything is locked: a key is on disk before it is first used. */
async function prepare(
  { sql }: Database,
  keys: KeyRing,
  batch: readonly Line[],
): Promise<Prepared[]> {
  const asked = batch.map(({ serial, protocol, account, holder }, place) => ({
    place,
    serial,
    protocol,
    account,
    holder,
  }));
  const found = await sql<{ place: number; id: string; worn: boolean }[]>`
    select distinct on (place) place, buttons.id, exists (
        select from loans join holders on holders.id = loans.holder_id
        where button_id = buttons.id and returned_at is null and holders.name = holder) as worn
    from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb)
      as asked(place int, serial text, protocol text, account text, holder text)
    join buttons on buttons.serial = asked.serial
      or (not known and buttons.protocol = asked.protocol and buttons.account = asked.account)
    order by place, known desc`;
  const present = new Map(found.map(({ place, ...button }) => [place, button]));
  return batch.map((row, place) => {
    const { id = randomUUID(), worn = false } = present.get(place) ?? {};
    keys.findOrMake(id);
    if (!row.holder || worn) return { row, id, holder: null };
    return { row, id, holder: prepareHolder(keys) };
  });
}

type Batch = {
  prepared: readonly Prepared[];
  /** What became of each line so far; of none where the transaction fails. */
  outcomes: (keyof ImportResult)[];
  first: number;
  centreId: string;
  now: Date;
  /** Waits for a lock as long as a command may, with one line and nothing else in hand. */
  isPatient: boolean;
};

/** As many lines as there is time for, one at least. */
async function importBatch(tx: Transaction, keys: KeyRing, batch: Batch): Promise<void> {
  const { prepared, outcomes, first, centreId, now, isPatient } = batch;
  if (!isPatient)
    await tx.sql`select set_config('lock_timeout', ${`${batchMilliseconds}ms`}, true)`;
  const until = performance.now() + batchMilliseconds;
  for (const [index, line] of prepared.entries()) {
    if (index > 0 && performance.now() >= until) break;
    try {
      outcomes.push(await importLine(tx, keys, { ...line, centreId, now }));
    } catch (error) {
      throw new Error(`regel ${first + index + 2}: ${(error as Error).message}`, { cause: error });
    }
  }
}

async function importLine(
  tx: Transaction,
  keys: KeyRing,
  { row, id: preparedId, holder, centreId, now }: Prepared & { centreId: string; now: Date },
): Promise<keyof ImportResult> {
  const municipalityId = row.municipality
    ? await findMunicipality(tx, centreId, row.municipality)
    : null;
  // It was there when the file was read.
  if (row.municipality && municipalityId === null) throw new Error(unknownText([row.municipality]));
  const [present] = await tx.sql<
    {
      id: string;
      account: string;
      key: string | null;
      model: string;
      municipality_id: string | null;
      known: boolean;
      protocol: string;
      sound_token: string | null;
    }[]
  >`
    select id, account, key, model, municipality_id, known, protocol, sound_token from buttons
    where serial = ${row.serial}
      or (not known and protocol = ${row.protocol} and account = ${row.account})
    order by known desc limit 1 for update`;
  const id = present?.id ?? preparedId;
  const sealed = row.key
    ? sealing.seal(keys.master, keyPurpose(id), Buffer.from(row.key).toString('base64'))
    : null;
  let outcome: keyof ImportResult = 'unchanged';
  if (!present) {
    await tx.sql`
      insert into buttons (id, centre_id, municipality_id, serial, protocol, account, key, model)
      values (${id}, ${centreId}, ${municipalityId}, ${row.serial}, ${row.protocol}, ${row.account},
        ${sealed}, ${row.model})`;
    outcome = 'added';
  } else {
    const presentKey = present.key ? sealing.open(keys.master, keyPurpose(id), present.key) : null;
    const sameKey = presentKey === (row.key ? Buffer.from(row.key).toString('base64') : null);
    const same =
      sameKey &&
      present.known &&
      present.protocol === row.protocol &&
      present.account === row.account &&
      present.model === row.model &&
      present.municipality_id === municipalityId;
    if (!same) {
      await tx.sql`
        update buttons set serial = ${row.serial}, protocol = ${row.protocol},
          account = ${row.account},
          key = ${sameKey ? present.key : sealed}, model = ${row.model},
          municipality_id = ${municipalityId}, known = true
        where id = ${id}`;
      outcome = 'changed';
    }
  }
  if (
    (await giveSound(tx, keys, {
      id,
      now,
      asked: row.sound,
      sealed: present?.sound_token ?? null,
    })) &&
    present
  )
    outcome = 'changed';
  const isLent =
    holder &&
    municipalityId &&
    (await lendTo(tx, keys, {
      buttonId: id,
      centreId,
      municipalityId,
      name: row.holder,
      holder,
      now,
    }));
  return isLent && outcome === 'unchanged' ? 'changed' : outcome;
}

/** True when the button's token is another one than before. */
async function giveSound(
  { sql }: Transaction,
  keys: KeyRing,
  button: { id: string; now: Date; asked: string; sealed: string | null },
): Promise<boolean> {
  const { id, now, asked, sealed } = button;
  const present = sealed && openSoundToken(keys, id, sealed);
  if (asked === '' || asked === present || (asked === 'ja' && present)) return false;
  const { soundToken, soundTokenSha256 } = sealSoundToken(
    keys,
    id,
    asked === 'ja' ? makeSoundToken() : asked,
  );
  await sql`
    update buttons set sound = true, sound_token = ${soundToken},
      sound_token_sha256 = ${soundTokenSha256}, sound_changed_at = ${now.toISOString()}
    where id = ${id}`;
  return true;
}

/** One that is no customer any more has no buttons either. */
async function findMunicipality(
  { sql }: Pick<Transaction, 'sql'>,
  centreId: string,
  name: string,
): Promise<string | null> {
  const [found] = await sql<{ id: string }[]>`
    select id from municipalities
    where centre_id = ${centreId} and lower(name) = lower(${name}) and ended_at is null`;
  return found?.id ?? null;
}
