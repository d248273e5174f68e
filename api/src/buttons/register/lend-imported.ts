// Lends a button to whom its line of the register names: a fixed loan, under the rules of every loan.
import { randomUUID } from 'node:crypto';
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import type { Transaction } from '../../db/connect.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { sentenceFor } from '../../http/texts.ts';
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

/** A fixed loan to the named holder, unless he has the button already; @returns whether it was lent. */
export async function lendTo(
  tx: Transaction,
  keys: KeyRing,
  loan: {
    buttonId: string;
    centreId: string;
    municipalityId: string;
    name: string;
    holder: NewHolder;
    now: Date;
  },
): Promise<boolean> {
  const { sql } = tx;
  const { buttonId, centreId, municipalityId, name, holder, now } = loan;
  const parts = { keys, clock: { now: () => now } };
  const present = await sql`
    select from loans join holders on holders.id = loans.holder_id
    where button_id = ${buttonId} and returned_at is null and holders.name = ${name}`;
  if (present.length > 0) return false;
  const identity = { name, function: '', phones: [] };
  const added = await changePerson(parts, tx, {
    personId: holder.id,
    command: { type: 'AddPerson', centreId, municipalityId, belongsTo: null, identity },
    actor: { type: 'system', part: 'import' },
  });
  if ('details' in added) throw new Error('deze drager kan niet worden ingeschreven');
  const open = await sql<{ id: string }[]>`
    select id from loans where button_id = ${buttonId} and returned_at is null`;
  const commands: Exclude<ButtonCommand, { type: 'Register' }>[] = [
    ...open.map(({ id }) => ({ type: 'Return', loanId: id }) as const),
    {
      type: 'Lend',
      loanId: randomUUID(),
      holderId: holder.id,
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
    if (isRefused(changed)) throw new Error(sentenceFor('refusal', changed.code, changed.details));
  }
  return true;
}
