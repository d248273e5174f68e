// Loans that a release wrote which kept no history of them get one, with the migrations: what stands in their rows is
// told by its first events. Also what that release writes afterwards, when somebody went back to it for a while. A
// button at a time: stopped halfway, it goes on where it was.
import type { ButtonFact } from '@achterwacht/shared/button/events.ts';
import type { Button, Loan } from '@achterwacht/shared/button/state.ts';
import type { Clock } from '../../clock.ts';
import type { Stored } from '../../log/stream.ts';
import type { ButtonTypes } from '@achterwacht/shared/subjects/button.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { lock } from '../../log/read-stream.ts';
import { writeDown, type Parts } from '../../commands/handle.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { lentButtons } from './lent-buttons.ts';

type Row = {
  loanId: string;
  holderId: string;
  municipalityId: string;
  centreId: string;
  reasonCategory: Loan['reasonCategory'];
  startsAt: string;
  endsAt: string | null;
  reviewAt: string;
  returnedAt: string | null;
};

/** @param onProgress How many buttons are done, of how many. @returns of how many buttons something was told. */
export async function takeOverLoans(
  owner: Database,
  openKeys: () => KeyRing,
  clock: Pick<Clock, 'now'>,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<number> {
  const lent = await owner.sql<{ id: string }[]>`
    select distinct button_id as id from loans
    where not exists (
      select from lent_buttons, jsonb_to_recordset(state -> 'loans') as kept("loanId" uuid,
        "endsAt" timestamptz, "reviewAt" timestamptz, "returnedAt" timestamptz)
      where lent_buttons.id = loans.button_id and "loanId" = loans.id
        and "endsAt" is not distinct from ends_at and "reviewAt" = review_at
        and "returnedAt" is not distinct from returned_at)
    order by 1`;
  for (const [index, { id }] of lent.entries()) {
    await owner.transaction((tx) => takeOver({ keys: openKeys(), clock }, tx, id));
    onProgress(index + 1, lent.length);
  }
  return lent.length;
}

/**
 * The same of one button, for whoever is about to change its loans; it stays locked.
 * @returns the button with all its loans; null where it has none.
 */
export async function takeOver(
  parts: Parts,
  tx: Transaction,
  buttonId: string,
): Promise<Stored<ButtonTypes> | null> {
  await tx.sql`select from buttons where id = ${buttonId} for no key update`;
  const rows = await tx.sql<Row[]>`
    select id as "loanId", holder_id as "holderId", municipality_id as "municipalityId",
      centre_id as "centreId", reason_category as "reasonCategory", starts_at as "startsAt",
      ends_at as "endsAt", review_at as "reviewAt", returned_at as "returnedAt"
    from loans where button_id = ${buttonId} order by starts_at, id`;
  const locked = await lock(lentButtons, tx, parts.keys, buttonId);
  const facts = rows.flatMap((row) => factsOf(row, locked?.state ?? null));
  if (facts.length === 0) return locked;
  const actor = { type: 'system', part: 'take-over' } as const;
  const { stored, written } = writeDown(lentButtons, parts, tx, {
    id: buttonId,
    subjectId: buttonId,
    before: locked,
    facts,
    actor,
  });
  await written;
  return stored;
}

/** What the history does not say yet of what the row says. */
function factsOf(row: Row, button: Button | null): ButtonFact[] {
  const loan = {
    ...row,
    startsAt: iso(row.startsAt),
    endsAt: row.endsAt && iso(row.endsAt),
    reviewAt: iso(row.reviewAt),
    returnedAt: row.returnedAt && iso(row.returnedAt),
  };
  const { returnedAt, ...lent } = loan;
  const { loanId, endsAt, reviewAt } = loan;
  const known = button?.loans.find((each) => each.loanId === loanId);
  return [
    ...(known ? [] : [{ type: 'ButtonLent', data: lent } as const]),
    ...(known && (known.endsAt !== endsAt || known.reviewAt !== reviewAt)
      ? [{ type: 'LoanTermChanged', data: { loanId, endsAt, reviewAt } } as const]
      : []),
    ...(returnedAt && known?.returnedAt !== returnedAt
      ? [{ type: 'ButtonReturned', data: { loanId, returnedAt } } as const]
      : []),
  ];
}
