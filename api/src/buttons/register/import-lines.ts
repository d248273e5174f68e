// Lines of a list of buttons, carried out in batches so short that somebody may press meanwhile. Whoever typed a command
// is told of the first that is refused, and the rest waits; whoever reads a file in on a screen is told of all of them.
import { randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import {
  registrationOf,
  type Registration,
  type RegistrationDetails,
} from '@achterwacht/shared/button/register/registration.ts';
import { isSame } from '@achterwacht/shared/button/register/rules.ts';
import type { ButtonRefusal } from '@achterwacht/shared/button/rule.ts';
import type { Button } from '@achterwacht/shared/button/state.ts';
import type { Parts } from '../../commands/handle.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { isLockHeld } from '../../db/errors.ts';
import { pressLockMilliseconds } from '../../db/pools.ts';
import { sentenceFor, textOf } from '../../http/texts.ts';
import { withKeysMade, type KeyRing } from '../../sealing/key-ring.ts';
import { changeButton, isRefused, registerButton } from '../row/change-button.ts';
import { findStranger } from '../unknown-button.ts';
import type { Line } from './button-lines.ts';
import { readKeys, setMessageKey, setSoundToken } from './keys.ts';
import { lendTo, prepareHolder, type NewHolder } from './lend-imported.ts';
import { makeSoundToken } from './sound-token.ts';

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

export type RefusedLine = { index: number; refusal: ButtonRefusal };

type Asked = {
  lines: readonly Line[];
  /** How an editor numbers them; absent: they follow the names of the columns. */
  numbers?: readonly number[];
  centreId: string;
  now: Date;
  actor: Actor;
  /** Which municipality a name stands for that is none of the centre's, in lower case. */
  named?: ReadonlyMap<string, string>;
  /** Absent: the first that is refused ends it. */
  refused?: RefusedLine[];
  /** When it stops, although there is more: by `performance.now()`. */
  until?: number;
  /** In the transaction of each batch: how many of the lines were done before it, and are with it. */
  count?: (tx: Transaction, counted: { before: number; done: number }) => Promise<void>;
};

/** @returns how many of them were carried out, and what became of those. */
export async function importLines(
  { system, keys }: { system: Database; keys: KeyRing },
  asked: Asked,
): Promise<ImportResult & { done: number }> {
  const { lines, refused, until = Infinity } = asked;
  const result: ImportResult = { added: 0, changed: 0, unchanged: 0 };
  let [most, isPatient] = [mostInBatch, false];
  let done = 0;
  while (done < lines.length && performance.now() < until) {
    const prepared = await prepare(system, keys, lines.slice(done, done + most));
    const outcomes: Outcome[] = [];
    const about = { ...asked, prepared, outcomes, first: done, isPatient };
    try {
      await withKeysMade(keys, () => {
        outcomes.length = 0;
        return system.transaction(async (tx) => {
          await importBatch(tx, keys, about);
          const { first } = about;
          await asked.count?.(tx, { before: first, done: first + outcomes.length });
        });
      });
    } catch (error) {
      if (isPatient || !isLockHeld(error)) throw error;
      // Those before the row that somebody holds are taken first, then it alone: who waits long holds nothing.
      isPatient = outcomes.length === 0;
      most = Math.max(outcomes.length, 1);
      continue;
    }
    for (const [index, outcome] of outcomes.entries())
      if (typeof outcome === 'string') result[outcome] += 1;
      else refused?.push({ index: done + index, refusal: outcome });
    done += outcomes.length;
    [most, isPatient] = [Math.min(2 * outcomes.length, mostInBatch), false];
  }
  return { ...result, done };
}

type Outcome = keyof ImportResult | ButtonRefusal;

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

type Batch = Omit<Asked, 'lines' | 'until' | 'count'> & {
  prepared: readonly Prepared[];
  /** What became of each line so far; of none where the transaction fails. */
  outcomes: Outcome[];
  first: number;
  /** Waits for a lock as long as a command may, with one line and nothing else in hand. */
  isPatient: boolean;
};

class Refused extends Error {
  readonly refusal: ButtonRefusal;
  constructor(refusal: ButtonRefusal) {
    super(sentenceFor('refusal', refusal.code, refusal.details));
    this.refusal = refusal;
  }
}

/** As many lines as there is time for, one at least. */
async function importBatch(tx: Transaction, keys: KeyRing, batch: Batch): Promise<void> {
  const { prepared, outcomes, first, isPatient, refused } = batch;
  if (!isPatient)
    await tx.sql`select set_config('lock_timeout', ${`${batchMilliseconds}ms`}, true)`;
  const until = performance.now() + batchMilliseconds;
  for (const [index, line] of prepared.entries()) {
    if (index > 0 && performance.now() >= until) break;
    try {
      if (refused) await tx.sql`savepoint line`;
      outcomes.push(await importLine(tx, keys, { ...batch, ...line }));
    } catch (error) {
      if (!refused || !(error instanceof Refused)) {
        // What a database says of it is English, names tables, and is in the log.
        const what = error instanceof Refused ? error.message : textOf('import_line_failed');
        const line = batch.numbers?.[first + index] ?? first + index + 2;
        throw new Error(textOf('import_file_at_line', { line, what }), { cause: error });
      }
      // Of a line that is refused nothing stands.
      await tx.sql`rollback to savepoint line`;
      outcomes.push(error.refusal);
    }
  }
}

async function importLine(
  tx: Transaction,
  keys: KeyRing,
  {
    row,
    id: preparedId,
    holder,
    centreId,
    now,
    actor,
    named,
  }: Prepared & Pick<Batch, 'centreId' | 'now' | 'actor' | 'named'>,
): Promise<keyof ImportResult> {
  const municipalityId = row.municipality
    ? (named?.get(row.municipality.toLowerCase()) ??
      (await findMunicipality(tx, centreId, row.municipality)))
    : null;
  // It was there when the file was read.
  if (row.municipality && municipalityId === null)
    throw new Refused({ code: 'gemeente-onbekend', details: { name: row.municipality } });
  const [present] = await tx.sql<Present[]>`
    select id, serial, protocol, account, model, municipality_id as "municipalityId", sim, firmware,
      supervision_seconds as "supervisionSeconds"
    from buttons where serial = ${row.serial} and known for update`;
  const details = detailsOf(row, municipalityId, present);
  const parts = { keys, clock: { now: () => now } };
  const wasStranger = !present && (await findStranger(tx, row)) !== null;
  const command = { type: 'ChangeRegistration', expectedVersion: null, details } as const;
  const button = accepted(
    present
      ? await changeButton(parts, tx, { buttonId: present.id, command, actor })
      : await registerButton(parts, tx, { id: preparedId, centreId, details, actor }),
  );
  const given = await giveKeys(parts, tx, { buttonId: button.id, row, actor });
  const about = { buttonId: button.id, centreId, name: row.holder, now };
  const isLent =
    holder !== null &&
    municipalityId !== null &&
    carriedOut(await lendTo(tx, keys, { ...about, municipalityId, holder }));
  if (!present) return wasStranger ? 'changed' : 'added';
  const { id: _id, ...before } = present;
  return given || isLent || !isSame(before, registrationOf(details)) ? 'changed' : 'unchanged';
}

export type Present = Registration & { id: string };

/** What a file without such a column says nothing of stays as it is. */
export function detailsOf(
  row: Line,
  municipalityId: string | null,
  present: Registration | undefined,
): RegistrationDetails {
  const { serial, model, account, sim, firmware } = row;
  const device = {
    serial,
    model,
    municipalityId,
    sim: sim === undefined ? (present?.sim ?? null) : sim || null,
    firmware: firmware === undefined ? (present?.firmware ?? null) : firmware || null,
    supervisionSeconds: present?.supervisionSeconds ?? null,
  };
  return row.protocol === 'dc09'
    ? { ...device, protocol: 'dc09', account }
    : { ...device, protocol: 'whip' };
}

function accepted(changed: Button | ButtonRefusal): Button {
  if (isRefused(changed)) throw new Refused(changed);
  return changed;
}

function carriedOut(lent: boolean | ButtonRefusal): boolean {
  if (typeof lent !== 'boolean') throw new Refused(lent);
  return lent;
}

/** True where one of its keys is another one than before. */
async function giveKeys(
  parts: Parts,
  tx: Transaction,
  { buttonId, row, actor }: { buttonId: string; row: Line; actor: Actor },
): Promise<boolean> {
  const { messages, sound } = await readKeys(tx, parts.keys, buttonId);
  const key = row.key ? Buffer.from(row.key).toString('base64') : null;
  const isOtherSound =
    row.sound !== '' && row.sound !== sound && !(row.sound === 'ja' && sound !== null);
  const isOther = row.protocol === 'dc09' && key !== messages;
  if (isOther) accepted(await setMessageKey(parts, tx, { buttonId, key: row.key, actor }));
  if (isOtherSound) {
    const token = row.sound === 'ja' ? makeSoundToken() : row.sound;
    accepted(await setSoundToken(parts, tx, { buttonId, token, actor }));
  }
  return isOther || isOtherSound;
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
