// What has to happen outside because of what became of a member. The texts stand on the outbox page, where others read
// them: they name nobody. Who is told is read when it is sent.
import type { MemberEvent } from '../member/evolve.ts';
import type { Member } from '../member/state.ts';
import type { Effect } from '../subject.ts';

export const memberEffectKinds = [
  /** The link, to whoever is invited. */
  'mail-invitation',
  /** To him and to the administrators. */
  'tell-papers-end',
  /** To him and to the supervisors. */
  'tell-factor-reset',
  /** The same, also where he can log in no more: he may be the only one who knows that it is wrong. */
  'tell-no-administrator',
] as const;
type MemberEffect = Effect & { kind: (typeof memberEffectKinds)[number] };

export function memberEffectsOf(member: Member, event: MemberEvent): MemberEffect[] {
  switch (event.type) {
    case 'MemberSuspended':
    case 'MemberEnded':
    case 'MemberChanged':
      return member.rolesUntil.administrator === event.at ? [noAdministrator] : [];
    case 'MemberInvited':
    case 'InvitationRenewed':
      return event.data.invitation.way === 'mail'
        ? [
            {
              kind: 'mail-invitation',
              recipient: 'wie is uitgenodigd',
              text: 'U bent uitgenodigd om in te loggen bij de alarmcentrale.',
            },
          ]
        : [];
    case 'PaperEndNear':
      return [
        {
          kind: 'tell-papers-end',
          recipient: 'medewerker en beheerders',
          text: `Een papier van een medewerker verloopt ${inDays(event.data.days)}. Kijk bij Mensen.`,
        },
      ];
    case 'FactorResetApproved':
      return [told('Iemand krijgt een nieuwe tweede stap: de code daarvoor is gegeven.')];
    case 'FactorsReset':
      return [told('De tweede stap van iemand is vervangen; de oude werkt niet meer.')];
    default:
      return [];
  }
}

function inDays(days: number): string {
  if (days < 0) return 'niet meer: het is al verlopen';
  if (days === 0) return 'vandaag';
  return days === 1 ? 'over 1 dag' : `over ${days} dagen`;
}

const noAdministrator: MemberEffect = {
  kind: 'tell-no-administrator',
  recipient: 'medewerker en supervisors',
  text: 'Iemand is geen beheerder van de alarmcentrale meer. Wist u dat niet? Bel de centrale.',
};

const told = (text: string): MemberEffect => ({
  kind: 'tell-factor-reset',
  recipient: 'medewerker en supervisors',
  text,
});
