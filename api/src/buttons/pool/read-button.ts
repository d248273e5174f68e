// One button with all that is known of it, as each role may see it.
import type { ButtonEvent } from '@achterwacht/shared/button/evolve.ts';
import { can, isToldWearer } from '@achterwacht/shared/roles.ts';
import type * as answers from '@achterwacht/shared/routes/buttons.ts';
import type { Transaction } from '../../db/connect.ts';
import { readHistory } from '../../log/read-history.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { buttonRows } from '../row/button-row.ts';
import {
  loanColumns,
  loanDetailOf,
  registered,
  summaryOf,
  type ButtonRow,
  type LoanRow,
  type Sight,
} from './read-buttons.ts';

/** Presses of a device that nobody needed help in are counted over this. */
const harmlessMonths = 12;

/** Null: it is not there, or out of reach. */
export async function readButton(
  tx: Transaction,
  keys: KeyRing,
  buttonId: string,
  sight: Sight,
): Promise<answers.ButtonDetail | null> {
  const { sql } = tx;
  const [row] = await sql<ButtonRow[]>`
    select * from ${registered(sql, sight.now)} where id = ${buttonId}`;
  if (!row) return null;
  const isRegister = can(sight.role, 'button.change');
  const [device] = isRegister ? await readDevice(tx, buttonId) : [];
  const lends = isToldWearer(sight.role, 'opened');
  const { state } = row;
  return {
    ...summaryOf(row, sight),
    loan: row.loan && lends ? loanDetailOf(row.loan, state, sight.now) : null,
    version: state?.version ?? 1,
    protocol: row.protocol,
    account: device?.account ?? null,
    supervisionSeconds: row.supervisionSeconds,
    sound:
      state?.keysSet.sound !== undefined || row.protocol === 'whip' || (device?.sound ?? false),
    keys: Object.entries(isRegister ? (state?.keysSet ?? {}) : {}).flatMap(([key, set]) =>
      key === 'messages' || key === 'sound' ? [{ key, at: set.at, by: set.by?.name ?? null }] : [],
    ),
    encrypted: device?.encrypted ?? null,
    aside: state?.aside ? { ...state.aside, by: state.aside.by?.name ?? null } : null,
    missing: state?.missing ? { ...state.missing, by: state.missing.by?.name ?? null } : null,
    retired: state?.retired ? { ...state.retired, by: state.retired.by?.name ?? null } : null,
    loans: lends ? await readLoans(tx, row, sight) : [],
    harmless: lends ? await countHarmless(tx, buttonId, sight.now) : null,
    history: historyOf(await readHistory(buttonRows, tx, keys, buttonId), lends),
  };
}

const readDevice = ({ sql }: Transaction, buttonId: string) =>
  sql<{ account: string; encrypted: boolean; sound: boolean }[]>`
    select account, sound, protocol <> 'dc09' or key is not null as encrypted from buttons
    where id = ${buttonId}`;

async function readLoans(
  { sql }: Transaction,
  { id, state }: ButtonRow,
  { now }: Sight,
): Promise<answers.LoanDetail[]> {
  const rows = await sql<{ loan: LoanRow }[]>`
    select ${loanColumns(sql)} as loan from loans join holders on holders.id = loans.holder_id
    where button_id = ${id} order by starts_at desc, loans.id`;
  return rows.map(({ loan }) => loanDetailOf(loan, state, now));
}

/** By the version of the count that is filled furthest. */
export async function countHarmless(
  { sql }: Transaction,
  buttonId: string,
  now: Date,
): Promise<number> {
  const since = new Date(now);
  since.setUTCMonth(since.getUTCMonth() - harmlessMonths);
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from harmless_presses
    where button_id = ${buttonId} and raised_at >= ${since.toISOString()}
      and projection_version = (select min(projection_version) from harmless_presses)`;
  return row!.count; // a count is one row
}

const words = {
  ButtonRegistered: 'registered',
  ButtonTakenOver: 'taken-over',
  ButtonChanged: 'changed',
  ButtonKeySet: 'key-set',
  ButtonSetAside: 'set-aside',
  ButtonPutBack: 'put-back',
  ButtonMissing: 'missing',
  ButtonFound: 'found',
  ButtonRetired: 'retired',
  ButtonLent: 'lent',
  ButtonReturned: 'returned',
  LoanTermChanged: 'term-changed',
  LoanTalkKept: 'talk-kept',
  TestHeard: 'test-heard',
  LoanDeadlinePassed: 'due',
} satisfies Record<ButtonEvent['type'], answers.ButtonEventWord>;

const ofLoans: ReadonlySet<answers.ButtonEventWord> = new Set([
  'lent',
  'returned',
  'term-changed',
  'talk-kept',
  'due',
]);

function historyOf(
  events: readonly ButtonEvent[],
  lends: boolean,
): answers.ButtonDetail['history'] {
  return events
    .map(({ type, at, actor }) => ({
      at,
      what: words[type],
      by: actor.type === 'person' ? actor.name : null,
    }))
    .filter(({ what }) => lends || !ofLoans.has(what))
    .toReversed();
}
