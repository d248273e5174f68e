// What a member is told by mail, in his language: neutral, for whoever looks over his shoulder learns of nobody.
import type { Language } from '@achterwacht/shared/language.ts';
import type { MemberEvent } from '@achterwacht/shared/member/evolve.ts';
import { textOf } from '../http/texts.ts';

export const subjectIn = (language: Language) => textOf('mail_subject', {}, language);

type Invitation = { centre: string; phone: string; link: string };

export const invitationText = (invitation: Invitation, language: Language) =>
  textOf('mail_invitation', invitation, language);

/** Of an event of which members are told. */
export function toldText(event: MemberEvent, language: Language): string {
  switch (event.type) {
    case 'PaperEndNear': {
      const { days } = event.data;
      return textOf(paperTexts[Math.max(-1, Math.min(days, 2))]!, { days }, language);
    }
    case 'MemberSuspended':
    case 'MemberEnded':
    case 'MemberChanged':
      return textOf('mail_no_administrator', {}, language);
    case 'FactorResetApproved':
      return textOf('mail_factor_code_given', {}, language);
    case 'FactorsReset':
      return textOf('mail_factor_replaced', {}, language);
    default:
      throw new Error(`nobody is told of ${event.type}`);
  }
}

/** By how many days are left. */
const paperTexts: Record<number, string> = {
  [-1]: 'mail_paper_ended',
  0: 'mail_paper_ends_today',
  1: 'mail_paper_ends_tomorrow',
  2: 'mail_paper_ends_in_days',
};
