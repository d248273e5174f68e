// What of an invitation the log-in by a work account needs (accounts/work-account): which one a link is, and that it is
// accepted. It is given to that folder, for neither may know the insides of the other.
import type { Role } from '@achterwacht/shared/roles.ts';
import type { Parts } from '../commands/handle.ts';
import type { Database, TransactionSql } from '../db/connect.ts';
import { isRefusal } from './change-member.ts';
import { acceptBy, findInvited, type InvitationKey } from './invitations.ts';
import { invitationHash } from './link-secrets.ts';

export function invitationsOf({ accounts: system, ...given }: Parts & { accounts: Database }) {
  const parts = { ...given, system };
  return {
    async find(secret: string) {
      const invited = await findInvited(parts, secret);
      if (!invited) return null;
      const { id: memberId, centreId } = invited.member;
      return { memberId, centreId, hash: invitationHash(secret) };
    },
    async accept(
      invitation: InvitationKey,
      letIn: (sql: TransactionSql, role: Role) => Promise<void>,
    ): Promise<boolean> {
      const accepted = await acceptBy(parts, { ...invitation, passwordHash: null }, (tx, member) =>
        letIn(tx.sql, member.role),
      );
      return !isRefusal(accepted);
    },
  };
}
