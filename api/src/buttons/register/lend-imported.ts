// Lends a button to whom its line of the register names: a fixed loan, under the rules of every loan.
import { randomUUID } from 'node:crypto';
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import type { Parts } from '../../commands/handle.ts';
import type { Transaction } from '../../db/connect.ts';
import type { ButtonRefusal } from '@achterwacht/shared/button/rule.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { changePerson } from '../../persons/change-person.ts';
import { changeButton, isRefused } from '../row/change-button.ts';

/** A holder who is not there yet, of whom a register tells nothing but a name. His key is there. */
export type NewHolder = { id: string };

export function prepareHolder(keys: KeyRing): NewHolder {
  const id = randomUUID();
  keys.findOrMake(id);
  return { id };
}

/** Whether a fixed loan is still needed is asked for the first time after a quarter. */
const reviewDays = 90;

export type ImportedLoan = {
  buttonId: string;
  centreId: string;
  municipalityId: string;
  name: string;
  /** Where nobody has that name yet. */
  holder: NewHolder;
  now: Date;
};

/**
 * A fixed loan to who has that name in the municipality, or to somebody new; @returns whether it was lent, which it is
 * not where he has the button already, or why it cannot be.
 */
export async function lendTo(
  tx: Transaction,
  keys: KeyRing,
  loan: ImportedLoan,
): Promise<boolean | ButtonRefusal> {
  const { sql } = tx;
  const { buttonId, centreId, municipalityId, name, now } = loan;
  const parts = { keys, clock: { now: () => now } };
  const present = await sql`
    select from loans join holders on holders.id = loans.holder_id
    where button_id = ${buttonId} and returned_at is null and holders.name = ${name}`;
  if (present.length > 0) return false;
  const holderId = await findOrAdd(tx, parts, loan);
  if (typeof holderId !== 'string') return holderId;
  const open = await sql<{ id: string }[]>`
    select id from loans where button_id = ${buttonId} and returned_at is null`;
  const commands: Exclude<ButtonCommand, { type: 'Register' }>[] = [
    ...open.map(({ id }) => ({ type: 'Return', loanId: id }) as const),
    {
      type: 'Lend',
      loanId: randomUUID(),
      holderId,
      centreId,
      municipalityId,
      reasonCategory: 'other',
      startsAt: now.toISOString(),
      endsAt: null,
      reviewAt: new Date(now.getTime() + reviewDays * 86_400_000).toISOString(),
    },
  ];
  for (const command of commands) {
    const actor = { type: 'system', part: 'import' } as const;
    const changed = await changeButton(parts, tx, { buttonId, command, actor });
    if (isRefused(changed)) return changed;
  }
  return true;
}

/** Which of two with one name is meant is not guessed. */
async function findOrAdd(
  tx: Transaction,
  parts: Parts,
  { centreId, municipalityId, name, holder }: ImportedLoan,
): Promise<string | ButtonRefusal> {
  const found = await tx.sql<{ id: string }[]>`
    select id from holders where municipality_id = ${municipalityId} and name = ${name} limit 2`;
  if (found.length > 1) return { code: 'naam-meermaals', details: { name } };
  if (found[0]) return found[0].id;
  const identity = { name, function: '', phones: [] };
  const added = await changePerson(parts, tx, {
    personId: holder.id,
    command: { type: 'AddPerson', centreId, municipalityId, belongsTo: null, identity },
    actor: { type: 'system', part: 'import' },
  });
  if ('details' in added) throw new Error('deze drager kan niet worden ingeschreven');
  return holder.id;
}
