// The loans of a button, lent and given back under the rules of their history.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import type { ButtonRefusal } from '@achterwacht/shared/button/decide.ts';
import type { Button, ButtonDeadlineKind } from '@achterwacht/shared/button/state.ts';
import { apply, begin, type Parts } from '../../commands/handle.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { tellPerson } from '../../persons/loans-of-person.ts';
import { lentButtons } from './lent-buttons.ts';
import { takeOver } from './take-over-loans.ts';

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
  // A release without histories, or a demo, wrote loans since the migrations ran: they are loans all the same.
  const locked = await takeOver(parts, tx, buttonId);
  const applied = locked
    ? apply(lending, parts, tx, { locked, command, actor })
    : begin(lending, parts, tx, { id: buttonId, subjectId: buttonId, command, actor });
  if ('refusal' in applied) return applied.refusal;
  await applied.written;
  const holderId = whoseLoan(command, applied.stored.state);
  if (holderId !== null) await tellPerson(parts, tx, { holderId, actor });
  return null;
}

/** Whom it concerns that a loan begins or is over; null where neither happened. */
function whoseLoan(command: ButtonCommand, { loans }: Button): string | null {
  if (command.type === 'Lend') return command.holderId;
  if (command.type !== 'Return') return null;
  return loans.find(({ loanId }) => loanId === command.loanId)?.holderId ?? null;
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
