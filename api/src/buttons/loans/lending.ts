// The loans of a button, lent and given back under the rules of their history. The table `loans` says them again, a
// row each, for a press that asks who wears it; nothing else writes there.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import type { ButtonRefusal } from '@achterwacht/shared/button/decide.ts';
import type { Button, ButtonDeadlineKind } from '@achterwacht/shared/button/state.ts';
import { buttonSubject, type ButtonTypes } from '@achterwacht/shared/subjects/button.ts';
import { apply, begin, type Parts } from '../../commands/handle.ts';
import type { Database, Transaction, TransactionSql } from '../../db/connect.ts';
import { lock } from '../../log/read-stream.ts';
import type { Stream } from '../../log/stream.ts';

export const lentButtons: Stream<ButtonTypes> = {
  subject: buttonSubject,
  row: {
    table: 'lent_buttons',
    nameOf: (state) => `button ${(state as Button).id}`,
    read: (state) => ({ ...(state as Button), personal: null }),
    columnsOf: () => ({}),
    write: (sql, button, { state, headHash, subjectId }) => sql`subject as (
      insert into lent_buttons (id, centre_id, municipality_id, version, head_hash, subject_id,
        state, fold_version, updated_at)
      values (${button.id}, ${button.centreId}, ${buttonSubject.municipalityOf(button)},
        ${button.version}, ${headHash}, ${subjectId}, ${state}::jsonb,
        ${buttonSubject.foldVersion}, ${button.updatedAt})
      on conflict (id) do update set municipality_id = excluded.municipality_id,
        version = excluded.version, head_hash = excluded.head_hash, state = excluded.state,
        fold_version = excluded.fold_version, updated_at = excluded.updated_at
      ), ${loansOf(sql, button)}`,
    correct: (sql, button, { state }) => sql`
      with ${loansOf(sql, button)}
      update lent_buttons set municipality_id = ${buttonSubject.municipalityOf(button)},
        state = ${state}::text::jsonb, fold_version = ${buttonSubject.foldVersion},
        updated_at = ${button.updatedAt}
      where id = ${button.id}`,
  },
};

/** The same loans as rows, for a press that asks who wears the button. */
const loansOf = (sql: TransactionSql, button: Button) => sql`loans_said as (
  insert into loans (id, centre_id, municipality_id, button_id, holder_id, reason_category,
    starts_at, ends_at, review_at, returned_at)
  select "loanId", ${button.centreId}, "municipalityId", ${button.id}, "holderId",
    "reasonCategory", "startsAt", "endsAt", "reviewAt", "returnedAt"
  from jsonb_to_recordset(${JSON.stringify(button.loans)}::text::jsonb) as loan("loanId" uuid,
    "municipalityId" uuid, "holderId" uuid, "reasonCategory" text, "startsAt" timestamptz,
    "endsAt" timestamptz, "reviewAt" timestamptz, "returnedAt" timestamptz)
  on conflict (id) do update set ends_at = excluded.ends_at, review_at = excluded.review_at,
    returned_at = excluded.returned_at
  where (loans.ends_at, loans.review_at, loans.returned_at)
    is distinct from (excluded.ends_at, excluded.review_at, excluded.returned_at))`;

/** No command about a loan asks about anything else. */
const lending = { ...lentButtons, nothingLookedUp: {} };

/**
 * One command about a button's loans, in the caller's transaction. The button is locked first, as a press does: who
 * wears it does not change while a press of it is decided.
 * @returns null where it was carried out, or was so already.
 */
export async function changeLoan(
  parts: Parts,
  tx: Transaction,
  { buttonId, command, actor }: { buttonId: string; command: ButtonCommand; actor: Actor },
): Promise<ButtonRefusal | null> {
  const found = await tx.sql`select from buttons where id = ${buttonId} for no key update`;
  if (found.length === 0) return { code: 'uitleen-onbekend', details: {} };
  const locked = await lock(lentButtons, tx, parts.keys, buttonId);
  const applied = locked
    ? apply(lending, parts, tx, { locked, command, actor })
    : begin(lending, parts, tx, { id: buttonId, subjectId: buttonId, command, actor });
  if ('refusal' in applied) return applied.refusal;
  await applied.written;
  return null;
}

type Due = { subjectId: string; kind: string; revision: number };

/** What a loan's deadline does when its moment has come. */
export function createReachLoan(parts: Parts & { system: Database }) {
  return async (deadlines: Due[]): Promise<void> => {
    for (const { subjectId: buttonId, kind, revision } of deadlines)
      await parts.system.transaction((tx) =>
        changeLoan(parts, tx, {
          buttonId,
          command: {
            type: 'DeadlineReached',
            kind: kind as ButtonDeadlineKind, // the row was written from one
            revision,
          },
          actor: { type: 'system', part: 'sweep' },
        }),
      );
  };
}
