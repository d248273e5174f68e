// Somebody comes in again without his second factor: by his password and the code that two others saw fit to give him.
// Whatever is wrong is answered in the same words.
import { refuse } from '@achterwacht/shared/rule-table.ts';
import type { MemberRefusal } from '@achterwacht/shared/member/rule.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import { checkPassword } from '../access/log-in/check-password.ts';
import { isStillRight, readProofs } from '../access/log-in/still-right.ts';
import type { Parts } from '../commands/handle.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { changeMember, isRefusal, withinMemberRules } from './change-member.ts';
import { recoveryCodeHash } from './link-secrets.ts';

type Asked = { email: string; password: string; code: string };

/** @returns why not, or the member, whose old factors are gone. */
export async function recover(
  parts: Parts & { system: Database },
  { email, password, code }: Asked,
  /** In the transaction that uses the code up. */
  letIn: (tx: Transaction, memberId: string) => Promise<void>,
): Promise<Member | MemberRefusal> {
  const wrong = refuse('herstelcode-onjuist');
  const before = await readProofs(parts.system.sql, { email });
  const memberId = await checkPassword(parts.system.sql, { email }, password);
  if (memberId === null) return wrong;
  const codeHash = recoveryCodeHash(parts.keys, memberId, code);
  return withinMemberRules(parts.keys, () =>
    parts.system.transaction(async (tx) => {
      const member = await changeMember(parts, tx, {
        memberId,
        centreId: null,
        command: { type: 'UseRecoveryCode', codeHash },
        actor: { type: 'system', part: 'log-in' },
      });
      // A wrong one is written down, and lets nobody in.
      if (isRefusal(member) || member.factorsResetAt !== member.updatedAt) return wrong;
      // His second step is what he lost; the password alone has to be what it was.
      const proofs = { password: before?.password ?? null };
      if (!(await isStillRight(tx.sql, { userId: memberId, madeWith: 'reset', proofs })))
        return wrong;
      await letIn(tx, memberId);
      return member;
    }),
  );
}
