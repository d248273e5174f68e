// The row of a button: its fold. The register (`buttons`) and the loans (`loans`) say parts of it again, a row each, for
// whoever asks on the way of a press. What is registered and lent is written here and nowhere else; only a device's keys
// stand in its row alone, because no log may have them.
import {
  isSoundUntested,
  openLoan,
  statusOf,
  type Button,
} from '@achterwacht/shared/button/state.ts';
import { buttonSubject, type ButtonTypes } from '@achterwacht/shared/subjects/button.ts';
import type { TransactionSql } from '../../db/connect.ts';
import type { Stream } from '../../log/stream.ts';

type State = Omit<Button, 'personal'>;

/** What a row of a release that knew loans alone leaves out. */
const unregistered = {
  registered: null,
  keysSet: {},
  aside: null,
  missing: null,
  retired: null,
  heard: null,
} satisfies Partial<State>;

export const buttonRows: Stream<ButtonTypes> = {
  subject: buttonSubject,
  row: {
    table: 'lent_buttons',
    nameOf(state) {
      const { id, registered } = state as State;
      return `button ${registered?.serial ?? id}`;
    },
    read: (state) => ({ ...unregistered, ...(state as State), personal: null }),
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
      ), ${registerOf(sql, button)}, ${loansOf(sql, button)}`,
    correct: (sql, button, { state }) => sql`
      with ${registerOf(sql, button)}, ${loansOf(sql, button)}
      update lent_buttons set municipality_id = ${buttonSubject.municipalityOf(button)},
        state = ${state}::text::jsonb, fold_version = ${buttonSubject.foldVersion},
        updated_at = ${button.updatedAt}
      where id = ${button.id}`,
  },
};

/** The device itself, as the register has it; nothing of one that was not taken over yet. */
function registerOf(sql: TransactionSql, button: Button) {
  const { registered, id, centreId, updatedAt } = button;
  return sql`register_said as (
    insert into buttons (id, centre_id, municipality_id, serial, protocol, account, model, sim,
      firmware, supervision_seconds, status)
    select ${id}, ${centreId}, "municipalityId", serial, protocol, account, model, sim, firmware,
      "supervisionSeconds", ${statusOf(button, new Date(updatedAt))}
    from jsonb_to_recordset(${JSON.stringify(registered ? [registered] : [])}::text::jsonb)
      as row(serial text, protocol text, account text, model text, "municipalityId" uuid, sim text,
        firmware text, "supervisionSeconds" int)
    on conflict (id) do update set municipality_id = excluded.municipality_id,
      serial = excluded.serial, protocol = excluded.protocol, account = excluded.account,
      model = excluded.model, sim = excluded.sim, firmware = excluded.firmware,
      supervision_seconds = excluded.supervision_seconds, status = excluded.status, known = true
    where (buttons.municipality_id, buttons.serial, buttons.protocol, buttons.account,
        buttons.model, buttons.sim, buttons.firmware, buttons.supervision_seconds, buttons.status,
        buttons.known)
      is distinct from (excluded.municipality_id, excluded.serial, excluded.protocol,
        excluded.account, excluded.model, excluded.sim, excluded.firmware,
        excluded.supervision_seconds, excluded.status, true))`;
}

/** The same loans as rows, for a press that asks who wears the button. */
function loansOf(sql: TransactionSql, button: Button) {
  const worn = openLoan(button);
  const untested = isSoundUntested(button);
  const loans = button.loans.map((loan) => ({ ...loan, untested: untested && loan === worn }));
  return sql`loans_said as (
  insert into loans (id, centre_id, municipality_id, button_id, holder_id, reason_category,
    starts_at, ends_at, review_at, returned_at, sound_untested, known_at_home)
  select "loanId", ${button.centreId}, "municipalityId", ${button.id}, "holderId",
    "reasonCategory", "startsAt", "endsAt", "reviewAt", "returnedAt", untested, "knownAtHome"
  from jsonb_to_recordset(${JSON.stringify(loans)}::text::jsonb) as loan("loanId" uuid,
    "municipalityId" uuid, "holderId" uuid, "reasonCategory" text, "startsAt" timestamptz,
    "endsAt" timestamptz, "reviewAt" timestamptz, "returnedAt" timestamptz, untested boolean,
    "knownAtHome" text)
  on conflict (id) do update set ends_at = excluded.ends_at, review_at = excluded.review_at,
    returned_at = excluded.returned_at, sound_untested = excluded.sound_untested,
    known_at_home = excluded.known_at_home
  where (loans.ends_at, loans.review_at, loans.returned_at, loans.sound_untested,
      loans.known_at_home)
    is distinct from (excluded.ends_at, excluded.review_at, excluded.returned_at,
      excluded.sound_untested, excluded.known_at_home))`;
}
