// The only way a member changes: one command about him, in the caller's transaction.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { MemberCommand } from '@achterwacht/shared/member/commands.ts';
import type { MemberRefusal } from '@achterwacht/shared/member/rule.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import { permissions } from '@achterwacht/shared/roles.ts';
import { refuse } from '@achterwacht/shared/rule-table.ts';
import { apply, begin, type Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { violatedConstraint } from '../db/errors.ts';
import { lock, Unreadable } from '../log/read-stream.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { memberRecords } from './member-row.ts';
import { readColleagues } from '../access/read-colleagues.ts';

const definition = {
  ...memberRecords,
  nothingLookedUp: {
    otherAdministrators: 0,
    knowsMunicipality: false,
    helpers: [],
    askerMunicipalityId: null,
  },
};

export type AskedOfMember = {
  memberId: string;
  /** Whose centre's he must be; null: the system, which serves all of them. */
  centreId: string | null;
  command: MemberCommand;
  actor: Actor;
  /** Where whoever asks belongs. */
  askerMunicipalityId?: string | null;
};

/**
 * The centre is locked first: of two administrators who keep each other out at once the second is the last. Call it
 * inside `withinMemberRules`, outside of which the key is made under which his name is sealed.
 */
export async function changeMember(
  parts: Parts,
  tx: Transaction,
  { memberId, centreId, command, actor, askerMunicipalityId = null }: AskedOfMember,
): Promise<Member | MemberRefusal> {
  const { sql } = tx;
  if (centreId) await sql`select from centres where id = ${centreId} for no key update`;
  const locked = await lock(memberRecords, tx, parts.keys, memberId);
  if (locked && centreId && locked.state.centreId !== centreId) return refuse('not-found');
  if (await isAddressTaken(tx, memberId, command)) return refuse('mailadres-bezet');
  const lookedUp = {
    ...(await lookUp(tx, memberId, centreId, command)),
    helpers: locked ? await helpersOf(tx, locked.state, command) : [],
    askerMunicipalityId,
  };
  const asked = { command, actor, lookedUp };
  const applied = locked
    ? apply(definition, parts, tx, { locked, ...asked })
    : begin(definition, parts, tx, { id: memberId, subjectId: memberId, ...asked });
  if ('refusal' in applied) return applied.refusal;
  await applied.written;
  return applied.stored.state;
}

/** As a rule it is seen here, so that what somebody types twice is no error in the database's own log. */
async function isAddressTaken({ sql }: Transaction, memberId: string, command: MemberCommand) {
  if (!('email' in command)) return false;
  const taken = await sql`select from members
    where email = ${command.email} and status <> 'ended' and user_id <> ${memberId}`;
  return taken.length > 0;
}

async function lookUp(
  { sql }: Transaction,
  memberId: string,
  centreId: string | null,
  command: MemberCommand,
) {
  const municipalityId = 'municipalityId' in command ? command.municipalityId : null;
  const [row] = await sql<{ otherAdministrators: number; knowsMunicipality: boolean }[]>`
    select (select count(*)::int from members where centre_id = ${centreId}
        and role = 'administrator' and status = 'active' and user_id <> ${memberId})
        as "otherAdministrators",
      exists (select from municipalities where id = ${municipalityId}
        and centre_id = ${centreId} and ended_at is null) as "knowsMunicipality"`;
  return row!;
}

/** Whoever may approve: of an officer also his municipality's. Asked where it matters. */
async function helpersOf(tx: Transaction, member: Member, { type }: MemberCommand) {
  if (type !== 'ApproveFactorReset') return [];
  const { id, centreId, role, municipalityId: own } = member;
  const municipalityId = role === 'oov-officer' ? own : null;
  const helpers = await readColleagues(tx, {
    centreId,
    roles: permissions['factor.reset'],
    municipalityId,
  });
  return helpers.filter((one) => one.id !== id);
}

/** Of two who are invited at once, or of another centre's member, the index says it. */
const addressTaken: ReadonlySet<string | null> = new Set(['members_email', 'user_email_unique']);

/** Work that changes a member, done anew once his key was made; what he may not is an answer and no error. */
export async function withinMemberRules<T>(
  keys: KeyRing,
  work: () => Promise<T>,
): Promise<T | MemberRefusal> {
  try {
    return await withKeysMade(keys, work);
  } catch (error) {
    if (error instanceof Unreadable) return refuse('medewerker-onleesbaar');
    if (addressTaken.has(violatedConstraint(error))) return refuse('mailadres-bezet');
    throw error;
  }
}

export const isRefusal = (answer: object): answer is MemberRefusal => 'code' in answer;
