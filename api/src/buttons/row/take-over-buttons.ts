// Buttons and loans that a release wrote which kept no history of them get one, with the migrations: what stands in their
// rows is told by its first events. Also what that release writes afterwards, when somebody went back to it for a while.
// A button at a time: stopped halfway, it goes on where it was.
import type { ButtonFact } from '@achterwacht/shared/button/events.ts';
import type { Registration } from '@achterwacht/shared/button/register/registration.ts';
import { isSame } from '@achterwacht/shared/button/register/rules.ts';
import type { Button, ButtonStatus, Loan } from '@achterwacht/shared/button/state.ts';
import type { Clock } from '../../clock.ts';
import type { Stored } from '../../log/stream.ts';
import type { ButtonTypes } from '@achterwacht/shared/subjects/button.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { lock } from '../../log/read-stream.ts';
import { writeDown, type Parts } from '../../commands/handle.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { buttonRows } from './button-row.ts';

type LoanRow = Pick<
  Loan,
  | 'loanId'
  | 'holderId'
  | 'municipalityId'
  | 'reasonCategory'
  | 'startsAt'
  | 'endsAt'
  | 'reviewAt'
  | 'returnedAt'
> & { centreId: string };

type ButtonRow = Registration & { centreId: string; status: ButtonStatus; known: boolean };

/** @param onProgress How many buttons are done, of how many. @returns of how many buttons something was told. */
export async function takeOverButtons(
  owner: Database,
  openKeys: () => KeyRing,
  clock: Pick<Clock, 'now'>,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<number> {
  const found = await owner.sql<{ id: string }[]>`
    select button_id as id from loans
    where not exists (
      select from lent_buttons, jsonb_to_recordset(state -> 'loans') as kept("loanId" uuid,
        "endsAt" timestamptz, "reviewAt" timestamptz, "returnedAt" timestamptz)
      where lent_buttons.id = loans.button_id and "loanId" = loans.id
        and "endsAt" is not distinct from ends_at and "reviewAt" = review_at
        and "returnedAt" is not distinct from returned_at)
    union
    select id from buttons
    where known and protocol in ('dc09', 'whip') and not exists (
      select from lent_buttons
      where lent_buttons.id = buttons.id and state -> 'registered' ->> 'serial' = serial
        and state -> 'registered' ->> 'protocol' = protocol
        and state -> 'registered' ->> 'account' = account
        and state -> 'registered' ->> 'model' = model
        and (state -> 'registered' ->> 'municipalityId')::uuid is not distinct from
          buttons.municipality_id)
    order by 1`;
  for (const [index, { id }] of found.entries()) {
    await owner.transaction((tx) => takeOverButton({ keys: openKeys(), clock }, tx, id));
    onProgress(index + 1, found.length);
  }
  return found.length;
}

/**
 * The same of one button, for whoever is about to change it; it stays locked.
 * @returns the button with all its loans; null where it is in no register and was never lent.
 */
export async function takeOverButton(
  parts: Parts,
  tx: Transaction,
  buttonId: string,
): Promise<Stored<ButtonTypes> | null> {
  const [row] = await tx.sql<ButtonRow[]>`
    select serial, protocol, account, model, municipality_id as "municipalityId", sim, firmware,
      supervision_seconds as "supervisionSeconds", centre_id as "centreId", status, known
    from buttons where id = ${buttonId} for no key update`;
  const loans = await tx.sql<LoanRow[]>`
    select id as "loanId", holder_id as "holderId", municipality_id as "municipalityId",
      centre_id as "centreId", reason_category as "reasonCategory", starts_at as "startsAt",
      ends_at as "endsAt", review_at as "reviewAt", returned_at as "returnedAt"
    from loans where button_id = ${buttonId} order by starts_at, id`;
  const locked = await lock(buttonRows, tx, parts.keys, buttonId);
  const state = locked?.state ?? null;
  const facts = [
    ...(row ? factsOfRegister(row, state) : []),
    ...loans.flatMap((loan) => factsOfLoan(loan, state)),
  ];
  if (facts.length === 0) return locked;
  const actor = { type: 'system', part: 'take-over' } as const;
  const { stored, written } = writeDown(buttonRows, parts, tx, {
    id: buttonId,
    subjectId: buttonId,
    before: locked,
    facts,
    actor,
  });
  await written;
  return stored;
}

/** Nothing of what no register knows, and of the rows that are no device: those that raise by hand, the program's own. */
function factsOfRegister(
  { centreId, status, known, ...row }: ButtonRow,
  button: Button | null,
): ButtonFact[] {
  if (!known || (row.protocol !== 'dc09' && row.protocol !== 'whip')) return [];
  const there = button?.registered;
  if (there && isSame(there, row)) return [];
  // What this release put aside, that one knows nothing of.
  if (there) return [{ type: 'ButtonChanged', data: { ...row, by: null } }];
  const is = status === 'in-pool' || status === 'lent' || status === 'fixed' ? 'in-use' : status;
  return [{ type: 'ButtonTakenOver', data: { ...row, centreId, is } }];
}

/** What the history does not say yet of what the row says. */
function factsOfLoan(row: LoanRow, button: Button | null): ButtonFact[] {
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
