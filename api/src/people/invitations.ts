// Somebody is invited, looks at what for, and comes in. His log-in is made in the transaction that says so: whoever is cut
// off in the middle uses his link again.
import { randomUUID } from 'node:crypto';
import type { Language } from '@achterwacht/shared/language.ts';
import type { MemberRefusal } from '@achterwacht/shared/member/rule.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import type { InvitationWay } from '@achterwacht/shared/member/kinds.ts';
import { hashPassword } from '../access/passwords/password-hash.ts';
import { passwordProblem, type PasswordProblem } from '../access/passwords/password-problem.ts';
import type { Parts } from '../commands/handle.ts';
import type { Database, Transaction } from '../db/connect.ts';
import * as auth from '../db/schema/auth.ts';
import { find } from '../log/read-stream.ts';
import { changeMember, isRefusal, withinMemberRules } from './change-member.ts';
import { invitationHash, invitationLink, invitationSecret } from './link-secrets.ts';
import { memberRecords } from './member-row.ts';

/** What a command needs of a new invitation, and the link to show where it is printed. */
export function makeInvitation(
  { keys }: Parts,
  origin: string,
  { way, language }: { way: InvitationWay; language?: Language | undefined },
) {
  const invitationId = randomUUID();
  const secret = invitationSecret(keys, invitationId);
  return {
    asked: { invitationId, hash: invitationHash(secret), way, language },
    link: way === 'printed' ? invitationLink(origin, secret) : null,
  };
}

type SystemParts = Parts & { system: Database };

type Invited = {
  member: Member;
  centre: { name: string; phone: string };
  /** And the language that was chosen for its people. */
  municipality: { name: string; language: Language | null } | null;
};

/** For whom an invitation is; null where its link opens nothing any more. */
export function findInvited(
  { system, keys, clock }: SystemParts,
  secret: string,
): Promise<Invited | null> {
  return system.transaction(async (tx) => {
    const [row] = await tx.sql<
      ({ id: string; name: string; phone: string } & Pick<Invited, 'municipality'>)[]
    >`
      select member_records.id, centres.name, phone,
        case when municipalities.id is not null then jsonb_build_object('name',
          municipalities.name, 'language', municipalities.state -> 'language') end as municipality
      from member_records join centres on centres.id = member_records.centre_id
        left join municipalities on municipalities.id = member_records.municipality_id
      where invitation_hash = ${invitationHash(secret)}`;
    const member = row && (await find(memberRecords, tx, keys, row.id))?.state;
    const expiresAt = member?.invitation?.expiresAt;
    if (!member || !expiresAt || Date.parse(expiresAt) <= clock.now().getTime()) return null;
    const { name, phone, municipality } = row;
    return { member, centre: { name, phone }, municipality };
  });
}

type Accepted = Member | MemberRefusal | { problem: PasswordProblem };

export async function acceptInvitation(
  parts: SystemParts,
  { member: { id, personal }, centre }: Invited,
  {
    secret,
    password,
    language,
  }: { secret: string; password: string; language?: Language | undefined },
  letIn: LetIn,
): Promise<Accepted> {
  const { name, email } = personal ?? { name: '', email: '' };
  const problem = await passwordProblem(password, { name, email, centre: centre.name });
  if (problem) return { problem };
  // Made before anything is locked: it takes a while, by intent.
  const passwordHash = await hashPassword(password);
  const invitation = { memberId: id, hash: invitationHash(secret) };
  return acceptBy(parts, { ...invitation, passwordHash, language }, letIn);
}

/** In the transaction that uses the invitation up: nobody is left without both. */
type LetIn = (tx: Transaction, member: Member) => Promise<void>;

type Accepting = InvitationKey & {
  /** Null where he comes by his work account, which `letIn` then links. */
  passwordHash: string | null;
  /** In which he reads; without it that of his invitation. */
  language?: Language | undefined;
};

export function acceptBy(
  parts: SystemParts,
  { memberId, hash, passwordHash, language }: Accepting,
  letIn: LetIn,
): Promise<Member | MemberRefusal> {
  return withinMemberRules(parts.keys, () =>
    parts.system.transaction(async (tx) => {
      const [invited] = await tx.sql<{ language: Language | null }[]>`
        select state -> 'invitation' ->> 'language' as language
        from member_records where id = ${memberId}`;
      const member = await changeMember(parts, tx, {
        memberId,
        centreId: null,
        command: { type: 'AcceptInvitation', hash },
        actor: { type: 'system', part: 'log-in' },
      });
      if (isRefusal(member)) return member;
      const { name, email } = member.personal ?? { name: '', email: '' };
      await addLogIn(tx, { id: memberId, name, email, passwordHash, now: parts.clock.now() });
      // He reads on in the language in which he was invited, and is written to in it.
      const reads = language ?? invited?.language;
      if (reads) await tx.db.insert(auth.preference).values({ userId: memberId, language: reads });
      await letIn(tx, member);
      return member;
    }),
  );
}

/** Whose it is, and which: what the link says, and never the link itself. */
export type InvitationKey = { memberId: string; hash: string };

type LogIn = {
  id: string;
  name: string;
  email: string;
  passwordHash: string | null;
  now: Date;
};

/** As the log-in library stores it: a password where he has one, and no second factor yet. */
export async function addLogIn(
  { db }: Transaction,
  { id, name, email, passwordHash, now }: LogIn,
): Promise<void> {
  const dates = { createdAt: now, updatedAt: now };
  // The link came to this address, or was handed over to him.
  await db.insert(auth.user).values({ id, name, email, emailVerified: true, ...dates });
  if (passwordHash === null) return;
  await db.insert(auth.account).values({
    id: randomUUID(),
    accountId: id,
    providerId: 'credential',
    userId: id,
    password: passwordHash,
    ...dates,
  });
}
