// The row of a button that was lent: its loans, folded. The table `loans` says them again, a row each, for a press that
// asks who wears it; nothing else writes there.
import type { Button } from '@achterwacht/shared/button/state.ts';
import { buttonSubject, type ButtonTypes } from '@achterwacht/shared/subjects/button.ts';
import type { TransactionSql } from '../../db/connect.ts';
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
