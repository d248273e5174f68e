// The only way a button changes: one command about it, in the caller's transaction. The button is locked first, as a
// press does: what is registered of it, and who wears it, does not change while a press of it is decided.
import { randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import {
  registrationOf,
  type RegistrationDetails,
} from '@achterwacht/shared/button/register/registration.ts';
import { nothingLookedUp, type ButtonRefusal } from '@achterwacht/shared/button/rule.ts';
import type { Button, ButtonDeadlineKind } from '@achterwacht/shared/button/state.ts';
import { refuse } from '@achterwacht/shared/rule-table.ts';
import type { ButtonTypes } from '@achterwacht/shared/subjects/button.ts';
import { apply, begin, type Parts } from '../../commands/handle.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import type { Appended } from '../../log/append.ts';
import { tellPerson } from '../../persons/loans-of-person.ts';
import { findStranger, makeWay } from '../unknown-button.ts';
import { buttonRows } from './button-row.ts';
import { lookUp } from './look-up.ts';
import { takeOverButton } from './take-over-buttons.ts';

const definition = { ...buttonRows, nothingLookedUp };

/** Whose buttons somebody may change: his centre's, or those of his municipality. */
export type Reach = { centreId: string; municipalityId: string | null };

type Asked = {
  buttonId: string;
  command: Exclude<ButtonCommand, { type: 'Register' }>;
  actor: Actor;
  /** Of a person; a part of the system reaches all of them. */
  within?: Reach;
};

/** @returns the button as it stands after it; one out of reach is not there. */
export async function changeButton(
  parts: Parts,
  tx: Transaction,
  { buttonId, command, actor, within }: Asked,
): Promise<Button | ButtonRefusal> {
  const [row] = await tx.sql<{ centreId: string }[]>`
    select centre_id as "centreId" from buttons where id = ${buttonId} for no key update`;
  // A release without histories wrote buttons and loans since the migrations ran: they are there all the same.
  const locked = row && (await takeOverButton(parts, tx, buttonId));
  if (!locked) return refuse(isOfLoan(command) ? 'uitleen-onbekend' : 'knop-onbekend');
  if (within && !isWithin(locked.state, within)) return refuse('knop-onbekend');
  const { centreId } = row;
  if (command.type === 'ChangeRegistration') await makeWayFor(tx, buttonId, command.details);
  const lookedUp = await lookUp(tx, { buttonId, centreId, command });
  const changed = await storedBy(
    apply(definition, parts, tx, { locked, command, actor, lookedUp }),
  );
  const holderId = isRefused(changed) ? null : whoseLoan(command, changed);
  if (holderId !== null) await tellPerson(parts, tx, { holderId, actor });
  return changed;
}

/** Whom it concerns that a loan begins or is over; null where neither happened. */
function whoseLoan(command: ButtonCommand, { loans }: Button): string | null {
  if (command.type === 'Lend') return command.holderId;
  if (command.type !== 'Return') return null;
  return loans.find(({ loanId }) => loanId === command.loanId)?.holderId ?? null;
}

/**
 * A device that is registered from here on. One that pressed before anybody knew it keeps its row, so that its alarms
 * are those of the same button.
 */
export async function registerButton(
  parts: Parts,
  tx: Transaction,
  asked: { id?: string; centreId: string; details: RegistrationDetails; actor: Actor },
): Promise<Button | ButtonRefusal> {
  const { centreId, details, actor } = asked;
  const stranger = await findStranger(tx, registrationOf(details));
  const isOwn = stranger?.centreId === centreId;
  if (stranger && !isOwn) await makeWay(tx, stranger.id);
  const id = (isOwn ? stranger?.id : null) ?? asked.id ?? randomUUID();
  await tx.sql`select from buttons where id = ${id} for no key update`;
  const command = { type: 'Register', centreId, details } as const;
  const lookedUp = await lookUp(tx, { buttonId: id, centreId, command });
  return storedBy(begin(definition, parts, tx, { id, subjectId: id, command, actor, lookedUp }));
}

async function makeWayFor(
  tx: Transaction,
  buttonId: string,
  details: RegistrationDetails,
): Promise<void> {
  const stranger = await findStranger(tx, registrationOf(details));
  if (stranger && stranger.id !== buttonId) await makeWay(tx, stranger.id);
}

const isOfLoan = ({ type }: ButtonCommand) =>
  type === 'Lend' || type === 'Return' || type === 'ChangeTerm' || type === 'KeepTalk';

function isWithin({ centreId, registered }: Button, within: Reach): boolean {
  if (centreId !== within.centreId) return false;
  return within.municipalityId === null || registered?.municipalityId === within.municipalityId;
}

async function storedBy(
  changed: Appended<ButtonTypes> | { refusal: ButtonRefusal },
): Promise<Button | ButtonRefusal> {
  if ('refusal' in changed) return changed.refusal;
  await changed.written;
  return changed.stored.state;
}

export const isRefused = (answer: Button | ButtonRefusal): answer is ButtonRefusal =>
  'code' in answer;

type Due = { subjectId: string; kind: string; revision: number };

/** What a deadline of a button does when its moment has come. */
export function createReachButton(parts: Parts & { system: Database }) {
  return async (deadlines: Due[]): Promise<void> => {
    for (const { subjectId: buttonId, kind, revision } of deadlines)
      await parts.system.transaction((tx) =>
        changeButton(parts, tx, {
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
