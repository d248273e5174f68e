// What can happen to a member, by name: what a history line says. The rules and the fold have the same names.
import * as z from 'zod';

export const memberFactType = z.enum([
  'MemberInvited',
  /** By a command at the machine, or in the demo: he has a password already. */
  'MemberEntered',
  'MemberTakenOver',
  'InvitationRenewed',
  'InvitationWithdrawn',
  'InvitationEnded',
  'InvitationAccepted',
  'MemberChanged',
  'MemberSuspended',
  'MemberRestored',
  'MemberEnded',
  'SessionsEnded',
  'PaperRecorded',
  'PaperTakenOut',
  /** He and the administrators were told that it ends. */
  'PaperEndNear',
  'FactorResetAsked',
  'FactorResetApproved',
  'FactorResetWithdrawn',
  'FactorResetEnded',
  'RecoveryCodeWrong',
  'FactorsReset',
]);
export type MemberFactType = z.infer<typeof memberFactType>;
